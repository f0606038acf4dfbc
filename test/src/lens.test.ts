import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '#schema/catalogue.ts';
import { KPI_ROWS, KpiId } from '#schema/kpi.ts';
import { LENSES } from '#schema/lens/registry.ts';
import { dotsOf } from '../../src/lib/lens-dots.ts';
import { workingsOf } from '../../src/lib/lens-workings.ts';
import { lensQuery, readLens, readTarget, rowsQuery, targetKey, withTarget } from '../../src/lib/lens.ts';
import { createScreen } from '../../src/lib/screen.ts';
import { Theme } from '../../src/lib/theme.svelte.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });
const said = (kpi: KpiId, row: Record<string, unknown>) =>
	workingsOf(kpi, KPI_ROWS[kpi].parse(row), screen).map(({ name, text }) =>
		(name === null ? text : `${name}: ${text}`).replaceAll('\u00a0', ' ')
	);

describe('the address', () => {
	test('says which number is opened, also that of a group without a name', () => {
		const target = { kpi: 'satisfaction', by: 'team', group: '' } as const;
		const address = withTarget('http://h/?range=7d&lens=nps', target);
		expect(address).toBe('http://h/?range=7d&lens=satisfaction&lens_by=team&lens_group=');
		expect(readTarget(new URL(address).search)).toEqual(target);
		expect(withTarget(address, null)).toBe('http://h/?range=7d');
	});

	test('says the time of a number that is not about the page’s', () => {
		const time = { from: '2026-11-15T16:00:00.000Z', to: '2026-11-22T16:00:00.000Z' };
		const target = { kpi: 'nps', time } as const;
		const address = withTarget('http://h/restatements?week=2026-W01', target);
		expect(readTarget(new URL(address).search)).toEqual(target);
		expect(withTarget(address, null)).toBe('http://h/restatements?week=2026-W01');
		expect(targetKey(target)).not.toBe(targetKey({ kpi: 'nps' }));
		const scope = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', teams: ['A'], channels: [] };
		expect(Object.fromEntries(new URLSearchParams(lensQuery(target, scope)))).toEqual({ ...time, team: 'A' });
	});

	test.each([
		'',
		'?lens=nonsense',
		'?lens=nps&lens_by=team',
		'?lens=nps&lens_by=colour&lens_group=red',
		'?lens=nps&lens_from=2026-01-01T00:00:00Z',
		'?lens=nps&lens_from=yesterday&lens_to=2026-01-01T00:00:00Z',
		'?lens=nps&lens_from=2026-01-02T00:00:00Z&lens_to=2026-01-01T00:00:00Z'
	])('%s opens nothing', (search) => expect(readTarget(search)).toBeNull());

	test('becomes the question of the API; rows are asked for without the group', () => {
		const scope = {
			from: '2026-01-01T00:00:00Z',
			to: '2026-02-01T00:00:00Z',
			teams: ['', 'A&B'],
			channels: []
		};
		const query = lensQuery({ kpi: 'nps', by: 'agent', group: 'Ann' }, scope);
		expect(new URLSearchParams(query).getAll('team')).toEqual(['', 'A&B']);
		expect(new URLSearchParams(query).get('group')).toBe('Ann');
		expect(new URLSearchParams(rowsQuery(query)).get('group')).toBeNull();
		expect(new URLSearchParams(rowsQuery(query)).get('by')).toBe('agent');
	});

	test('asks by the clock of the number that was clicked, of the lens, its rows and its cases', () => {
		const as_of = '2026-02-03T04:05:06.000Z';
		const scope = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', teams: [], channels: [] };
		const query = lensQuery({ kpi: 'nps' }, { ...scope, as_of });
		expect(new URLSearchParams(query).get('as_of')).toBe(as_of);
		expect(new URLSearchParams(rowsQuery(query)).get('as_of')).toBe(as_of);
		expect(new URLSearchParams(lensQuery({ kpi: 'nps' }, scope)).has('as_of')).toBe(false);
	});
});

