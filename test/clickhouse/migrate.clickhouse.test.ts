import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, migrations, statements } from '#schema/clickhouse/migrate.ts';
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
	expect((await ledger.json<{ name: string }>()).map(({ name }) => name)).toEqual(migrations());
});

test('runs a file again that failed before its ledger entry, and changes nothing', async () => {
	await db.clickhouse.command({ query: "DELETE FROM migrations WHERE name = '005_standards.sql'" });
	expect(await migrate(db.clickhouse, db.database)).toEqual(['005_standards.sql']);
	const rows = await db.clickhouse.query({
		query: 'SELECT count() AS n FROM standards FINAL',
		format: 'JSONEachRow'
	});
	expect(await rows.json()).toEqual([{ n: 6 }]);
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
