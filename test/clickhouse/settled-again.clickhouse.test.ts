import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { AFTER, PASS } from '#schema/clickhouse/settled/facts.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { createSettler, type Settler } from '../../src/lib/server/settled/settler.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, store } from '../support/events.ts';

// `events`, `cases` and the list of what came in are not written in one step: what was in the list too early is found once its
// minute is over, and what was looked at in time is not told twice.

let database: TestDatabase;
let settler: Settler;
let settled: string;

beforeAll(async () => {
	database = await testDatabase();
	settled = `${database.database}_settled`;
	await prepareSettled(database.clickhouse, database.database);
	settler = createSettler({
		clickhouse: connect({ url: database.url, database: database.database }),
		...{ database: database.database, zone: 'UTC' }
	});
	await open('known');
	await settler.settleAll();
});
afterAll(async () => {
	await settler.stop();
	await database.clickhouse.command({ query: `DROP DATABASE ${settled} SYNC` });
	await database.drop();
});

const open = (...cases: string[]) =>
	store(
		database.clickhouse,
		cases.map((name) => event('case.opened', name, '2026-01-05T09:00:00Z', { team: 'Desk' }))
	);

const run = (query: string) => database.clickhouse.command({ query });

async function numbers(query: string): Promise<Record<string, number>> {
	const found = await database.clickhouse.query({ query, format: 'JSONEachRow' });
	const [row] = await found.json<Record<string, number>>();
	return row ?? {};
}

const openings = () => numbers(`SELECT count() AS n FROM ${settled}.openings FINAL`);
const inList = (name: string) =>
	numbers(`SELECT count() AS n FROM ${settled}.touched WHERE case_id = '${name}' AND at < now() - 60`);
const seen = () => numbers(`SELECT count() AS n FROM ${settled}.seen`);

/** As a view on events would have written it two minutes ago. */
const touch = (name: string) =>
	run(`INSERT INTO ${settled}.touched (what, case_id, received_at, at)
		VALUES ('case', '${name}', now64(3) - 120, now() - 120)`);

/** Into `cases`, and not into the list. */
async function openUnlisted(name: string) {
	await run(`DETACH TABLE ${settled}.touched_by_events SYNC`);
	await open(name);
	await run(`ATTACH TABLE ${settled}.touched_by_events`);
}

test('what was in the list before it was in the cases is told once its minute is over', async () => {
	await touch('late');
	expect(await settler.catchUp()).not.toBeNull();
	await openUnlisted('late');
	await settler.catchUp();
	// Its place in the list has been looked at: nothing says that there is more.
	expect(await openings()).toEqual({ n: 1 });
	await settler.settleAll();
	expect(await openings()).toEqual({ n: 2 });
	expect(await inList('late')).toEqual({ n: 0 });
});

test('a case that says what it said when it was looked at is not told again', async () => {
	await settler.settleAll();
	const before = await seen();
	await touch('known');
	await settler.settleAll();
	expect(await inList('known')).toEqual({ n: 0 });
	// By the list once for each kind that is told by itself, and not again for its minute.
	expect((await seen()).n).toBe((before.n ?? 0) + PASS.length - AFTER.size);
});

test('only what is wanted is waited for; the rest is told with the next round', async () => {
	await store(database.clickhouse, [
		event('case.opened', 'quick', '2026-01-05T10:00:00Z', { team: 'Desk', customer: 'c' }),
		event('case.resolved', 'quick', '2026-01-05T11:00:00Z')
	]);
	const resolutions = () => numbers(`SELECT count() AS n FROM ${settled}.resolutions FINAL`);
	await settler.catchUp({ kpis: ['cases_opened'] });
	expect(await openings()).toEqual({ n: 3 });
	expect(await resolutions()).toEqual({ n: 0 });
	await settler.settleAll();
	expect(await resolutions()).toEqual({ n: 1 });
});
