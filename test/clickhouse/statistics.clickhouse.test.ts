import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { longRuns, normalBelow, npsInterval, pChart, xmr } from '../support/statistics.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

/** What ClickHouse answers to an expression; NaN and infinity, which must not be, come as words. */
async function ask(expression: string, query_params: Record<string, unknown> = {}): Promise<unknown> {
	const answer = await db.clickhouse.query({
		query: `SELECT ${expression} AS answer`,
		query_params,
		format: 'JSONEachRow',
		clickhouse_settings: { output_format_json_quote_denormals: 1 }
	});
	const [row] = await answer.json<{ answer: unknown }>();
	return row?.answer;
}

const askSeries = (name: string, series: unknown[]) =>
	ask(`${name}({series:Array(Nullable(Float64))})`, { series });

const askCounts = (name: string, ks: number[], ns: number[]) =>
	ask(`${name}({ks:Array(UInt64)}, {ns:Array(UInt64)})`, { ks, ns });

/** Property tests: the same organisations every time. */
const RUNS = { numRuns: 60, seed: 20_261_122 };

const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 7));

describe('golden figures', () => {
	test.each([
		['4, 5', '37.6–96.4'],
		['9, 10', '59.6–98.2'],
		['10, 10', '72.2–100.0'],
		['0, 10', '0.0–27.8'],
		['45, 50', '78.6–95.7'],
		['180, 200', '85.1–93.4'],
		['900, 1000', '88.0–91.7']
	])('Wilson 95 %% of %s', async (counts, expected) => {
		const low = Number(await ask(`touchstone_wilson_low(${counts})`));
		const high = Number(await ask(`touchstone_wilson_high(${counts})`));
		expect(`${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}`).toBe(expected);
	});

	test('XmR: the 90 is noise', async () => {
		const series = '[82, 79, 85, 81, 78, 84, 80, 83, 90, 79]';
		const rounded = (name: string, digits: number) => `round(touchstone_xmr(${series}).${name}, ${digits})`;
		expect(
			await ask(
				`[${rounded('mean', 1)}, ${rounded('mean_moving_range', 2)}, ${rounded('low', 1)}, ${rounded('high', 1)}, ${rounded('upper_range_limit', 2)}]`
			)
		).toEqual([82.1, 5.22, 68.2, 96, 17.07]);
		expect(await ask(`touchstone_xmr_signals(${series})`)).toEqual({
			beyond_limits: Array(10).fill(0),
			long_run: Array(10).fill(0)
		});
	});

	test.each([
		[25, '63.6–100.0'],
		[100, '74.3–95.7'],
		[400, '79.6–90.4']
	])('p chart around 0.85 with %i items', async (n, expected) => {
		const low = Number(await ask(`touchstone_p_low(0.85, ${n})`));
		const high = Number(await ask(`touchstone_p_high(0.85, ${n})`));
		expect(`${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}`).toBe(expected);
	});

	test.each([
		['100', '14.6'],
		['324', '8.1']
	])('NPS of half promoters, a third passive, a sixth detractors, of %s', async (n, expected) => {
		const margin = await ask(`touchstone_nps_margin(${n} / 2, ${n} / 3, ${n} / 6)`);
		expect(Number(margin).toFixed(1)).toBe(expected);
	});

	test.each([
		[1e-20, -9.262340089798],
		[1e-300, -37.047096299361]
	])('the inverse normal of %d, far out', async (p, z) => {
		expect(await ask('touchstone_inverse_normal({p:Float64})', { p })).toBeCloseTo(z, 10);
	});

	test.each([
		[308_537, '2.0'],
		[66_807, '3.0'],
		[6_210, '4.0'],
		[3.4, '6.0']
	])('sigma level of %d defects in a million', async (broken, expected) => {
		expect(Number(await ask(`touchstone_sigma_level(${broken}, 1000000)`)).toFixed(1)).toBe(expected);
	});

	test('37 complaints of 412,000 customers: 0.90 in 10,000, 0.63 to 1.24 by Byar', async () => {
		const per10k = '[37, touchstone_poisson_low(37), touchstone_poisson_high(37)]';
		expect(await ask(`arrayMap(x -> round(x / 412000 * 10000, 2), ${per10k})`)).toEqual([0.9, 0.63, 1.24]);
	});

	test('12 complaints, 20 of 80 had spoken up: 48, between 34 and 71', async () => {
		expect(await ask('touchstone_iceberg(12, 20, 80)')).toEqual({
			value: 48,
			low: expect.closeTo(33.8, 1),
			high: expect.closeTo(71.4, 1)
		});
	});
});

