import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { statements } from '#schema/clickhouse/statements.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const run = (query: string) => db.clickhouse.command({ query });

async function rows(query: string) {
	const result = await db.clickhouse.query({ query, format: 'JSONEachRow' });
	return result.json();
}

/** Takes the table of cases back to how 002 makes it. */
async function asBefore() {
	await run('DROP VIEW cases_from_events');
	await run('DROP TABLE cases SYNC');
	const sql = readFileSync(new URL('../../schema/clickhouse/002_cases.sql', import.meta.url), 'utf8');
	for (const query of statements(sql)) await run(query);
	await run("DELETE FROM migrations WHERE name = '021_cases.sql'");
}

test('brings the cases of before along: told again from their events, or kept where events are gone', async () => {
	await asBefore();
	const columns = 'source, id, type, time, case_id, team, instrument, score, items, promise';
	await run(`INSERT INTO events (${columns}) VALUES
		('a', '1', 'case.opened',     '2026-11-01 09:00:00', 'told', 'north', '', NULL, [], ''),
		('a', '2', 'promise.made',    '2026-11-01 09:01:00', 'told', '', '', NULL, [], 'p1'),
		('a', '3', 'survey.answered', '2026-11-01 10:00:00', 'told', '', 'servqual', NULL, [('empathy', 7, 6)], ''),
		('a', '4', 'case.opened',     '2026-10-01 09:00:00', 'gone', 'south', '', NULL, [], ''),
		('a', '5', 'survey.answered', '2026-10-01 10:00:00', 'gone', '', 'csat', 4, [], '')`);
	await run("DELETE FROM events WHERE case_id = 'gone'");
	const before = `SELECT case_id, steps.id AS ids, teams, steps.score AS scores
		FROM case_steps(from = '1990-01-01', to = '2050-01-01', facts = 0) ORDER BY case_id`;
	const found = await rows(before);
	expect(found).toHaveLength(2);

	expect(await migrate(db.clickhouse, db.database)).toContain('021_cases.sql');
	expect(await rows(before)).toEqual(found);
	expect(
		await rows(`SELECT case_id, steps.promise AS promises, steps[-1].items AS items
			FROM case_steps(from = '1990-01-01', to = '2050-01-01', facts = 8) ORDER BY case_id`)
	).toEqual([
		{ case_id: 'gone', promises: ['', ''], items: [] },
		{
			case_id: 'told',
			promises: ['', 'p1', ''],
			items: [{ dimension: 'empathy', expectation: 7, perception: 6 }]
		}
	]);
	await run("DELETE FROM migrations WHERE name = '021_cases.sql'");
	await migrate(db.clickhouse, db.database);
	expect(await rows(before)).toEqual(found);
});

test('goes on where it was interrupted between dropping and creating the table', async () => {
	await run('DROP VIEW cases_from_events');
	await run('DROP TABLE cases SYNC');
	await run("DELETE FROM migrations WHERE name = '021_cases.sql'");
	await migrate(db.clickhouse, db.database);
	const told = "SELECT case_id FROM case_steps(from = '1990-01-01', to = '2050-01-01', facts = 0)";
	expect(await rows(told)).toEqual([{ case_id: 'told' }]);
});

test('folds what comes from then on', async () => {
	await run(`INSERT INTO events (source, id, type, time, case_id, promise)
		VALUES ('a', '9', 'promise.kept', '2026-11-02 09:00:00', 'told', 'p1')`);
	const kept = "SELECT steps.id AS ids FROM case_steps(from = '1990-01-01', to = '2050-01-01', facts = 32)";
	expect(await rows(kept)).toEqual([{ ids: ['1', '2', '3', '9'] }]);
});
