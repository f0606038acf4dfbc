import { z } from 'zod';
import { getLocale } from '$lib/paraglide/runtime.js';
import { isoWeekOf } from '$lib/iso-week.ts';
import { refuse } from '$lib/server/http.ts';
import { fileNameOf } from '$lib/server/print/file-name.ts';
import { isPrintTrouble } from '$lib/server/print/trouble.ts';
import { lastWeek } from '$lib/server/weekly/asked.ts';
import { problemWords } from '$lib/weekly/problem-words.ts';
import { readReview, reviewHref } from '$lib/weekly/question.ts';
import { troubleText } from '$lib/weekly/trouble-words.ts';
import { dateIn } from '$lib/zone.ts';
import type { RequestHandler } from './$types';

const Language = z.enum(['en', 'zh-CN']);

/** Names of any script, in a header that knows one. */
const attached = (name: string) =>
	`attachment; filename="${name.replace(/[^\x20-\x7e]|"/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;

/** `?week=2026-W46&team=…&channel=…&lang=zh-CN`: the weekly review on paper. What is not whole is not printed: 503, and why. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { clickhouse, zone, printer } = locals.touchstone;
	const params = new URLSearchParams(url.searchParams);
	const language = Language.safeParse(params.get('lang') ?? getLocale());
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
	try {
		const { pdf } = await printer.print({ path, language: language.data });
		const name = fileNameOf({ week, teams: read.question.teams, language: language.data });
		return new Response(new Uint8Array(pdf), {
			headers: {
				'content-type': 'application/pdf',
				'content-disposition': attached(name),
				'cache-control': 'no-store'
			}
		});
	} catch (error) {
		if (!isPrintTrouble(error)) throw error;
		return refuse('', troubleText(error.trouble, language.data, zone), 503);
	}
};