describe('where it cannot be computed there is no number', () => {
	test.each([
		'touchstone_wilson_low(0, 0)',
		'touchstone_wilson_high(0, 0)',
		'touchstone_poisson_low(-1)',
		'touchstone_poisson_high(NULL)',
		'touchstone_poisson_low(nan)',
		'touchstone_poisson_high(nan)',
		'touchstone_nps(0, 0, 0)',
		'touchstone_nps_margin(0, 0, 0)',
		'touchstone_nps_low(0, 0, 0)',
		'touchstone_nps_high(NULL, 0, 0)',
		'touchstone_sigma_level(0, 0)',
		'touchstone_sigma_level(0, 10)',
		'touchstone_sigma_level(10, 10)',
		'touchstone_sigma_level(11, 10)',
		'touchstone_sigma_level(NULL, 10)',
		'touchstone_inverse_normal(0)',
		'touchstone_inverse_normal(1)',
		'touchstone_inverse_normal(nan)',
		'touchstone_p_low(0.85, 0)',
		'touchstone_p_high(1.1, 10)',
		'touchstone_p_high(NULL, 10)',
		'touchstone_p_low(nan, 10)',
		'touchstone_p_mean([], [])',
		'touchstone_p_mean([0, 0], [0, 0])',
		'touchstone_mean([])',
		'touchstone_mean([NULL, nan, inf])'
	])('%s', async (expression) => {
		expect(await ask(expression)).toBeNull();
	});

	test('an XmR chart needs two values side by side', async () => {
		const none = { mean_moving_range: null, low: null, high: null, upper_range_limit: null };
		expect(await askSeries('touchstone_xmr', [])).toEqual({ mean: null, ...none });
		expect(await askSeries('touchstone_xmr', [7])).toEqual({ mean: 7, ...none });
		expect(await askSeries('touchstone_xmr', [7, null, 9])).toEqual({ mean: 8, ...none });
		expect(await askSeries('touchstone_xmr', [null, NaN, 9])).toEqual({ mean: 9, ...none });
	});

	test('charts of nothing have no signals', async () => {
		const none = { beyond_limits: [], long_run: [] };
		expect(await askSeries('touchstone_xmr_signals', [])).toEqual(none);
		expect(await askCounts('touchstone_p_signals', [], [])).toEqual(none);
		expect(await ask('touchstone_xmr_signals([])')).toEqual(none);
		expect(await ask('touchstone_long_runs([1, 2, 3], NULL)')).toEqual([0, 0, 0]);
		expect(await ask('touchstone_beyond_limits([1, 2], [NULL, NULL], [NULL, 1.5])')).toEqual([0, 1]);
	});

	test('an iceberg of which nobody spoke up has a lower end only; without complaints no range', async () => {
		expect(await ask('touchstone_iceberg(12, 0, 80)')).toEqual({
			value: null,
			low: expect.closeTo(261.9, 1),
			high: null
		});
		expect(await ask('touchstone_iceberg(0, 20, 80)')).toEqual({ value: 0, low: null, high: null });
		const none = { value: null, low: null, high: null };
		expect(await ask('touchstone_iceberg(12, 0, 0)')).toEqual(none);
		expect(await ask('touchstone_iceberg(12, 81, 80)')).toEqual(none);
	});

	test('a stratum without an answer leaves no weighted share, and says how much is missing', async () => {
		const weighted = (...lists: string[]) => ask(`touchstone_weighted_share(${lists.join(', ')})`);
		expect(await weighted('[100, 300]', '[50, 0]', '[40, 0]')).toEqual({ value: null, missing: 0.75 });
		expect(await weighted('[100, 0]', '[50, 0]', '[40, 0]')).toEqual({ value: 0.8, missing: 0 });
		expect(await weighted('[]', '[]', '[]')).toEqual({ value: null, missing: null });
	});
});

