import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeWeeks, type WeekValue } from '../../../src/lib/server/weekly/signals.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { weekVerdict } from '../../support/week-verdict.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const share = (kept: number, n: number): WeekValue => ({ value: n === 0 ? null : kept / n, kept, n });
const single = (value: number | null, n = 100): WeekValue => ({ value, kept: null, n });
const times = (count: number, week: WeekValue) => Array.from({ length: count }, () => week);

async function judge(weeks: WeekValue[], { scale = 1, least = 0, most = 1e12, about = 0 } = {}) {
	const [verdict] = await judgeWeeks(db.clickhouse, [{ weeks, scale, least, most, about }]);
	if (!verdict) throw new Error('a series without a verdict');
	return verdict;
}

/** 13 weeks around 82 whose limits are 68.2 to 96, as the textbook's ten. */
const STEADY = [82, 79, 85, 81, 78, 84, 80, 83, 90, 79, 82, 81, 84].map((value) => single(value));

describe('a single week', () => {
	test('within the limits of the 13 weeks before it is no news', async () => {
		expect(await judge([...STEADY, single(90)])).toMatchObject({ beyond: 0, run: 0 });
	});

	test('beyond them is, on its side', async () => {
		expect(await judge([...STEADY, single(140)])).toMatchObject({ beyond: 1 });
		expect(await judge([...STEADY, single(20)])).toMatchObject({ beyond: -1 });
	});

	test('does not widen its own limits, nor do weeks before the 13', async () => {
		const calm = await judge([...STEADY, single(82)]);
		expect((await judge([...STEADY, single(1e6)])).high).toEqual(calm.high);
		expect((await judge([single(1e6), ...STEADY, single(82)])).high).toEqual(calm.high);
	});

	test('what is told within 1 % is no news within that', async () => {
		const about = 0.01;
		const same = times(13, single(1800));
		expect(await judge([...same, single(1817)])).toMatchObject({ beyond: 1 });
		expect(await judge([...same, single(1817)], { about })).toMatchObject({ beyond: 0 });
		expect(await judge([...same, single(1900)], { about })).toMatchObject({ beyond: 1 });
		expect(await judge([...same, ...times(8, single(1817))], { about })).toMatchObject({ run: 0 });
		expect(await judge([...same, ...times(8, single(1700))], { about })).toMatchObject({ run: -1 });
	});

	test('a share has the limits of its own number of items', async () => {
		const weeks = times(13, share(85, 100));
		const { low, high } = await judge([...weeks, share(340, 400)], { most: 1 });
		expect([low[0], high[0], low[13], high[13]].map((x) => Number(((x ?? 0) * 100).toFixed(1)))).toEqual([
			74.3, 95.7, 79.6, 90.4
		]);
		expect(await judge([...weeks, share(70, 100)])).toMatchObject({ beyond: -1 });
		expect(await judge([...weeks, share(14, 20)])).toMatchObject({ beyond: 0 });
	});

	test('a share of many items is judged by how its weeks differ, not by chance among items alone', async () => {
		const percents = [80, 84, 79, 85, 81, 83, 78, 86, 80, 84, 82, 79, 85];
		const weeks = percents.map((percent) => share(percent * 1000, 100_000));
		expect(await judge([...weeks, share(87_000, 100_000)])).toMatchObject({ beyond: 0 });
		expect(await judge([...weeks, share(99_000, 100_000)])).toMatchObject({ beyond: 1 });
	});

	test('one item more or less is never news, two are', async () => {
		const perfect = times(13, share(100, 100));
		expect(await judge([...perfect, share(99, 100)])).toMatchObject({ beyond: 0 });
		expect(await judge([...perfect, share(98, 100)])).toMatchObject({ beyond: -1 });
	});

	test('a rate is judged as a share and shown times its scale', async () => {
		const weeks = times(13, share(40, 10_000));
		const verdict = await judge([...weeks, share(90, 10_000)], { scale: 10_000, most: 10_000 });
		expect(verdict).toMatchObject({ beyond: 1, centre: expect.closeTo(40, 9) });
		expect(verdict.high[13]).toBeCloseTo(40 + 3 * Math.sqrt(40 * 0.996), 9);
	});

	test('limits stay where values can be', async () => {
		const wild = [1, 100, 2, 90, 3, 120, 1, 80, 2, 100, 4, 90, 2].map((value) => single(value));
		const { low, high } = await judge([...wild, single(50)], { least: 0, most: 100 });
		expect([low.at(-1), high.at(-1)]).toEqual([0, 100]);
	});
});

