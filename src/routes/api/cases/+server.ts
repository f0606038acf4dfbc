import { answerBehind } from '$lib/server/behind/answer.ts';
import { listIn } from '$lib/server/behind/list-in.ts';
import type { RequestHandler } from './$types';

/** The rows of a list (`list=`): the items of a KPI, promises between departments, customers who were asked whether they had spoken up. */
export const GET: RequestHandler = async ({ url, request, locals: { touchstone } }) =>
	answerBehind({ ...listIn(url), request, touchstone });
