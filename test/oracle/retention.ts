import { bucketAround, labelOf, type Bucket } from './bucket.ts';
import { dimensionOf, ofType, type History } from './history.ts';
import { isWanted, placed, type Item, type OracleRow, type Question } from './question.ts';
import { count, share } from './sums.ts';

type Active = Item & { customer: string };
type Period = Bucket & { label: string | null };

const activeOf = (history: History, question: Question): Active[] =>
	ofType(history.others, 'customer.active')
		.map((event) => ({ ...placed([], event), customer: dimensionOf([], event, 'customer') }))
		.filter((item) => item.customer !== '' && isWanted(item, question));

/** The periods in which somebody was active or could have been again: the one asked, or whole buckets that overlap it. */
function periodsOf(items: Active[], { from, to, grain, zone }: Question): Period[] {
	const [start, end] = [Date.parse(from), Date.parse(to)];
	if (grain === 'total') return [{ before: start - (end - start), start, end, label: null }];
	const periods = new Map<number, Period>();
	for (const { at } of items) {
		const here = bucketAround(at, grain, zone);
		for (const period of [here, bucketAround(here.end, grain, zone)]) {
			if (period.start < end && period.end > start)
				periods.set(period.start, { ...period, label: labelOf(period.start, zone) });
		}
	}
	return [...periods.values()];
}

const customersIn = (items: Active[], from: number, to: number) =>
	new Set(items.filter(({ at }) => at >= from && at < to).map(({ customer }) => customer));

function stayedOf(items: Active[], { before, start, end }: Bucket, asOf: number) {
	const earlier = customersIn(items, before, start);
	const now = customersIn(items, start, end);
	const ever = customersIn(items, -Infinity, start);
	const isOver = asOf >= end;
	const stayed = count([...earlier], (customer) => now.has(customer));
	return {
		isEmpty: earlier.size + now.size === 0,
		...(isOver ? share(stayed, earlier.size, 0) : share(0, 0, earlier.size)),
		new: count([...now], (customer) => !ever.has(customer)),
		returning: count([...now], (customer) => ever.has(customer) && !earlier.has(customer)),
		lost: isOver ? earlier.size - stayed : 0
	};
}

/** Customers active in the period before who are active in this; each group by itself. */
export function retention(history: History, question: Question): OracleRow[] {
	const { by } = question;
	const items = activeOf(history, question);
	const groups = by ? [...new Set(items.map((item) => item[by]))] : [null];
	return groups.flatMap((group) => {
		const own = by ? items.filter((item) => item[by] === group) : items;
		return periodsOf(own, question).flatMap(({ label, ...bucket }) => {
			const { isEmpty, ...stayed } = stayedOf(own, bucket, Date.parse(question.as_of));
			const isSaid = !isEmpty || (group === null && label === null);
			return isSaid ? [{ group, bucket: label, ...stayed }] : [];
		});
	});
}
