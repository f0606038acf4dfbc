import type { History } from './history.ts';
import { rowsOf, type Question } from './question.ts';
import { count } from './sums.ts';
import { distributionOf, scoreOf, surveysOf } from './surveys.ts';

const Z = 1.959963984540054;

/** Net promoter score in points, with the interval that its variance gives, within -100 and 100. */
export function netPromoters(promoters: number, passives: number, detractors: number) {
	const n = promoters + passives + detractors;
	if (n === 0) return { value: null, low: null, high: null };
	const net = (promoters - detractors) / n;
	// The variance of answers that are worth 1, 0 and -1.
	const variance = (promoters * (1 - net) ** 2 + passives * net ** 2 + detractors * (1 + net) ** 2) / n;
	const margin = Z * Math.sqrt(variance / n);
	return {
		value: 100 * net,
		low: 100 * Math.max(-1, net - margin),
		high: 100 * Math.min(1, net + margin)
	};
}

export function nps(history: History, question: Question) {
	return rowsOf(surveysOf(history, 'survey.answered', ['nps']), question, (items) => {
		const scores = items.map(({ event }) => scoreOf(event));
		const promoters = count(scores, (score) => score >= 9);
		const detractors = count(scores, (score) => score <= 6);
		const passives = scores.length - promoters - detractors;
		return {
			...netPromoters(promoters, passives, detractors),
			n: scores.length,
			numerator: promoters,
			denominator: scores.length,
			immature: 0,
			promoters,
			passives,
			detractors,
			distribution: distributionOf(scores, 0, 10)
		};
	});
}
