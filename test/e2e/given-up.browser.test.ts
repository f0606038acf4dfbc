import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPrinter } from '../../src/lib/server/print/printer.ts';
import { chromiumHome } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { event, store } from '../support/events.ts';

/** A part of the page that takes far longer than anybody waits. */
const SLOW = /* sql */ `
	CREATE OR REPLACE VIEW decisions_of_week AS
	SELECT 'slow' AS id
	FROM numbers(600)
	WHERE sleepEachRow(1) = 0
		AND {zone:String} != ''
		AND {week:Date} > '2000-01-01'
		AND {as_of:DateTime64(3, 'UTC')} > '2000-01-01'
	SETTINGS max_block_size = 1`;
const PATH = '/weekly?week=2026-W02';

let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
beforeAll(async () => {
	db = await testDatabase();
	await store(db.clickhouse, [event('case.opened', 'a', '2026-01-06T09:00:00', { team: 'East' })]);
	await db.clickhouse.command({ query: SLOW });
	dashboard = await startDashboard({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
});
afterAll(async () => {
	await dashboard.stop();
	await db.drop();
});

/** How many such questions ClickHouse works on. */
async function running(): Promise<number> {
	const result = await db.clickhouse.query({
		query: `SELECT query_id FROM system.processes
			WHERE current_database = {database:String} AND query LIKE '%decisions_of_week%' AND query NOT LIKE '%system.processes%'`,
		query_params: { database: db.database },
		format: 'JSONEachRow'
	});
	return (await result.json()).length;
}

const PATIENCE = { timeout: 30_000 };

test('what a page asks ends in ClickHouse when its reader goes away', async () => {
	const leaving = new AbortController();
	const asked = fetch(dashboard.url + PATH, { signal: leaving.signal }).catch((error: Error) => error.name);
	await expect.poll(running, PATIENCE).toBe(1);
	leaving.abort();
	expect(await asked).toBe('AbortError');
	await expect.poll(running, PATIENCE).toBe(0);
	// Nobody is left to be told of it.
	expect(dashboard.said.filter((line) => line.includes('"path":"/weekly"'))).toEqual([]);
});

test('a print that takes too long leaves no question running', async () => {
	const printer = createPrinter({ base: dashboard.url, home: chromiumHome(), patienceMs: 15_000 });
	const printed = printer.print({ path: PATH, language: 'en' });
	const late = expect(printed).rejects.toMatchObject({ trouble: { reason: 'too_slow' } });
	await expect.poll(running, PATIENCE).toBe(1);
	await late;
	await expect.poll(running, PATIENCE).toBe(0);
	await printer.stop();
});
