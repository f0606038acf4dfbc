import { error } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages.js';
import { readQuarantineParams } from '$lib/server/quarantine-params.ts';
import type { PageServerLoad } from './$types';

/** What is wrong with rejected events, and the events of the problem that is open. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const asked = readQuarantineParams(url.searchParams);
	if (!asked.success) error(400, m.error_400());
	const { limit, cursor, ...filter } = asked.data;
	const { quarantine } = locals.touchstone;
	const { problem, ...all } = filter;
	const [groups, page, health] = await Promise.all([
		quarantine.problems(all),
		problem ? quarantine.rows(filter, { limit, cursor }) : { rows: [], next: null },
		quarantine.health()
	]);
	return { groups, ...page, health, problem: problem ?? null, state: filter.state, cursor: cursor ?? null };
};
