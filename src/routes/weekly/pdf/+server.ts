import { isoWeekOf } from '$lib/iso-week.ts';
import { refuse } from '$lib/server/http.ts';
import { answerPdf } from '$lib/server/print/answer.ts';
import { readLanguage } from '$lib/server/print/language.ts';
import { lastWeek } from '$lib/server/weekly/asked.ts';
import { problemWords } from '$lib/weekly/problem-words.ts';
import { readReview, reviewHref } from '$lib/weekly/question.ts';
import { dateIn } from '$lib/zone.ts';
import type { RequestHandler } from './$types';

/** `?week=2026-W46&team=…&channel=…&lang=zh-CN`: the weekly review on paper. What is not whole is not printed: 503, and why. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { clickhouse, zone, printer } = locals.touchstone;
	const params = new URLSearchParams(url.searchParams);
	const language = readLanguage(params);
	if (!language.success) return refuse('lang', 'expected en or zh-CN');
	params.delete('lang');
	const now = Date.now();
	const read = readReview(params, { now, zone });
	if (!read.ok) {
		const { field, given } = read.problem;
		return refuse(field === 'unknown' ? given : field, problemWords(read.problem, dateIn(now, zone)));
	}
	const week = isoWeekOf(read.question.week ?? (await lastWeek({ clickhouse, zone }, now)));
	const path = reviewHref({ ...read.question, week });
	const named = { week, teams: read.question.teams };
	return answerPdf({ printer, zone }, { path, language: language.data }, named);
};
