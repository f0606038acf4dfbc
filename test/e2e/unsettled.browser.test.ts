import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { after, event, store } from '../support/events.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase({ settled: true })));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const RANGE = 'from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&grain=week&by=team';
const NUMBERS = ['first_response', 'satisfaction', 'promises_kept', 'scorecard'];

/** How many facts stand, of any kind. */
async function settledFacts(): Promise<number> {
	const found = await db.clickhouse.query({
		query: `SELECT count() AS n FROM ${db.database}_settled.openings`,
		format: 'JSONEachRow'
	});
	return Number((await found.json<{ n: string }>())[0]?.n);
}

/** What a dashboard that was started so says, without when it says it; with settling, once something is settled. */
async function answers(settled: 'on' | 'off' | 'no') {
	const dashboard = await startDashboard({
		CLICKHOUSE_URL: db.url,
		CLICKHOUSE_DATABASE: db.database,
		TOUCHSTONE_SETTLED: settled
	});
	try {
		if (settled === 'on') await expect.poll(settledFacts, { timeout: 60_000 }).toBeGreaterThan(0);
		const asked = NUMBERS.map(async (id) => (await fetch(`${dashboard.url}/api/kpi/${id}?${RANGE}`)).json());
		const found = (await Promise.all(asked)) as { kpi: string; rows: unknown[] }[];
		return found.map(({ kpi, rows }) => ({ kpi, rows }));
	} finally {
		await dashboard.stop();
	}
}

test('TOUCHSTONE_SETTLED=off answers everything from the cases, and settles nothing: the same numbers', async () => {
	await store(
		db.clickhouse,
		Array.from({ length: 40 }, (_, nth) => [
			event('case.opened', `${nth}`, after(MONDAY, nth * 60), {
				team: nth % 2 ? 'A' : 'B',
				channel: 'phone'
			}),
			event('case.responded', `${nth}`, after(MONDAY, nth * 61)),
			event('survey.answered', `${nth}`, after(MONDAY, 7200), { instrument: 'csat', score: 1 + (nth % 5) })
		]).flat()
	);
	const off = await answers('off');
	expect(await settledFacts()).toBe(0);
	const on = await answers('on');
	expect(off[0]?.rows).toHaveLength(2);
	// Quantiles of what is settled are within 1 %: of so few days nothing is rolled up yet.
	expect(on).toEqual(off);
});

test('TOUCHSTONE_SETTLED is on or off', async () => {
	await expect(answers('no')).rejects.toThrow('expected on or off');
});