describe('intervals at their ends', () => {
	test('no event: from 0 to 3.67, and the interval of one begins above 0', async () => {
		expect(await ask('touchstone_poisson_low(0)')).toBe(0);
		expect(await ask('touchstone_poisson_high(0)')).toBeCloseTo(3.668, 3);
		expect(await ask('touchstone_poisson_low(1)')).toBeCloseTo(0.0131, 4);
	});

	test('the NPS interval stays within -100 and 100', async () => {
		expect(await ask('touchstone_nps_high(9, 1, 0)')).toBe(100);
		expect(await ask('touchstone_nps_low(0, 1, 9)')).toBe(-100);
		expect(await ask('touchstone_nps(10, 0, 0)')).toBe(100);
		expect(await ask('touchstone_nps(toUInt64(0), toUInt64(0), toUInt64(10))')).toBe(-100);
	});

	test('nothing kept and all kept have p limits of their own', async () => {
		expect(await ask('[touchstone_p_low(0, 10), touchstone_p_high(0, 10)]')).toEqual([0, 0]);
		expect(await ask('[touchstone_p_low(1, 10), touchstone_p_high(1, 10)]')).toEqual([1, 1]);
	});

	test('survey answers weigh as much as the customers they stand for', async () => {
		// 95 of 100 resolved answered, 90 of them satisfied; 20 of 100 escalated, 5 of them: raw 82.6 %.
		const { value } = Object(await ask('touchstone_weighted_share([100, 100], [95, 20], [90, 5])'));
		expect(value).toBeCloseTo((90 / 95 + 5 / 20) / 2, 12);
	});
});

describe('signals', () => {
	const marks = (text: string) => [...text].map(Number);

	test('eight in a row on one side are marked from the first; seven are not', async () => {
		expect(await ask('touchstone_long_runs([9, 1, 1, 1, 1, 1, 1, 1, 1, 9], 5)')).toEqual(marks('0111111110'));
		expect(await ask('touchstone_long_runs([9, 1, 1, 1, 1, 1, 1, 1, 9], 5)')).toEqual(marks('000000000'));
	});

	test('a point on the mean ends a run, a period without data does not', async () => {
		expect(await ask('touchstone_long_runs([1, 1, 1, 1, 5, 1, 1, 1, 1], 5)')).toEqual(marks('000000000'));
		expect(await ask('touchstone_long_runs([9, 9, 9, 9, 5, 9, 9, 9, 9], 5)')).toEqual(marks('000000000'));
		expect(await ask('touchstone_long_runs([1, 1, 1, 1, NULL, 1, 1, 1, 1], 5)')).toEqual(marks('111101111'));
	});

	// The sum of ten 0.7 is more than 7, that of thirty is less than 21.
	test.each([
		[0.1, 10],
		[0.1, 30],
		[0.7, 10],
		[0.7, 30]
	])('%d, %i times, is no signal, whatever rounding does to the mean', async (value, times) => {
		const series = Array<number>(times).fill(value);
		const none = series.map(() => 0);
		expect(await askSeries('touchstone_xmr_signals', series)).toEqual({
			beyond_limits: none,
			long_run: none
		});
	});

	test('a point beyond the limits of its own period is one', async () => {
		const ks = [...Array<number>(9).fill(85), 70, 9];
		const ns = [...Array<number>(9).fill(100), 100, 13];
		expect(await askCounts('touchstone_p_signals', ks, ns)).toMatchObject({
			beyond_limits: marks('00000000010')
		});
	});

	test('names of columns do not change what is computed', async () => {
		const columns = 'x, mean, known, n, k, rounding, sides, points';
		const rows = `VALUES('${columns.replaceAll(', ', ' Float64, ')} Float64', (1, 2, 3, 4, 5, 6, 7, 8))`;
		const signals = 'touchstone_xmr([x, mean, known, n, k, rounding, sides, points]).mean';
		const runs = 'touchstone_long_runs([x, n, k, sides, points, sides, points, sides], mean - 2)';
		expect(await ask(`(SELECT (${signals}, ${runs}, touchstone_sigma_level(x, k)) FROM ${rows})`)).toEqual([
			4.5,
			marks('11111111'),
			expect.closeTo(2.3416, 4)
		]);
	});
});

