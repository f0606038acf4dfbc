import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSettler, type Settler } from '../../src/lib/server/settled/settler.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { SETTLED } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiId } from '#schema/kpi.ts';
import { differences } from '../oracle/compare.ts';
import { busyWeeks } from '../support/busy.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, store } from '../support/events.ts';
import { askEverything, type Scope } from './oracle/asking.ts';

// Where much happens every day, most of an answer rests on roll-ups: both ways still agree, also where a day that is rolled up gets late events,
// and where what comes in changes how others are counted.

const KPIS: KpiId[] = [
	'survey_response',
	'servqual_gap',
	'scorecard',
	'expected_leavers',
	'complaints_per_10k'
];

const SCOPES: Scope[] = [
	{ from: '2026-01-02T05:30:00.000Z', to: '2026-01-31T16:00:00.000Z', teams: [], channels: [] },
	{
		from: '2026-01-04T16:00:00.000Z',
		to: '2026-01-18T16:00:00.000Z',
		teams: ['north', 'west'],
		channels: ['phone']
	}
].map((scope) => ({
	...scope,
	zone: 'Asia/Shanghai',
	as_of: '2026-02-05T00:00:00.000Z',
	threshold_s: undefined
}));

let database: TestDatabase;
let settler: Settler;
const said: string[] = [];

const events = busyWeeks(600);
/** What comes in after all was rolled up: of every day something. A source tells for the first time that surveys were delivered. */
const late = events.filter(
	({ type, source }, at) => at % 9 === 0 || (type === 'survey.delivered' && source === 'web')
);
const early = events.filter((one) => !late.includes(one));

beforeAll(async () => {
	database = await testDatabase();
	const { url, database: name } = database;
	await prepareSettled(database.clickhouse, name);
	settler = createSettler({
		...{ clickhouse: connect({ url, database: name }), database: name, zone: 'Asia/Shanghai' },
		...{ now: () => Date.parse('2026-02-05T00:00:00Z'), log: (line) => void said.push(line) }
	});
	await store(database.clickhouse, early);
	await settler.settleAll();
});
afterAll(async () => {
	await settler.stop();
	await database.clickhouse.command({ query: `DROP DATABASE ${database.database}_settled SYNC` });
	await database.drop();
});

/** What the answers rest on: days that are rolled up, and those of them beside which stands what changed since. */
async function restsOn(kpi: KpiId) {
	const days = (await (await settler.catchUp())?.daysOf(SETTLED[kpi] ?? 'cases_opened')) ?? [];
	return { rolled: days.length, changed: days.filter(({ changes }) => changes.rows > 0).length };
}

async function wrong() {
	const lines = [];
	for (const scope of SCOPES) {
		const raw = await askEverything(database.clickhouse, scope, KPIS);
		const settled = await askEverything(database.clickhouse, scope, KPIS, settler);
		expect(raw.every(({ rows }) => rows.length > 0)).toBe(true);
		lines.push(
			...settled.flatMap(({ kpi, by, grain, rows }, at) =>
				differences(rows, raw[at]?.rows ?? []).map((line) => `${kpi} by ${by} ${grain} ${line}`)
			)
		);
	}
	return lines;
}

test('days that are rolled up answer as the cases do', async () => {
	for (const kpi of KPIS) expect(await restsOn(kpi)).toMatchObject({ changed: 0 });
	for (const kpi of KPIS) expect((await restsOn(kpi)).rolled).toBeGreaterThan(20);
	expect(await wrong()).toEqual([]);
});

test('and so they do with what changed since, and once that is rolled up', async () => {
	await store(database.clickhouse, late);
	for (const kpi of KPIS) expect((await restsOn(kpi)).changed).toBeGreaterThan(15);
	expect(await wrong()).toEqual([]);
	await settler.settleAll();
	expect(await wrong()).toEqual([]);
	expect(said).toEqual([]);
}, 300_000);

test('what comes in of a day that has never had anything is answered at once', async () => {
	const opened = async () => {
		const [answer] = await askKpis(
			database.clickhouse,
			[
				{
					...{ kpi: 'cases_opened', grain: 'total', teams: [], channels: [] },
					...{ from: '2025-10-01T00:00:00Z', to: '2026-04-01T00:00:00Z' }
				}
			],
			{ zone: 'Asia/Shanghai', settler }
		);
		return answer?.rows[0]?.n ?? 0;
	};
	const before = await opened();
	await store(
		database.clickhouse,
		['2025-11-11T09:00:00', '2026-03-11T09:00:00'].map((at) => event('case.opened', `new ${at}`, at))
	);
	expect(await opened()).toBe(before + 2);
	expect(said).toEqual([]);
});
