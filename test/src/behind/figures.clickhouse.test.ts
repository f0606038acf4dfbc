import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { connect, type ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiId, type KpiRow } from '#schema/kpi.ts';
import { isBehind, type Behind } from '../../../src/lib/server/behind/figures.ts';
import { figuresOf } from '../../../src/lib/server/behind/said.ts';
import { createSettler, type Settler } from '../../../src/lib/server/settled/settler.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { event, store } from '../../support/events.ts';
import { rowsOf } from '../../support/kpi.ts';
import { promise } from '../../support/ledger.ts';
import { reviewOf } from '../weekly/support.ts';
import { inSql, numbersOf, saidBy } from './review.ts';
import { everyScore, organisation } from '../../support/organisation.ts';
import { countsBehind, rowsBehind } from './support.ts';

/** Laying an organisation down, and settling it, takes a while on a busy machine. */
const LONG = 400_000;

let db: TestDatabase;
let settler: Settler;
const said: string[] = [];

const WEEK = { from: '2026-01-05T00:00:00Z', to: '2026-01-12T00:00:00Z' };
const YEAR_AGO = { from: '2025-01-06T00:00:00Z', to: '2025-01-13T00:00:00Z' };
/** In the week, some days after it, and when all is ripe. */
const NOW = '2026-01-20T12:00:00Z';
const MOMENTS = ['2026-01-08T12:00:00Z', NOW, '2026-05-01T00:00:00Z'];

/** Somebody acts upon every third broken promise. */
async function actsUpon(clickhouse: ClickHouseClient) {
	const result = await clickhouse.query({
		query: `SELECT promise_id, case_id, breach_at
			FROM promises(from = '2026-01-05 00:00:00', to = '2026-01-12 00:00:00', teams = [], channels = [])
			WHERE kept = 0 ORDER BY promise_id`,
		format: 'JSONEachRow'
	});
	const Row = z.object({ promise_id: z.string(), case_id: z.string(), breach_at: z.string() });
	return z
		.array(Row)
		.parse(await result.json())
		.filter((_row, at) => at % 3 === 0)
		.map(({ promise_id, case_id, breach_at }, at) => {
			const acted = new Date(Date.parse(breach_at) + (at % 30) * 60_000).toISOString();
			return event('breach.acknowledged', case_id, acted, { breach: promise_id, by: 'Ann' });
		});
}

const LISTS = KpiId.options.filter((id): id is KpiId & Behind => isBehind(id));

beforeAll(async () => {
	db = await testDatabase();
	await promise(db.clickhouse, { metric: 'resolution', threshold_s: 43_200 });
	await store(db.clickhouse, [
		...everyScore('2026-01-07T09:00:00'),
		...organisation({ seed: 6, from: '2025-12-29T00:00:00Z', days: 14, aDay: 30 }),
		// The same week a year ago, and the day before it.
		...organisation({ seed: 8, from: '2025-01-05T00:00:00Z', days: 9, aDay: 25 }),
		// Who was still a customer two to three months later.
		...organisation({ seed: 7, from: '2026-03-08T00:00:00Z', days: 24, aDay: 4 })
	]);
	await store(db.clickhouse, await actsUpon(db.clickhouse));
	await prepareSettled(db.clickhouse, db.database);
	settler = createSettler({
		clickhouse: connect({ url: db.url, database: db.database }),
		database: db.database,
		zone: 'UTC',
		log: (line) => void said.push(line)
	});
	await settler.settleAll();
}, LONG);
afterAll(async () => {
	await settler.stop();
	await db.clickhouse.command({ query: `DROP DATABASE ${db.database}_settled SYNC` });
	await db.drop();
});

const OF_ALL = { teams: [] as string[], channels: [] as string[] };

/** What is the same of the number and of its list: of all, of one team, of some teams and channels. */
const CUTS = [
	...MOMENTS.map((now) => ({ now, cut: { filter: OF_ALL } })),
	{ now: NOW, cut: { filter: OF_ALL, by: 'team' as const, group: 'North' } },
	{ now: NOW, cut: { filter: { teams: ['South', ''], channels: ['phone', 'chat', ''] } } }
];

/** Everything is promised here, and at none of the moments something broke just now. */
const NOUGHT: ReadonlySet<string> = new Set(['complaint_acknowledged no_standard', 'time_to_act immature']);

type Cut = { filter: typeof OF_ALL; by?: 'team'; group?: string };

describe.each(LISTS)('behind %s', (list) => {
	test('there are as many rows as each of its figures says, of all and with the same filter, then and now', async () => {
		const compared = new Set<string>();
		const told = new Set<string>();
		for (const { cut, now } of CUTS) {
			const { filter, ...group }: Cut = cut;
			const rows = await rowsOf(db.clickhouse, list, { ...WEEK, ...filter, by: group.by, now });
			const row = rows.find(({ group: of }) => of === (group.group ?? null));
			const scope = { ...WEEK, ...filter, as_of: now };
			const counts = await countsBehind(
				{ clickhouse: db.clickhouse, scope },
				{ list, figure: 'all', ...group }
			);
			for (const { figure, count } of row ? figuresOf(list, row) : []) {
				expect([cut, now, figure, counts[figure]]).toEqual([cut, now, figure, count]);
				told.add(figure);
				if (count > 0) compared.add(figure);
			}
		}
		// Nothing is proven by a figure that is nought everywhere.
		expect([...told].filter((figure) => !compared.has(figure) && !NOUGHT.has(`${list} ${figure}`))).toEqual(
			[]
		);
		if (list !== 'scorecard' && list !== 'retention') expect(compared.size).toBeGreaterThan(0);
	});

	test('its list is as long as it says, and the same from what is settled', async () => {
		const scope = { ...WEEK, ...OF_ALL, as_of: NOW };
		const target = { list, figure: 'all' };
		const rows = await rowsBehind({ clickhouse: db.clickhouse, scope }, target);
		const settled = await countsBehind({ clickhouse: db.clickhouse, scope, settler }, target);
		expect(settled).toEqual(await countsBehind({ clickhouse: db.clickhouse, scope }, target));
		expect(settled.all).toBe(rows.length);
		expect(await rowsBehind({ clickhouse: db.clickhouse, scope, settler }, target)).toEqual(rows);
		expect(said).toEqual([]);
	});
});

