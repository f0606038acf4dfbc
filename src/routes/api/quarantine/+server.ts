import { json } from '@sveltejs/kit';
import type { QuarantineAnswer } from '#schema/quarantine.ts';
import { refuseIssue } from '$lib/server/http.ts';
import { readQuarantineParams } from '$lib/server/quarantine-params.ts';
import type { RequestHandler } from './$types';

/** Rejected events: what is wrong with them, in groups, and the events themselves. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const asked = readQuarantineParams(url.searchParams);
	if (!asked.success) return refuseIssue(asked.error);
	const { limit, cursor, ...filter } = asked.data;
	const { quarantine } = locals.touchstone;
	const [groups, page] = await Promise.all([
		quarantine.problems(filter),
		quarantine.rows(filter, { limit, cursor })
	]);
	return json({ groups, ...page } satisfies QuarantineAnswer);
};
