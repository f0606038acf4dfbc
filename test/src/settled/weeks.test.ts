import { describe, expect, test } from 'vitest';
import type { Day } from '../../../src/lib/server/settled/days.ts';
import { rollsOf, wholeWeeks } from '../../../src/lib/server/settled/weeks.ts';
import { addDays } from '../../../src/lib/zone.ts';

/** Days that are rolled up, from one on, the roll-up of each its number; in `changed` something has changed since. */
const days = (from: string, count: number, changed: readonly string[] = []): Day[] =>
	Array.from({ length: count }, (_, index) => {
		const name = addDays(from, index);
		const starts = Date.parse(`${name}T00:00:00Z`);
		return {
			...{ name, roll: index + 1, seen: 1, fine: false, starts, ends: starts + 86_400_000, pieces: [] },
			...{ changes: { rows: changed.includes(name) ? 1 : 0, blocks: 0 }, at: 0 }
		};
	});

const named = (all: readonly Day[]) =>
	wholeWeeks(all).map(({ days }) => days.map(({ name }) => name.slice(8)).join(' '));

describe('a week', () => {
	test('begins on a Monday', () => {
		expect(named(days('2026-11-07', 16))).toEqual(['07 08', '09 10 11 12 13 14 15', '16 17 18 19 20 21 22']);
	});

	test('goes over the end of a year', () => {
		expect(named(days('2026-12-28', 7))).toEqual(['28 29 30 31 01 02 03']);
	});

	test('is not rolled up while something has changed in one of its days, or one of them stands by hours', () => {
		expect(named(days('2026-11-09', 14, ['2026-11-15']))).toEqual(['16 17 18 19 20 21 22']);
		expect(named(days('2026-11-09', 7).map((day) => ({ ...day, fine: day.name === '2026-11-15' })))).toEqual(
			[]
		);
	});
});

describe('the rows that are read', () => {
	const week = { name: '2026-11-09', roll: 99, rolls: [1, 2, 3, 4, 5, 6, 7] };
	const zone = 'Asia/Shanghai';
	const asked = { zone, from: Date.parse('2026-11-08T16:00Z'), to: Date.parse('2026-11-15T16:00Z') };

	test("are a week's in the place of its last day's, and none of its other days; of the days beside it their own", () => {
		expect(rollsOf(days('2026-11-09', 9), [week], asked)).toEqual([0, 0, 0, 0, 0, 0, 99, 8, 9]);
	});

	test('are so too where nothing happened on a day', () => {
		const some = days('2026-11-09', 6).filter(({ name }) => name !== '2026-11-09');
		const rolls = [0, 2, 3, 4, 5, 6, 0];
		expect(rollsOf(some, [{ ...week, rolls }], asked)).toEqual([0, 0, 0, 0, 99]);
	});

	test("are the days' where one of them was rolled up again since, or for the first time", () => {
		const own = [1, 2, 3, 4, 5, 6, 7];
		expect(rollsOf(days('2026-11-09', 7), [{ ...week, rolls: [1, 2, 3, 40, 5, 6, 7] }], asked)).toEqual(own);
		expect(rollsOf(days('2026-11-09', 7), [{ ...week, rolls: [1, 2, 3, 4, 5, 6, 0] }], asked)).toEqual(own);
	});

	test("are the days' where something has changed", () => {
		expect(rollsOf(days('2026-11-09', 7, ['2026-11-11']), [week], asked)).toEqual([1, 2, 3, 4, 5, 6, 7]);
	});

	test("are the days' where not all of the week is asked for, by a millisecond", () => {
		const all = days('2026-11-09', 7);
		expect(rollsOf(all, [week], { ...asked, from: asked.from + 1 })).toEqual([1, 2, 3, 4, 5, 6, 7]);
		expect(rollsOf(all, [week], { ...asked, to: asked.to - 1 })).toEqual([1, 2, 3, 4, 5, 6, 7]);
	});
});