describe('the formula with its own figures', () => {
	test.each<[KpiId, Record<string, unknown>, string[]]>([
		[
			'service_level',
			{ value: 860 / 1060, n: 1060, numerator: 860, denominator: 1060 },
			['860 ÷ 1,060 = 81.1 %']
		],
		['service_level', { value: 1, n: 4, numerator: 4, denominator: 4 }, ['4 of 4: too few for a percentage']],
		['service_level', {}, []],
		[
			'first_response',
			{ value: 9, p50: 9, n: 50, numerator: 45, denominator: 50, low: 0.786, high: 0.957 },
			['median: the middle one of 50: 9 s', 'within the promise: 45 ÷ 50 = 90.0 % (95 %: 79–96)']
		],
		['resolution_time', { value: 60, p50: 60, n: 50 }, ['median: the middle one of 50: 1 min']],
		[
			'complaints_per_10k',
			{ value: 0.898, n: 412_000, numerator: 37, denominator: 412_000 },
			['37 ÷ 412,000 × 10,000 = 0.90 per 10,000']
		],
		[
			'dpmo',
			{ value: 66_807, n: 1e6, numerator: 66_807, denominator: 1e6 },
			['66,807 ÷ 1,000,000 × 1,000,000 = 66,807 per million']
		],
		[
			'nps',
			{
				value: 33.3,
				n: 300,
				numerator: 150,
				denominator: 300,
				promoters: 150,
				passives: 100,
				detractors: 50
			},
			['(150 − 50) ÷ 300 × 100 = 33.3 points']
		],
		[
			'expected_leavers',
			{ value: 24.8, n: 100, distribution: { '1': 10, '2': 20, '3': 30, '4': 25, '5': 15 } },
			[
				...[
					'Very dissatisfied: 10',
					'Dissatisfied: 20',
					'Neutral: 30',
					'Satisfied: 25',
					'Very satisfied: 15'
				],
				'Leaving rates: the literature’s, until you set your own',
				'Expected leavers: 24.8'
			]
		],
		[
			'scorecard',
			{
				...{ value: 75, n: 1 },
				components: { satisfaction: { value: 75, weight: 40 }, inspection: { value: null, weight: 20 } }
			},
			['Customer satisfaction: 40 × 75.0', 'Inspection score: 20 × no data', 'Overall: 75.0 points']
		],
		['cases_opened', { value: 1060, n: 1060 }, ['1,060']]
	])('%s %#', (kpi, row, expected) => expect(said(kpi, row)).toEqual(expected));
});

const words = (en: string) => ({ en, 'zh-CN': en });
const lens = (kpi: KpiId, counted: Record<string, unknown>, ...results: Record<string, unknown>[]) =>
	readLens(kpi, {
		...{ as_of: '', watermark: null, entry: { formula: words('f') }, left_out: [], behind: [], counted },
		others: results.map((result, index) => ({
			...{ id: `o${index}`, name: words('n'), formula: words('f'), source: words('s') },
			...{ n: 0, numerator: null, denominator: null, value: null, low: null, high: null },
			...result
		}))
	});

describe('the dots', () => {
	test('stand on one scale with round ends that holds all, intervals too', () => {
		const answer = lens(
			'service_level',
			{ value: 0.75, n: 40, low: 0.6, high: 0.86 },
			{ value: 0.85, n: 40, low: 0.71, high: 0.93 }
		);
		const { dots, low, high } = dotsOf('service_level', answer, screen);
		expect([low, high]).toEqual(['60\u00a0%', '100\u00a0%']);
		expect(dots[0]).toMatchObject({
			ours: true,
			at: expect.closeTo(0.375),
			band: [expect.closeTo(0), expect.closeTo(0.65)]
		});
		expect(dots[1]).toMatchObject({ ours: false, at: expect.closeTo(0.625), text: '85.0\u00a0%' });
	});

	test('of durations begin at zero and have no interval: theirs is that of the share within the promise', () => {
		const answer = lens('first_response', { value: 23, n: 88, low: 0.4, high: 0.6 }, { value: 37, n: 88 });
		const { dots, low, high } = dotsOf('first_response', answer, screen);
		expect([low, high]).toEqual(['0\u00a0s', '1\u00a0min']);
		expect(dots[0]).toMatchObject({ at: expect.closeTo(23 / 60), band: null });
	});

	test('are counts where there are few, and below zero where a formula goes there', () => {
		const few = lens(
			'satisfaction',
			{ value: 0.5, n: 2, numerator: 1, denominator: 2 },
			{ n: 2, value: 1 },
			{}
		);
		expect(dotsOf('satisfaction', few, screen).dots).toMatchObject([
			{ at: null, text: '1 of 2' },
			{ at: null, text: 'n 2' },
			{ at: null, text: 'no data' }
		]);
		const net = lens('satisfaction', { value: 0.4, n: 50 }, { n: 50, value: -0.2 });
		expect(dotsOf('satisfaction', net, screen)).toMatchObject({ low: '-20\u00a0%', high: '40\u00a0%' });
	});
});

test.each(KpiId.options)('what is said of %s is said in Chinese too', (kpi) => {
	const { period_basis_zh, attribution_zh, exclusions_zh, small_n_zh } = CATALOGUE[kpi];
	const sources = Object.values(LENSES[kpi].others ?? {}).map(({ source }) => source['zh-CN']);
	for (const text of [period_basis_zh, attribution_zh, exclusions_zh, small_n_zh, ...sources])
		expect(text).toMatch(/[\u4e00-\u9fff《]/);
});
