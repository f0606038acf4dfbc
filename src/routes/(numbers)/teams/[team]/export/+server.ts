import { TEAM } from '$lib/plan.ts';
import { teamOfSegment } from '$lib/question.ts';
import { numbersAnswer } from '$lib/server/lists/numbers-answer.ts';
import type { RequestHandler } from './$types';

/** A table of a team's page as a file: `table=trend|agent|channel`, with the page's own question, `format=csv|xlsx` and `header=words|names`. */
export const GET: RequestHandler = ({ params, url, locals }) =>
	numbersAnswer(url, locals.touchstone, { breakdowns: TEAM, only: teamOfSegment(params.team) });
