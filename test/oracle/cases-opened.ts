import { openingOf, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count } from './sums.ts';

type Opened = Item & { complaint: boolean };

/** How many cases were opened, and of them how many complaints. */
export function casesOpened(history: History, question: Question) {
	const items = history.cases.flatMap((events): Opened[] => {
		const opening = openingOf(events);
		return opening ? [{ ...placed(events, opening), complaint: opening.data.kind === 'complaint' }] : [];
	});
	return rowsOf(items, question, (opened) => ({
		value: opened.length,
		n: opened.length,
		numerator: count(opened, ({ complaint }) => complaint),
		denominator: opened.length,
		low: null,
		high: null,
		immature: 0
	}));
}
