import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { statements } from '#schema/clickhouse/statements.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const run = (query: string) => db.clickhouse.command({ query });

const again = async () => {
	await run("DELETE FROM migrations WHERE name = '023_activity.sql'");
	return migrate(db.clickhouse, db.database);
};

/** Takes customer_activity back to how 003 makes it. */
async function asBefore() {
	await run('DROP VIEW customer_activity_from_events');
	await run('DROP TABLE customer_activity SYNC');
	const sql = readFileSync(new URL('../../schema/clickhouse/003_customers.sql', import.meta.url), 'utf8');
	for (const query of statements(sql)) await run(query);
}

async function rows(query: string) {
	const result = await db.clickhouse.query({ query, format: 'JSONEachRow' });
	return result.json();
}

// Without FINAL: a row of before must not stand beside what replaces it.
const told = () =>
	rows('SELECT id, customer, active, team, channel, value, simulated FROM customer_activity ORDER BY id');

test('tells again where activity was, and keeps what events no longer tell, however often it runs', async () => {
	await asBefore();
	const columns = 'source, id, type, time, customer, team, channel, value';
	await run(`INSERT INTO events (${columns}) VALUES
		('a', '1', 'customer.active', '2026-11-01 09:00:00', 'c', 'north', 'web', 10),
		('a', '2', 'customer.left',   '2026-11-02 09:00:00', 'c', '', '', NULL),
		('a', '3', 'customer.active', '2026-10-01 09:00:00', 'gone', 'south', 'web', 10),
		('touchstone/simulator', '4', 'customer.active', '2026-10-01 09:00:00', 'd', 'north', '', NULL)`);
	await run("DELETE FROM events WHERE customer = 'gone'");
	const expected = [
		{ id: '1', customer: 'c', active: 1, team: 'north', channel: 'web', value: 10, simulated: 0 },
		{ id: '2', customer: 'c', active: 0, team: '', channel: '', value: null, simulated: 0 },
		{ id: '3', customer: 'gone', active: 1, team: '', channel: '', value: null, simulated: 0 },
		{ id: '4', customer: 'd', active: 1, team: 'north', channel: '', value: null, simulated: 1 }
	];
	expect(await again()).toContain('023_activity.sql');
	expect(await told()).toEqual(expected);
	await again();
	expect(await told()).toEqual(expected);
});

test('finds a period, and when a customer first came, without reading the rest', async () => {
	await run(`INSERT INTO events (source, id, type, time, customer)
		SELECT 'b', toString(number), 'customer.active', toDateTime('2020-01-01 00:00:00') + number * 60, toString(number % 7)
		FROM numbers(100000)`);
	const period = "activities(from = '2020-01-02', to = '2020-01-03', teams = [], channels = [])";
	// A minute each of the day, and of each customer the first time ever.
	expect(await rows(`SELECT count() AS found FROM ${period}`)).toEqual([{ found: 1440 + 7 }]);
	const plan = JSON.stringify(await rows(`EXPLAIN SELECT * FROM ${period}`));
	expect(plan.match(/ReadFromMergeTree \([^)]*\)/g)).toEqual([
		'ReadFromMergeTree (by_time)',
		'ReadFromMergeTree (firsts)'
	]);
});

test('forgets a customer wherever activity is kept, and simulated activity as a whole', async () => {
	await run("ALTER TABLE customer_activity DELETE WHERE customer = '3' SETTINGS mutations_sync = 2");
	await run('ALTER TABLE customer_activity DROP PARTITION 1');
	const found = await rows(`SELECT DISTINCT customer
		FROM activities(from = '2020-01-01', to = '2027-01-01', teams = [], channels = []) ORDER BY customer`);
	expect(found).toEqual(['0', '1', '2', '4', '5', '6', 'c', 'gone'].map((customer) => ({ customer })));
});
