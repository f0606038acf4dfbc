import { OVERVIEW } from '$lib/plan.ts';
import { answerNumbers, questionOf } from '$lib/server/numbers.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
	...(await answerNumbers(locals.touchstone, questionOf(url), OVERVIEW)),
	ingest: `http://${url.hostname}:${locals.touchstone.ingestPort}`
});
