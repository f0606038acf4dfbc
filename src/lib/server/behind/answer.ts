import { json } from '@sveltejs/kit';
import { csvAnswer, wantsCsv } from '../csv-answer.ts';
import { refuseIssue } from '../http.ts';
import type { Touchstone } from '../touchstone.ts';
import { askBehind, BehindItem, countBehind } from './ask.ts';
import { MOST, readBehind, SPELLING } from './params.ts';

type Asked = {
	list: string;
	params: URLSearchParams;
	request: Request;
	touchstone: Pick<Touchstone, 'clickhouse' | 'settler' | 'zone'>;
};

/** The rows behind a number and how many there are: JSON, or all of them as CSV for `Accept: text/csv`. */
export async function answerBehind({ list, params, request, touchstone }: Asked): Promise<Response> {
	const asked = readBehind(list, params, Date.now());
	if (!asked.success) return refuseIssue(asked.error, SPELLING);
	const { clickhouse, ...asking } = touchstone;
	const question = asked.data;
	if (wantsCsv(request)) {
		const all = params.has('limit') ? question : { ...question, limit: MOST };
		return csvAnswer(`${list}-cases`, await askBehind(clickhouse, all, asking), BehindItem.keyof().options);
	}
	const [cases, counts] = await Promise.all([
		askBehind(clickhouse, question, asking),
		countBehind(clickhouse, question, asking)
	]);
	return json({ cases, total: counts[question.figure] ?? 0 });
}
