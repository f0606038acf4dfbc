import { byTime, dimensionOf, type History } from './history.ts';
import { rowsOf, rulesOf, type Question } from './question.ts';
import { parameterOf } from './standards.ts';
import { count } from './sums.ts';
import { distributionOf, placeOnScale, surveysOf } from './surveys.ts';

const BOOK = [0.8, 0.4, 0.2, 0.1, 0.02];
const LEVELS = [1, 2, 3, 4, 5];

/** Customers at each level (1 to 5) times the share of that level that leaves. */
export const expectedOf = (levels: number[], rateOf: (level: number) => number) =>
	levels.reduce((sum, level) => sum + rateOf(level), 0);

export const bookRate = (level: number) => BOOK[level - 1] ?? NaN;

/** Whose rates are in use, by how many levels have one of the company's. */
const curveOf = (entered: number) => (entered === 0 ? 'book' : entered < LEVELS.length ? 'mixed' : 'entered');

/** The company's own rates, as far as it has set any. */
function ownRates(question: Question, judged: number) {
	const own = (level: number) => parameterOf(rulesOf(question), 'leaving_rate', String(level), judged);
	return {
		rateOf: (level: number) => own(level) ?? bookRate(level),
		curve: curveOf(LEVELS.filter((level) => own(level) !== undefined).length)
	};
}

/** How many customers are to be expected to leave, by what each said last. */
export function expectedLeavers(history: History, question: Question) {
	const answers = surveysOf(history, 'survey.answered', ['csat']).sort((a, b) => byTime(a.event, b.event));
	return rowsOf(answers, question, (items, judged) => {
		const { rateOf, curve } = ownRates(question, judged);
		const last = new Map<string, number>();
		for (const { event, events } of items)
			last.set(dimensionOf(events, event, 'customer'), Math.floor(1 + 4 * placeOnScale(event)));
		last.delete('');
		const levels = [...last.values()];
		return {
			value: levels.length === 0 ? null : expectedOf(levels, rateOf),
			n: levels.length,
			numerator: count(levels, (level) => level <= 3),
			denominator: levels.length,
			low: null,
			high: null,
			immature: 0,
			unidentified: count(items, ({ event, events }) => dimensionOf(events, event, 'customer') === ''),
			distribution: distributionOf(levels, 1, 5),
			curve
		};
	});
}
