import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { cleanLogs } from '../../src/lib/server/settled/log.ts';
import { createSettler, type Settler } from '../../src/lib/server/settled/settler.ts';
import { createSimulation } from '../../src/lib/server/simulation.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { applyRetention, parseRetention } from '#schema/clickhouse/retention.ts';
import { ALL_KINDS } from '#schema/clickhouse/settled/kinds.ts';
import { prepareSettled, renewSettled } from '#schema/clickhouse/settled/prepare.ts';
import { KpiAsk, type KpiId } from '#schema/kpi.ts';
import { event, store } from '../support/events.ts';

// What settles is the dashboard, with the rights of its user; several may do so side by side, and any of them may die.

const ZONE = 'Asia/Shanghai';
const KPIS: KpiId[] = [
	'cases_opened',
	'first_response',
	'first_contact_resolution',
	'complaint_recovery',
	'promises_kept',
	'complaints_per_10k'
];

let dataDir: string;
let engine: EmbeddedClickHouse;
let clickhouse: ReturnType<typeof connect>;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'touchstone-settled-'));
	engine = await startClickHouse({ dataDir });
	clickhouse = as('admin');
	await migrate(clickhouse, 'touchstone');
	await prepareSettled(clickhouse, 'touchstone');
});
afterAll(async () => {
	expect(said.filter((line) => line.startsWith('not answered'))).toEqual([]);
	await Promise.all(opened.map((client) => client.close()));
	await engine.stop();
	rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
	for (const table of ['events', 'cases', 'customer_activity'])
		await clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
	await clickhouse.command({ query: 'TRUNCATE TABLE touchstone_settled.built' });
	await history('a', 1);
});

function as(role: 'admin' | 'app') {
	const client = connect({ url: engine.url(role), database: 'touchstone' });
	opened.push(client);
	return client;
}

/** What it has to say: nothing, or a question was answered from the cases after all. */
const said: string[] = [];
const log = (line: string) => void said.push(line);

const newSettler = (): Settler =>
	createSettler({ clickhouse: as('app'), database: 'touchstone', zone: ZONE, log });

/** Ten cases of a customer, three hours apart, the last of them a complaint; some answered, some resolved. */
async function history(name: string, day: number, source = 'test') {
	const at = (hours: number) => new Date(Date.UTC(2026, 0, day, hours)).toISOString();
	const events = Array.from({ length: 10 }, (_, n) => {
		const id = `${name}-${n}`;
		const told = { team: `team-${n % 2}`, channel: 'phone', customer: `customer-${name}` };
		return [
			event('case.opened', id, at(3 * n), {
				...told,
				...(n === 9 ? { kind: 'complaint', reason: 'late' } : {})
			}),
			...(n % 3 ? [event('case.responded', id, at(3 * n + 1), told)] : []),
			...(n % 4 ? [event('case.resolved', id, at(3 * n + 2), told)] : []),
			...(n % 2 ? [event('customer.active', id, at(3 * n), { customer: told.customer })] : [])
		];
	}).flat();
	await store(
		clickhouse,
		events.map((one) => ({ ...one, source, id: `${name} ${one.id}` }))
	);
}

/** Every answer, from what is settled (by this settler) or, without one, from the cases. */
async function answers(settler?: Settler) {
	const asks = KPIS.flatMap((kpi) =>
		(['total', 'day'] as const).flatMap((grain) =>
			[undefined, 'team' as const].map((by) =>
				KpiAsk.parse({ kpi, grain, by, from: '2025-12-31T16:00:00Z', to: '2026-01-31T16:00:00Z' })
			)
		)
	);
	const found = await askKpis(clickhouse, asks, { zone: ZONE, now: Date.UTC(2026, 3, 1), settler });
	return found.map(({ kpi, rows }) => ({
		kpi,
		rows: rows.map((row) => ({ ...row }) as Record<string, unknown>)
	}));
}

const openedOf = (found: Awaited<ReturnType<typeof answers>>) =>
	Number(found.find(({ kpi }) => kpi === 'cases_opened')?.rows[0]?.n);

/** All but quantiles, which roll-ups know to 1 % only. */
const counts = (found: Awaited<ReturnType<typeof answers>>) =>
	found.map(({ kpi, rows }) => ({
		kpi,
		rows: rows.map(({ value: _value, p50: _p50, p90: _p90, p95: _p95, ...row }) => row)
	}));

test("the dashboard's user may settle, roll up and start over", async () => {
	const settler = newSettler();
	await settler.settleAll();
	expect(await settler.catchUp()).not.toBeNull();
	const exact = counts(await answers());
	expect(openedOf(await answers(settler))).toBe(10);
	expect(counts(await answers(settler))).toEqual(exact);
	await settler.startOver();
	await settler.settleAll();
	expect(counts(await answers(settler))).toEqual(exact);
	await settler.stop();
});