describe('too little', () => {
	test('fewer than five items are no news', async () => {
		expect(await judge([...times(13, share(90, 100)), share(0, 4)])).toMatchObject({ beyond: 0 });
		expect(await judge([...STEADY, single(1e6, 4)])).toMatchObject({ beyond: 0 });
	});

	test('11 of the 13 weeks give limits, 10 do not', async () => {
		const gone = (count: number) => [...times(count, single(null, 0)), ...STEADY.slice(count), single(140)];
		expect(await judge(gone(2))).toMatchObject({ beyond: 1 });
		expect(await judge(gone(3))).toMatchObject({ beyond: 0, centre: null, low: Array(14).fill(null) });
	});

	test('nothing at all has no limits and no signals', async () => {
		const nothing = { centre: null, beyond: 0, run: 0, run_centre: null };
		expect(await judge([])).toMatchObject(nothing);
		expect(await judgeWeeks(db.clickhouse, [])).toEqual([]);
	});
});

describe('eight weeks in a row', () => {
	const run = (values: number[]) => values.map((value) => single(value));

	test('on one side of the 13 weeks before them, and half-way to the limits, are news', async () => {
		const verdict = await judge([...STEADY, ...times(8, single(93))]);
		expect(verdict).toMatchObject({ run: 1, run_value: 93, run_centre: expect.closeTo(82.15, 2) });
	});

	test('are none when one of them is on the other side', async () => {
		expect(await judge([...STEADY, ...run([93, 93, 93, 80, 93, 93, 93, 93])])).toMatchObject({ run: 0 });
	});

	test('are none when they are hardly off the centre', async () => {
		expect(await judge([...STEADY, ...times(8, single(83))])).toMatchObject({ run: 0 });
	});

	test('seven are none', async () => {
		expect(await judge([...STEADY, single(82), ...times(7, single(93))])).toMatchObject({ run: 0 });
	});

	test('of a share say what they are together', async () => {
		const verdict = await judge([...times(13, share(85, 100)), ...times(8, share(78, 100))]);
		expect(verdict).toMatchObject({ run: -1, run_value: 0.78, run_centre: 0.85 });
	});
});

test('agrees with plain loops', async () => {
	const n = fc.integer({ min: 0, max: 60 });
	const shareWeek = n.chain((all) => fc.integer({ min: 0, max: all }).map((kept) => share(kept, all)));
	const steadyWeek = n.map((all) => share(Math.round(all * 0.8), all));
	const singleWeek = fc.tuple(fc.option(fc.integer({ min: -400, max: 400 }), { freq: 12 }), n);
	const series = (week: fc.Arbitrary<WeekValue>) => fc.array(week, { minLength: 12, maxLength: 24 });
	const shifted = (week: fc.Arbitrary<WeekValue>, shift: (week: WeekValue) => WeekValue) =>
		fc
			.tuple(fc.array(week, { minLength: 13, maxLength: 13 }), fc.array(week, { minLength: 8, maxLength: 8 }))
			.map(([before, after]) => [...before, ...after.map(shift)]);
	const noise = singleWeek.map(([value, items]) => single(value === null ? null : value / 8, items));
	const any = fc.oneof(
		series(shareWeek),
		series(steadyWeek),
		series(noise),
		shifted(steadyWeek, ({ kept, n }) => share(Math.round((kept ?? 0) * 0.6), n)),
		shifted(noise, ({ value, n }) => single(value === null ? null : value + 60, n))
	);
	const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 9));
	await fc.assert(
		// Many at once: a question costs more than a series.
		fc.asyncProperty(fc.array(any, { minLength: 40, maxLength: 60 }), async (all) => {
			const asked = all.map((weeks) => ({ weeks, scale: 1, least: -1e9, most: 1e9 }));
			const expected = all.map(weekVerdict).map((verdict) => ({
				...verdict,
				centre: near(verdict.centre),
				low: verdict.low.map(near),
				high: verdict.high.map(near),
				run_centre: near(verdict.run_centre),
				run_value: near(verdict.run_value)
			}));
			expect(await judgeWeeks(db.clickhouse, asked)).toEqual(expected);
		}),
		{ numRuns: 12, seed: 20_261_122, endOnFailure: true }
	);
});
