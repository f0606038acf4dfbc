import { isComplaint } from './complaint.ts';
import { dimensionOf, ofType, openingOf, type History } from './history.ts';
import { isNarrowed, placed, rowsOf, type Item, type Question } from './question.ts';
import { byar, count } from './sums.ts';

type Counted = Item & { what: 'complaint' | 'case' | 'activity'; customer: string };

function opened(history: History): Counted[] {
	return history.cases.flatMap((events) => {
		const opening = openingOf(events);
		if (!opening) return [];
		const what = isComplaint(opening) ? ('complaint' as const) : ('case' as const);
		return [{ ...placed(events, opening), what, customer: dimensionOf(events, opening, 'customer') }];
	});
}

const activity = (history: History): Counted[] =>
	ofType(history.others, 'customer.active').map((event) => ({
		...placed([], event),
		what: 'activity' as const,
		customer: dimensionOf([], event, 'customer')
	}));

/** Different customers who were active; who is not known is not counted. */
const customersOf = (items: Counted[]) =>
	new Set(items.flatMap(({ what, customer }) => (what === 'activity' && customer !== '' ? [customer] : [])))
		.size;

const TEN_THOUSAND = 10_000;

/** Complaints on ten thousand active customers; of a part of the company, on ten thousand of its cases. */
export function complaintsPer10k(history: History, question: Question) {
	const byCase = question.by !== undefined || isNarrowed(question);
	const items = byCase ? opened(history) : [...opened(history), ...activity(history)];
	return rowsOf(items, question, (items) => {
		const complaints = count(items, ({ what }) => what === 'complaint');
		const all = byCase ? items.length : customersOf(items);
		const { low, high } = byar(complaints);
		const of = (number: number) => (all === 0 ? null : (number / all) * TEN_THOUSAND);
		return {
			value: of(complaints),
			n: all,
			numerator: complaints,
			denominator: all,
			low: of(low),
			high: of(high),
			immature: 0,
			denominator_is: byCase ? 'cases' : 'customers'
		};
	});
}
