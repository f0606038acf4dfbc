import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.drop());

const FILE = '028_breach_actions.sql';
const run = (query: string) => db.clickhouse.command({ query });

async function rows() {
	const query =
		'SELECT breach, source, id, by, note, case_id, simulated FROM breach_actions FINAL ORDER BY ALL';
	return (await db.clickhouse.query({ query, format: 'JSONEachRow' })).json();
}

const said = (breach: string, source: string, id: string, note: string) =>
	`('${source}', '${id}', 'breach.acknowledged', '2026-01-05 09:00:00', 'c', '${breach}', 'Ann', '${note}')`;
const COLUMNS = 'source, id, type, time, case_id, breach, by, note';

test('what was said before is there afterwards, once however often the file runs, and simulated words go', async () => {
	await run(`INSERT INTO events (${COLUMNS}) VALUES
		${said('b1', 'desk', '1', 'first')}, ${said('b1', 'desk', '1', 'first')}, ${said('b2', 'touchstone/simulator', '2', '')}`);
	const told = await rows();
	expect(told).toEqual([
		{ breach: 'b1', source: 'desk', id: '1', by: 'Ann', note: 'first', case_id: 'c', simulated: 0 },
		{ breach: 'b2', source: 'touchstone/simulator', id: '2', by: 'Ann', note: '', case_id: 'c', simulated: 1 }
	]);
	await run('DROP VIEW breach_actions_from_events');
	await run('DROP TABLE breach_actions SYNC');
	for (const times of [1, 2]) {
		await run(`DELETE FROM migrations WHERE name = '${FILE}'`);
		expect(await migrate(db.clickhouse, db.database), String(times)).toContain(FILE);
		expect(await rows()).toEqual(told);
	}
	await run('ALTER TABLE breach_actions DROP PARTITION 1');
	expect(await rows()).toEqual(told.slice(0, 1));
});

test('of two that differ under one id the same stands, whichever came first', async () => {
	for (const [breach, notes] of [
		['x', ['one', 'two']],
		['y', ['two', 'one']]
	] as const)
		for (const note of notes)
			await run(`INSERT INTO events (${COLUMNS}) VALUES ${said(breach, 'desk', breach, note)}`);
	expect((await rows()).slice(-2)).toMatchObject([
		{ breach: 'x', note: 'two' },
		{ breach: 'y', note: 'two' }
	]);
});
