import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const TABLES = ['inspections', 'staff_surveys', 'survey_deliverers'];

const run = (query: string) => db.clickhouse.command({ query });

async function rows(table: string) {
	const query = `SELECT * FROM ${table} FINAL ORDER BY ALL`;
	return (await db.clickhouse.query({ query, format: 'JSONEachRow' })).json();
}

const all = () => Promise.all(TABLES.map(rows));

/** As if the file had never run. */
async function asBefore() {
	for (const table of TABLES) {
		await run(`DROP VIEW ${table}_from_events`);
		await run(`DROP TABLE ${table} SYNC`);
	}
	await run("DELETE FROM migrations WHERE name = '024_checks.sql'");
}

test('what was told before is there afterwards, as if it came now, and once however often the file runs', async () => {
	const columns =
		'source, id, type, time, case_id, team, agent, customer, score, scale, procedural, personal';
	await run(`INSERT INTO events (${columns}) VALUES
		('a', '1', 'inspection.scored', '2026-01-01 09:00:00', '', 'north', 'ann', 'cy', NULL, NULL, 80, NULL),
		('a', '1', 'inspection.scored', '2026-01-01 09:00:00', '', 'north', 'ann', 'cy', NULL, NULL, 80, NULL),
		('a', '2', 'staff.surveyed',    '2026-01-01 09:00:00', '', 'north', 'ann', 'cy', 4, NULL, NULL, NULL),
		('a', '3', 'staff.surveyed',    '2026-01-01 09:00:00', '', '', '', '', 9, 10, NULL, NULL),
		('a', '4', 'survey.delivered',  '2026-01-01 09:00:00', 'c', '', '', '', NULL, NULL, NULL, NULL),
		('b', '5', 'survey.sent',       '2026-01-01 09:00:00', 'c', '', '', '', NULL, NULL, NULL, NULL),
		('touchstone/simulator', '6', 'survey.delivered', '2026-01-01 09:00:00', 'd', '', '', '', NULL, NULL, NULL, NULL)`);
	const told = await all();
	expect(told).toEqual([
		[expect.objectContaining({ id: '1', team: 'north', agent: 'ann', procedural: 80, personal: null })],
		[
			expect.objectContaining({ id: '2', team: 'north', score: 4, scale: 5 }),
			expect.objectContaining({ id: '3', team: '', score: 9, scale: 10 })
		],
		[
			{ source: 'a', simulated: 0 },
			{ source: 'touchstone/simulator', simulated: 1 }
		]
	]);

	await asBefore();
	expect(await migrate(db.clickhouse, db.database)).toContain('024_checks.sql');
	expect(await all()).toEqual(told);
	await run("DELETE FROM migrations WHERE name = '024_checks.sql'");
	await migrate(db.clickhouse, db.database);
	expect(await all()).toEqual(told);
});

test('knows who delivered where only the cases still tell', async () => {
	await run('DELETE FROM events WHERE 1');
	await asBefore();
	await migrate(db.clickhouse, db.database);
	expect(await rows('survey_deliverers')).toEqual([
		{ source: 'a', simulated: 0 },
		{ source: 'touchstone/simulator', simulated: 1 }
	]);
});

test('simulated checks go with the partition of what is simulated, real ones stay', async () => {
	await run(`INSERT INTO events (source, id, type, time, score) VALUES
		('real', '1', 'inspection.scored', '2026-01-02 09:00:00', NULL),
		('real', '2', 'staff.surveyed', '2026-01-02 09:00:00', 3),
		('touchstone/simulator', '3', 'inspection.scored', '2026-01-02 09:00:00', NULL),
		('touchstone/simulator', '4', 'staff.surveyed', '2026-01-02 09:00:00', 3)`);
	for (const table of TABLES) await run(`ALTER TABLE ${table} DROP PARTITION 1`);
	const [inspections, staff, deliverers] = await all();
	expect(inspections).toEqual([expect.objectContaining({ source: 'real' })]);
	expect(staff).toEqual([expect.objectContaining({ source: 'real' })]);
	expect(deliverers).toEqual([{ source: 'a', simulated: 0 }]);
});