describe.each([
	{ list: 'handovers', figure: 'promised' },
	{ list: 'voices', figure: 'asked', since: '2025-12-01T00:00:00Z' }
] as const)('behind $list', (target) => {
	test.each([
		{ now: NOW, filter: OF_ALL },
		{ now: '2026-01-08T12:00:00Z', filter: OF_ALL },
		{ now: NOW, filter: { teams: ['North', 'South'], channels: ['phone', ''] } }
	])('the rows are the same from what is settled ($now, $filter)', async ({ now, filter }) => {
		const lists = { clickhouse: db.clickhouse, scope: { ...WEEK, ...filter, as_of: now } };
		const rows = await rowsBehind(lists, target);
		expect(rows.length).toBeGreaterThan(0);
		expect(await rowsBehind({ ...lists, settler }, target)).toEqual(rows);
		expect(await countsBehind({ ...lists, settler }, target)).toEqual(await countsBehind(lists, target));
		expect(said).toEqual([]);
	});

	test('they are read of what is settled alone', async () => {
		const blind = connect({ url: db.url, database: `${db.database}_settled` });
		const lists = { clickhouse: blind, scope: { ...WEEK, ...OF_ALL, as_of: NOW }, settler };
		expect((await rowsBehind(lists, target)).length).toBeGreaterThan(0);
		await blind.close();
	});
});

describe('the weekly review', () => {
	const asking = () => reviewOf(db.clickhouse, { now: NOW });

	test(
		'leads from every number to as many rows as it says',
		async () => {
			const numbers = await numbersOf(asking());
			const scope = { ...WEEK, ...OF_ALL, as_of: NOW };
			const counted = new Map<string, Promise<Record<string, number>>>();
			const wrong: unknown[] = [];
			for (const { where, target, count } of numbers) {
				// One question has every figure of a list.
				const key = JSON.stringify({ ...target, figure: null });
				const counts = counted.get(key) ?? countsBehind({ clickhouse: db.clickhouse, scope }, target);
				counted.set(key, counts);
				const found = (await counts)[target.figure];
				if (found !== count) wrong.push({ where, count, found });
			}
			expect(wrong).toEqual([]);
			const kinds = new Set(numbers.filter(({ count }) => count > 0).map(({ where }) => where.split(' ')[0]));
			expect([...kinds].sort()).toEqual([
				...['before', 'broken', 'card', 'cause', 'funnel', 'gap', 'handover', 'headline', 'iceberg'],
				...['kind', 'leavers', 'level', 'response', 'said']
			]);
		},
		LONG
	);

	test(
		'says every number as the API and an analyst in SQL do: of the week, the week before and a year ago, of all and of teams',
		async () => {
			const all = await saidBy(asking(), YEAR_AGO);
			const asOf = Date.parse(NOW);
			const asked = new Map<string, Promise<[Figures[], Figures[]]>>();
			const ask = async (kpi: KpiId, time: { from: string; to: string }): Promise<[Figures[], Figures[]]> => {
				const byApi = [
					...(await rowsOf(db.clickhouse, kpi, { ...time, now: NOW })),
					...(await rowsOf(db.clickhouse, kpi, { ...time, now: NOW, by: 'team' }))
				];
				return [byApi.map(figures), await inSql(db.clickhouse, kpi, { week: time, asOf })];
			};
			const wrong: unknown[] = [];
			const compared = new Set<string>();
			for (const { where, kpi, time, rows } of all) {
				const key = JSON.stringify([kpi, time.from, time.to]);
				const answer = asked.get(key) ?? ask(kpi, time);
				asked.set(key, answer);
				const [byApi, bySql] = await answer;
				for (const row of rows.filter(({ n, immature }) => n + immature > 0)) {
					compared.add(`${where} ${kpi}`);
					for (const from of [byApi, bySql]) {
						const same = from.find(({ group }) => group === row.group);
						if (!same || text(same) !== text(figures(row)))
							wrong.push({ where, kpi, time, review: figures(row), found: same });
					}
				}
				// Nor is there a team that the headlines leave out.
				if (where.startsWith('headline'))
					expect([where, kpi, rows.filter(({ n, immature }) => n + immature > 0).length]).toEqual([
						...[where, kpi, bySql.length]
					]);
			}
			expect(wrong).toEqual([]);
			// Nothing is proven by what says nothing.
			const silent = all.filter(({ where, kpi }) => !compared.has(`${where} ${kpi}`));
			expect([...new Set(silent.map(({ where, kpi }) => `${where} ${kpi}`))]).toEqual([]);
		},
		LONG
	);
});

type Figures = Pick<KpiRow, 'group' | 'value' | 'n' | 'numerator' | 'denominator' | 'immature'>;
const figures = ({ group, value, n, numerator, denominator, immature }: KpiRow): Figures => ({
	...{ group, value, n, numerator, denominator, immature }
});
/** What is added up in another order differs in its last digits. */
const text = (row: Figures) =>
	JSON.stringify(row, (_name, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(10)) : one));
