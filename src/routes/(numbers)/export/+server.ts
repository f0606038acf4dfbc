import { OVERVIEW } from '$lib/plan.ts';
import { numbersAnswer } from '$lib/server/lists/numbers-answer.ts';
import type { RequestHandler } from './$types';

/** A table of the overview as a file: `table=trend|team`, with the page's own question, `format=csv|xlsx` and `header=words|names`. */
export const GET: RequestHandler = ({ url, locals }) =>
	numbersAnswer(url, locals.touchstone, { breakdowns: OVERVIEW, only: null });
