import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_CREDIT, LEAST_CREDIT } from '#schema/frame.ts';
import { affordable, createCredit, CREDIT } from '../../ingest/credit.ts';

test('is whole while the spool has room, falls as it fills, and is never below the least', () => {
	const at = (share: number) => affordable({ bytes: share * 1_000, limit_bytes: 1_000 });
	expect([0, 0.5, 0.7, 0.9, 1].map(at)).toEqual([CREDIT, CREDIT, 20_500, LEAST_CREDIT, LEAST_CREDIT]);
});

test('is the first credit until the first answer', () => {
	const credit = createCredit(() => CREDIT);
	expect(credit.take(FIRST_CREDIT)).toBe(true);
	expect(credit.take(1)).toBe(false);
	expect(credit.answer(FIRST_CREDIT)).toBe(CREDIT);
	expect(credit.take(CREDIT)).toBe(true);
});

test('falls by no more than an answer acknowledges', () => {
	let afford = CREDIT;
	const credit = createCredit(() => afford);
	credit.take(1_000);
	credit.answer(1_000);
	afford = LEAST_CREDIT;
	credit.take(500);
	expect(credit.answer(500)).toBe(CREDIT - 500);
});

test('never refuses a producer that keeps to the credit of the last answer it has read, however late it reads', () => {
	const moves = fc.array(
		fc.record({
			do: fc.constantFrom('send', 'answer', 'read'),
			events: fc.integer({ min: 1, max: 1_000 }),
			share: fc.double({ min: 0, max: 1.2, noNaN: true })
		}),
		{ maxLength: 400 }
	);
	fc.assert(
		fc.property(moves, (all) => {
			let share = 0;
			const server = createCredit(() => affordable({ bytes: share, limit_bytes: 1 }));
			const producer = { credit: FIRST_CREDIT, unacknowledged: 0 };
			const frames: number[] = [];
			const answers: { events: number; credit: number }[] = [];
			for (const move of all) {
				share = move.share;
				if (move.do === 'send') {
					// As many frames as its credit allows: what was sent is at the server at once, the worst case.
					while (producer.unacknowledged + move.events <= producer.credit && frames.length < 60) {
						producer.unacknowledged += move.events;
						frames.push(move.events);
						expect(server.take(move.events)).toBe(true);
					}
				} else if (move.do === 'answer') {
					const events = frames.shift();
					if (events !== undefined) answers.push({ events, credit: server.answer(events) });
				} else {
					const answer = answers.shift();
					if (!answer) continue;
					producer.unacknowledged -= answer.events;
					producer.credit = answer.credit;
				}
			}
		}),
		{ numRuns: 500 }
	);
});
