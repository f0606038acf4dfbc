import { error } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages.js';
import { changesOf } from '$lib/restatements.ts';
import { readRestatementParams } from '$lib/server/published/params.ts';
import type { PageServerLoad } from './$types';

/** So many restatements a page; those of one check stay together. */
const LIMIT = 400;

/** What became of the published weeks: newest first, of one week or of all. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const asked = readRestatementParams(url.searchParams);
	if (!asked.success) error(400, m.error_400());
	const { week, before } = asked.data;
	const { published } = locals.touchstone;
	const [weeks, restatements] = await Promise.all([
		published.weeks(),
		published.restatements({ week, before, limit: LIMIT })
	]);
	const last = restatements.length >= LIMIT ? restatements.at(-1) : undefined;
	return { weeks, week, before, changes: changesOf(restatements), next: last?.as_of ?? null };
};
