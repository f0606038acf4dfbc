import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitions } from '#schema/clickhouse/definitions.ts';
import { entryOf, migrate, migrations } from '#schema/clickhouse/migrate.ts';
import { statements } from '#schema/clickhouse/statements.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

test('runs every file once and writes it into the ledger', async () => {
	expect(await migrate(db.clickhouse, db.database)).toEqual([]);
	const ledger = await db.clickhouse.query({
		query: 'SELECT name FROM migrations ORDER BY name',
		format: 'JSONEachRow'
	});
	expect((await ledger.json<{ name: string }>()).map(({ name }) => name)).toEqual(
		[...migrations(), ...definitions().map(entryOf)].sort()
	);
});

test('runs a file again that failed before its ledger entry, and changes nothing', async () => {
	const standards = async () => {
		const query = 'SELECT * FROM standards FINAL ORDER BY ALL';
		return (await db.clickhouse.query({ query, format: 'JSONEachRow' })).json();
	};
	const before = await standards();
	await db.clickhouse.command({ query: "DELETE FROM migrations WHERE name = '005_standards.sql'" });
	expect(await migrate(db.clickhouse, db.database)).toEqual(['005_standards.sql']);
	expect(await standards()).toEqual(before);
});

test('creates a view again whose text has changed, and drops one that no file defines any more', async () => {
	await db.clickhouse.command({ query: 'CREATE OR REPLACE VIEW case_steps AS SELECT 1 AS other' });
	await db.clickhouse.command({ query: 'CREATE OR REPLACE VIEW removed_since AS SELECT 1 AS one' });
	await db.clickhouse.insert({
		table: 'migrations',
		values: ['case_steps@other', 'removed_since@once'].map((name) => ({ name })),
		format: 'JSONEachRow'
	});
	expect(await migrate(db.clickhouse, db.database)).toEqual(['case_steps', 'removed_since']);
	const views = await db.clickhouse.query({
		query: `SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN ('case_steps', 'removed_since')
			AND create_table_query LIKE '%arrayFill%'`,
		format: 'JSONEachRow'
	});
	expect(await views.json()).toEqual([{ name: 'case_steps' }]);
	expect(await migrate(db.clickhouse, db.database)).toEqual([]);
});

test('refuses a database name that is not a plain word', async () => {
	await expect(migrate(db.clickhouse, 'a;b')).rejects.toThrow('CLICKHOUSE_DATABASE');
});

test('splits a file at semicolons that end a line, and drops what is only comment', () => {
	expect(statements("SELECT ';' AS a;\n-- only words;\nSELECT 2;\n")).toEqual([
		"SELECT ';' AS a",
		'SELECT 2'
	]);
});
