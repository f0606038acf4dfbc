import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { connect, PATIENT_MS } from '#schema/clickhouse/client.ts';
import type { KpiId } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { createSettler, type Settler } from '../../src/lib/server/settled/settler.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { fillHistory, FULL } from './history.ts';
import { inexactness, LIMITS, sizesOf } from './settled-facts.ts';
import { NOW, ZONE } from './settled-history.ts';
import { asksOf, type Cut } from './settled-questions.ts';

// Two million events, as much in a day as an organisation of fifty million a year has: the second way to each number holds at a size at which
// errors of generated histories would no longer be seen.

const DENSE = { ...FULL, cases: 460_000, weeks: 1 };

/** One of each family, each in the groupings and grains in which pages ask them. Their items are told from facts, cells, and both. */
const ASKED: [KpiId, Cut[]][] = [
	['cases_opened', [{ grain: 'total' }, { grain: 'day', by: 'channel' }]],
	['service_level', [{ grain: 'hour' }, { grain: 'total', by: 'team' }]],
	['first_contact_resolution', [{ grain: 'total', by: 'topic' }]],
	['complaint_recovery', [{ grain: 'total' }, { grain: 'day', by: 'team' }]],
	['satisfaction', [{ grain: 'day' }, { grain: 'total', by: 'agent' }]],
	[
		'promises_kept',
		[
			{ grain: 'day', by: 'team' },
			{ grain: 'total', by: 'tier' }
		]
	]
];

describe('two million events, settled', () => {
	let db: TestDatabase;
	let settler: Settler;
	const said: string[] = [];

	beforeAll(async () => {
		db = await testDatabase({ settled: true });
		const patient = () => connect({ url: db.url, database: db.database, timeoutMs: PATIENT_MS });
		const clickhouse = patient();
		await fillHistory(clickhouse, DENSE);
		await clickhouse.close();
		settler = createSettler({
			...{ clickhouse: patient(), database: db.database, zone: ZONE },
			...{ now: () => NOW, log: (line) => void said.push(line) }
		});
		await settler.settleAll();
	}, 1_800_000);
	afterAll(async () => {
		await settler?.stop();
		await db?.drop();
	}, 120_000);

	it('are all there', async () => {
		const found = await db.clickhouse.query({
			query:
				'SELECT count() AS events, uniqExact(case_id) AS cases FROM events WHERE case_id != {none:String}',
			query_params: { none: '' },
			format: 'JSONEachRow'
		});
		const [{ events, cases } = { events: 0, cases: 0 }] = await found.json<{
			events: number;
			cases: number;
		}>();
		expect(Number(cases)).toBe(DENSE.cases);
		expect(Number(events)).toBeGreaterThan(1_900_000);
	});

	test.each(ASKED)('say of %s what cases say', async (kpi, cuts) => {
		const asks = asksOf(kpi, 7, cuts);
		const settled = await askKpis(db.clickhouse, asks, { zone: ZONE, now: NOW, settler });
		const raw = await askKpis(db.clickhouse, asks, { zone: ZONE, now: NOW });
		expect(raw.every(({ rows }) => rows.length > 0)).toBe(true);
		expect(settled).toEqual(raw);
	});

	it('have quantiles within 1 % of the exact ones, by day and team as in all', async () => {
		expect(await inexactness(db.clickhouse, settler)).toBeLessThanOrEqual(LIMITS.quantiles);
	});

	it('are rolled up in a small part of their bytes', async () => {
		const { plain, further } = await sizesOf(db);
		expect(plain).toBeGreaterThan(0);
		expect(plain).toBeLessThanOrEqual(LIMITS.plain);
		expect(further).toBeGreaterThan(0);
		expect(further).toBeLessThanOrEqual(LIMITS.further);
	});

	it('are never answered from cases instead', () => {
		expect(said.filter((line) => !line.startsWith('settled'))).toEqual([]);
	});
});
