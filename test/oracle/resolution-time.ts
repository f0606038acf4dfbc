import { defectsOf, ofType, openingOf, type History } from './history.ts';
import { placed, rowsOf, rulesOf, type Item, type Question } from './question.ts';
import { promiseOf } from './standards.ts';
import { count, durations } from './sums.ts';

type Resolved = Item & { took: number | null; within: boolean | null };

/**
 * Opened to the last resolution, in the period of that resolution; within what was promised to whoever opened the case. Each one before
 * the opening is a defect of its own period.
 */
function resolutions(history: History, question: Question): Resolved[] {
	return history.cases.flatMap((events) => {
		const opening = openingOf(events);
		if (!opening) return [];
		const last = ofType(events, 'case.resolved').at(-1);
		const early = defectsOf(events, 'case.resolved');
		const promise = promiseOf(rulesOf(question), 'resolution', placed(events, opening));
		const within = (at: number) => (promise ? at <= promise.due : null);
		return [
			...(last ? [{ ...placed(events, last), took: last.at - opening.at, within: within(last.at) }] : []),
			...early.map((event) => ({ ...placed(events, event), took: null, within: null }))
		];
	});
}

export function resolutionTime(history: History, question: Question) {
	return rowsOf(resolutions(history, question), question, (items) => ({
		...durations(
			items.flatMap(({ took }) => (took === null ? [] : [took])),
			count(items, ({ within }) => within === true),
			count(items, ({ within }) => within !== null)
		),
		defects: count(items, ({ took }) => took === null)
	}));
}
