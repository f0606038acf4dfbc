import { numberOf, ofType, type Happened, type History } from './history.ts';
import { placed, rowsOf, rulesOf, type Item, type Question } from './question.ts';
import { parameterOf } from './standards.ts';
import { count, meanOf } from './sums.ts';

type Check = Item & { event: Happened };

const given = (event: Happened, ...names: string[]) =>
	names.flatMap((name) => {
		const score = numberOf(event, name);
		return score === undefined ? [] : [score];
	});

/** The four kinds of service: high or low on its procedural and on its personal side. */
export function quadrantOf(procedural: number | null, personal: number | null, high: number) {
	if (procedural === null || personal === null) return null;
	if (procedural >= high) return personal >= high ? 'excellent' : 'by_the_book';
	return personal >= high ? 'friendly' : 'indifferent';
}

/** Means of internal checks: the procedural and the personal side together and apart. */
export function inspection(history: History, question: Question) {
	const highAt = (at: number) => parameterOf(rulesOf(question), 'inspection_high', '', at) ?? 60;
	const checks = ofType(history.others, 'inspection.scored').map((event): Check => ({
		...placed([], event),
		event
	}));
	return rowsOf(checks, question, (items, judged) => {
		const scored = items.flatMap(({ event, at }) => {
			const score = meanOf(given(event, 'procedural', 'personal'));
			return score === null ? [] : [{ score, at }];
		});
		const scores = scored.map(({ score }) => score);
		const mean = (name: string) => meanOf(items.flatMap(({ event }) => given(event, name)));
		const [procedural, personal] = [mean('procedural'), mean('personal')];
		return {
			value: meanOf(scores),
			n: scores.length,
			numerator: count(scored, ({ score, at }) => score >= highAt(at)),
			denominator: scores.length,
			low: null,
			high: null,
			immature: 0,
			procedural,
			personal,
			tangibles: mean('tangibles'),
			quadrant: quadrantOf(procedural, personal, highAt(judged))
		};
	});
}
