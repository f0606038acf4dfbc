import { refuse } from '$lib/server/http.ts';
import { answerPdf } from '$lib/server/print/answer.ts';
import { readLanguage } from '$lib/server/print/language.ts';
import { keptOr404 } from '$lib/server/reviews/kept.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** `?lang=zh-CN`: a published review on paper, with what was restated since marked. What is not whole is not printed: 503, and why. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const { reviews, printer, zone } = locals.touchstone;
	const language = readLanguage(url.searchParams);
	if (!language.success) return refuse('lang', 'expected en or zh-CN');
	const unknown = unknownParameter(url.searchParams, ['lang']);
	if (unknown) return refuse(unknown.name, unknown.detail);
	const { review } = await keptOr404(reviews, params.id);
	const { week, teams, published_at } = review;
	const order = { path: review.href, language: language.data };
	return answerPdf({ printer, zone }, order, { week, teams, published: published_at.slice(0, 10) });
};
