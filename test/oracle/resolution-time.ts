import { ofType, openingOf, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, durations } from './sums.ts';

type Resolved = Item & { took: number };

/** Opened to the last resolution, in the period of that resolution; one before the opening is a defect. */
function resolutions(history: History): Resolved[] {
	return history.cases.flatMap((events) => {
		const opening = openingOf(events);
		const last = ofType(events, 'case.resolved').at(-1);
		return opening && last ? [{ ...placed(events, last), took: last.at - opening.at }] : [];
	});
}

export function resolutionTime(history: History, question: Question) {
	return rowsOf(resolutions(history), question, (items) => ({
		// Nothing is promised by default: nothing to be within.
		...durations(
			items.flatMap(({ took }) => (took < 0 ? [] : [took])),
			0,
			0
		),
		defects: count(items, ({ took }) => took < 0)
	}));
}
