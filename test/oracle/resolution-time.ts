import { defectsOf, ofType, openingOf, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, durations } from './sums.ts';

type Resolved = Item & { took: number | null };

/** Opened to the last resolution, in the period of that resolution; each one before the opening is a defect of its own period. */
function resolutions(history: History): Resolved[] {
	return history.cases.flatMap((events) => {
		const opening = openingOf(events);
		if (!opening) return [];
		const last = ofType(events, 'case.resolved').at(-1);
		const early = defectsOf(events, 'case.resolved');
		return [
			...(last ? [{ ...placed(events, last), took: last.at - opening.at }] : []),
			...early.map((event) => ({ ...placed(events, event), took: null }))
		];
	});
}

export function resolutionTime(history: History, question: Question) {
	return rowsOf(resolutions(history), question, (items) => ({
		// Nothing is promised by default: nothing to be within.
		...durations(
			items.flatMap(({ took }) => (took === null ? [] : [took])),
			0,
			0
		),
		defects: count(items, ({ took }) => took === null)
	}));
}
