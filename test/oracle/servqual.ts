import type { Happened, History } from './history.ts';
import { rowsOf, rulesOf, type Question } from './question.ts';
import { parameterOf } from './standards.ts';
import { meanOf } from './sums.ts';
import { surveysOf } from './surveys.ts';

const DIMENSIONS = ['reliability', 'responsiveness', 'assurance', 'empathy', 'tangibles'];

type Rated = { dimension: string; expectation: number; perception: number };

const isRated = (item: unknown): item is Rated =>
	typeof item === 'object' && item !== null && 'expectation' in item && 'perception' in item;

const itemsOf = ({ data }: Happened): Rated[] =>
	Array.isArray(data.items) ? data.items.filter(isRated) : [];

function gapsOf(rated: Rated[]) {
	return DIMENSIONS.flatMap((dimension) => {
		const items = rated.filter((item) => item.dimension === dimension);
		const expectation = meanOf(items.map((item) => item.expectation));
		const perception = meanOf(items.map((item) => item.perception));
		if (expectation === null || perception === null) return [];
		return [{ dimension, n: items.length, expectation, perception, gap: perception - expectation }];
	});
}

/** What was perceived less what was expected: a mean per dimension, and these weighted. */
export function servqualGap(history: History, question: Question) {
	return rowsOf(surveysOf(history, 'survey.answered', ['servqual']), question, (answers, judged) => {
		const weightOf = (dimension: string) =>
			parameterOf(rulesOf(question), 'servqual_weight', dimension, judged) ?? 1;
		const gaps = gapsOf(answers.flatMap(({ event }) => itemsOf(event)));
		const weight = gaps.reduce((sum, { dimension }) => sum + weightOf(dimension), 0);
		const weighted = gaps.reduce((sum, { dimension, gap }) => sum + weightOf(dimension) * gap, 0);
		return {
			value: weight === 0 ? null : weighted / weight,
			n: answers.length,
			numerator: answers.length,
			denominator: answers.length,
			low: null,
			high: null,
			immature: 0,
			dimensions: Object.fromEntries(gaps.map(({ dimension, ...gap }) => [dimension, gap]))
		};
	});
}