test('several settle the same side by side, and none makes a number wrong', async () => {
	const [one, two] = [newSettler(), newSettler()];
	await one.settleAll();
	for (let day = 2; day < 5; day++) {
		await history(`late-${day}`, day);
		await history('a', day);
		await Promise.all([one.catchUp(), two.catchUp(), two.settleAll(), one.settleAll()]);
		const exact = counts(await answers());
		expect(counts(await answers(one))).toEqual(exact);
		expect(counts(await answers(two))).toEqual(exact);
	}
	await Promise.all([one.stop(), two.stop()]);
}, 240_000);

test('one that dies while it settles leaves nothing wrong behind', async () => {
	const first = newSettler();
	await first.settleAll();
	await history('b', 3);
	const dying = newSettler();
	const settling = dying.settleAll().catch(() => 'died');
	await new Promise((resolve) => setTimeout(resolve, 30));
	await dying.stop();
	await settling;
	const next = newSettler();
	await next.settleAll();
	expect(openedOf(await answers(next))).toBe(20);
	expect(counts(await answers(next))).toEqual(counts(await answers()));
	await Promise.all([first.stop(), next.stop()]);
});

test('what was simulated is gone from what is settled once it is removed', async () => {
	await history('simulated', 4, 'touchstone/simulator');
	const settler = newSettler();
	await settler.settleAll();
	expect(openedOf(await answers(settler))).toBe(20);
	const env = {
		HOST: '127.0.0.1',
		INGEST_PORT: 1,
		TOUCHSTONE_DATA: dataDir,
		TOUCHSTONE_INGEST_KEYS: undefined
	};
	await createSimulation({ clickhouse: as('app'), env, settler }).remove();
	expect(openedOf(await answers(settler))).toBe(10);
	await settler.settleAll();
	expect(openedOf(await answers(settler))).toBe(10);
	expect(counts(await answers(settler))).toEqual(counts(await answers()));
	await settler.stop();
});

test('what is derived is made anew where it was made by other words, and otherwise left', async () => {
	expect(await prepareSettled(clickhouse, 'touchstone')).toBe(false);
	await clickhouse.command({ query: "ALTER DATABASE touchstone_settled MODIFY COMMENT 'older words'" });
	const settler = newSettler();
	expect(await prepareSettled(clickhouse, 'touchstone')).toBe(true);
	expect(await settler.catchUp()).toBeNull();
	expect(openedOf(await answers(settler))).toBe(10);
	await settler.settleAll();
	expect(openedOf(await answers(settler))).toBe(10);
	await renewSettled(clickhouse, 'touchstone');
	expect(await settler.catchUp()).toBeNull();
	await settler.stop();
});

test('of every kind the facts of a week that nothing comes to become one part, also where they were made before', async () => {
	const merging = async () => {
		const found = await clickhouse.query({
			query: `SELECT name FROM system.tables
				WHERE database = 'touchstone_settled' AND position(engine_full, 'min_age_to_force_merge_on_partition_only = 1') > 0 ORDER BY name`,
			format: 'JSONEachRow'
		});
		return (await found.json<{ name: string }>()).map(({ name }) => name);
	};
	const kinds = ALL_KINDS.map(({ name }) => name).toSorted();
	expect(await merging()).toEqual(kinds);
	for (const setting of ['min_age_to_force_merge_seconds', 'min_age_to_force_merge_on_partition_only'])
		await clickhouse.command({ query: `ALTER TABLE touchstone_settled.promises RESET SETTING ${setting}` });
	expect(await merging()).toEqual(kinds.filter((name) => name !== 'promises'));
	expect(await prepareSettled(clickhouse, 'touchstone')).toBe(false);
	expect(await merging()).toEqual(kinds);
});

test('what is derived from cases is kept as long as they are', async () => {
	const settler = newSettler();
	await settler.settleAll();
	await applyRetention(clickhouse, 'touchstone', parseRetention('cases=100 days'));
	const kept = async (table: string) => {
		await clickhouse.command({ query: `OPTIMIZE TABLE touchstone_settled.${table} FINAL` });
		const found = await clickhouse.query({
			query: `SELECT count() AS n FROM touchstone_settled.${table}`,
			format: 'JSONEachRow'
		});
		return (await found.json<{ n: number }>())[0]?.n;
	};
	await expect.poll(() => kept('responses'), { timeout: 20_000 }).toBe(0);
	await expect.poll(() => kept('cells_first_response'), { timeout: 20_000 }).toBe(0);
	await expect.poll(() => kept('visits'), { timeout: 20_000 }).toBe(0);
	await applyRetention(clickhouse, 'touchstone', new Map());
	await settler.stop();
});

test('what a pass that died had laid out is taken away once it is surely over', async () => {
	const place = { clickhouse: as('app'), settled: 'touchstone_settled' };
	await prepareSettled(clickhouse, 'touchstone');
	await clickhouse.command({
		query: `INSERT INTO touchstone_settled.staged (run, at, case_id)
			VALUES (900001, now() - INTERVAL 3 DAY, 'old'), (900002, now() - INTERVAL 1 DAY, 'may go on')`
	});
	await cleanLogs(place);
	const left = await clickhouse.query({
		query: 'SELECT case_id FROM touchstone_settled.staged WHERE run > 900000',
		format: 'JSONEachRow'
	});
	expect(await left.json()).toEqual([{ case_id: 'may go on' }]);
});
