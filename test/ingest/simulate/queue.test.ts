import { expect, test } from 'vitest';
import fc from 'fast-check';
import { createQueue } from '../../../ingest/simulate/queue.ts';

test('hands out everything due, earliest first, and equals in the order they were added', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 0, max: 20 })),
			fc.integer({ min: 0, max: 21 }),
			(times, until) => {
				const queue = createQueue<{ at: number; ix: number }>();
				const items = times.map((at, ix) => ({ at, ix }));
				items.forEach(queue.push);
				const taken = [];
				for (let item; (item = queue.shiftBefore(until));) taken.push(item);
				expect(taken).toEqual(
					items.filter(({ at }) => at < until).sort((a, b) => a.at - b.at || a.ix - b.ix)
				);
			}
		)
	);
});

test('takes in more while it hands out', () => {
	const queue = createQueue<{ at: number }>();
	[5, 1, 3].forEach((at) => queue.push({ at }));
	expect(queue.shiftBefore(10)).toEqual({ at: 1 });
	queue.push({ at: 2 });
	expect([queue.shiftBefore(10), queue.shiftBefore(3), queue.shiftBefore(4)]).toEqual([
		{ at: 2 },
		undefined,
		{ at: 3 }
	]);
});