describe('agrees with plain loops', () => {
	const value = fc.integer({ min: -1000, max: 1000 }).map((x) => x / 8);
	const series = fc.array(fc.option(value, { freq: 8 }), { maxLength: 40 });
	const shifted = fc
		.tuple(series, series)
		.map(([before, after]) => [...before, ...after.map((x) => (x === null ? null : x + 200))]);

	test('XmR limits and signals', async () => {
		await fc.assert(
			fc.asyncProperty(fc.oneof(series, shifted), async (xs) => {
				const limits = xmr(xs);
				expect(await askSeries('touchstone_xmr', xs)).toEqual({
					mean: near(limits.mean),
					mean_moving_range: near(limits.mean_moving_range),
					low: near(limits.low),
					high: near(limits.high),
					upper_range_limit: near(limits.upper_range_limit)
				});
				const { low, high } = limits;
				const beyond = (x: number | null) =>
					x !== null && low !== null && high !== null && (x < low - 1e-9 || x > high + 1e-9);
				expect(await askSeries('touchstone_xmr_signals', xs)).toEqual({
					beyond_limits: xs.map((x) => Number(beyond(x))),
					long_run: longRuns(xs, limits.mean)
				});
			}),
			RUNS
		);
	});

	test('p chart signals', async () => {
		const period = fc.nat(200).chain((n) => fc.nat(n).map((k) => ({ k, n })));
		const steady = fc.nat(200).map((n) => ({ k: Math.floor(n * 0.9), n }));
		await fc.assert(
			fc.asyncProperty(fc.array(fc.oneof(steady, steady, period), { maxLength: 30 }), async (periods) => {
				const [ks, ns] = [periods.map(({ k }) => k), periods.map(({ n }) => n)];
				const total = ns.reduce((sum, n) => sum + n, 0);
				const mean = total === 0 ? null : ks.reduce((sum, k) => sum + k, 0) / total;
				const chart = pChart(periods);
				expect(await askCounts('touchstone_p_signals', ks, ns)).toEqual({
					beyond_limits: chart.map(({ share, low, high }) =>
						Number(share !== null && (share < low - 1e-9 || share > high + 1e-9))
					),
					long_run: longRuns(
						chart.map(({ share }) => share),
						mean
					)
				});
			}),
			RUNS
		);
	});

	test('the inverse normal is undone by the distribution', async () => {
		await fc.assert(
			fc.asyncProperty(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), async (p) => {
				const z = Number(await ask('touchstone_inverse_normal({p:Float64})', { p }));
				expect(normalBelow(z)).toBeCloseTo(p, 11);
			}),
			RUNS
		);
	});

	test('the NPS interval', async () => {
		const count = fc.nat(500);
		await fc.assert(
			fc.asyncProperty(count, count, fc.integer({ min: 1, max: 500 }), async (p, passives, d) => {
				const { low, high } = npsInterval(p, passives, d);
				const counts = `${p}, ${passives}, ${d}`;
				expect(await ask(`[touchstone_nps_low(${counts}), touchstone_nps_high(${counts})]`)).toEqual([
					near(low),
					near(high)
				]);
			}),
			RUNS
		);
	});

	test('Byar is close to the exact Poisson interval', async () => {
		// Exact: the chance of so many or more at the low end, and of so many or fewer at the high end, is 2.5 %.
		const atMost = (count: number, mean: number) => {
			let [term, sum] = [Math.exp(-mean), 0];
			for (let at = 0; at <= count; at++) {
				sum += term;
				term *= mean / (at + 1);
			}
			return sum;
		};
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 5, max: 400 }), async (count) => {
				const low = Number(await ask(`touchstone_poisson_low(${count})`));
				const high = Number(await ask(`touchstone_poisson_high(${count})`));
				expect(Math.abs(1 - atMost(count - 1, low) - 0.025)).toBeLessThan(0.0015);
				expect(Math.abs(atMost(count, high) - 0.025)).toBeLessThan(0.0015);
			}),
			RUNS
		);
	});
});
