import { error } from '@sveltejs/kit';
import { readCase } from '$lib/server/cases.ts';
import { m } from '$lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const file = await readCase(locals.touchstone.clickhouse, params.case);
	if (!file) error(404, m.case_unknown({ case_id: params.case }));
	return { file };
};
