import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyRetention, parseRetention } from '#schema/clickhouse/retention.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, store } from '../support/events.ts';

const DAY_MS = 86_400_000;
const TABLES = [
	...['events', 'cases', 'customer_activity', 'inspections', 'staff_surveys', 'agent_states', 'quarantine'],
	'breach_actions'
];

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());
beforeEach(async () => {
	await applyRetention(db.clickhouse, db.database, new Map());
	for (const table of TABLES) await db.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
});

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** The cases or customers a table still has once its parts are merged. */
async function left(table: string, column: string) {
	await db.clickhouse.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
	const result = await db.clickhouse.query({
		query: `SELECT DISTINCT ${column} AS kept FROM ${table} WHERE ${column} != '' ORDER BY kept`,
		format: 'JSONEachRow'
	});
	return (await result.json<{ kept: string }>()).map(({ kept }) => kept);
}

/** Asks for a retention, and waits until every part knows when it expires. */
async function retain(text: string) {
	const lines = await applyRetention(db.clickhouse, db.database, parseRetention(text));
	for (let unfinished = 1; unfinished > 0;) {
		const result = await db.clickhouse.query({
			query: 'SELECT count() AS n FROM system.mutations WHERE database = {database:String} AND NOT is_done',
			query_params: { database: db.database },
			format: 'JSONEachRow'
		});
		unfinished = Number((await result.json<{ n: number }>())[0]?.n);
	}
	return lines;
}

/** Two cases, one of them old; an old case with a young event; two customers. */
const history = () =>
	store(db.clickhouse, [
		event('case.opened', 'old', daysAgo(100)),
		event('case.opened', 'young', daysAgo(10)),
		event('case.opened', 'long', daysAgo(100)),
		event('case.resolved', 'long', daysAgo(10)),
		event('customer.active', 'x', daysAgo(100), { customer: 'gone' }),
		event('customer.active', 'x', daysAgo(10), { customer: 'here' })
	]);

test('removes what is older than its time and keeps what is not, each table by its own', async () => {
	await history();
	await retain('events=30 days,cases=8 weeks');
	expect(await left('events', 'case_id')).toEqual(['long', 'young']);
	expect(await left('cases', 'case_id')).toEqual(['long', 'young']);
	expect(await left('customer_activity', 'customer')).toEqual(['gone', 'here']);
});

test('of a case that lasts longer than its time, keeps what happened lately', async () => {
	await store(db.clickhouse, [event('case.opened', 'long', daysAgo(100))]);
	await store(db.clickhouse, [event('case.resolved', 'long', daysAgo(10))]);
	await retain('cases=2 months');
	await left('cases', 'case_id');
	const result = await db.clickhouse.query({
		query: "SELECT has(steps.type, 'case.resolved') AS resolved FROM cases WHERE case_id = 'long'",
		format: 'JSONEachRow'
	});
	expect(await result.json()).toEqual([{ resolved: 1 }]);
});

test('removes what comes in when it is too old already', async () => {
	await retain('customer_activity=1 month');
	await history();
	expect(await left('customer_activity', 'customer')).toEqual(['here']);
});

test('removes with old cases who acted upon what broke in them', async () => {
	await store(db.clickhouse, [
		event('breach.acknowledged', 'x', daysAgo(100), { breach: 'gone' }),
		event('breach.acknowledged', 'x', daysAgo(10), { breach: 'here' })
	]);
	await retain('cases=1 month');
	expect(await left('breach_actions', 'breach')).toEqual(['here']);
});

test('removes old checks and staff surveys with one word', async () => {
	await store(db.clickhouse, [
		event('inspection.scored', 'x', daysAgo(100), { team: 'gone' }),
		event('inspection.scored', 'x', daysAgo(10), { team: 'here' }),
		event('staff.surveyed', 'x', daysAgo(100), { team: 'gone', score: 4 }),
		event('staff.surveyed', 'x', daysAgo(10), { team: 'here', score: 4 })
	]);
	await retain('checks=1 month');
	expect(await left('inspections', 'team')).toEqual(['here']);
	expect(await left('staff_surveys', 'team')).toEqual(['here']);
});

test('removes old states of agents', async () => {
	const state = { team: 'North', state: 'busy' };
	await store(db.clickhouse, [
		event('agent.state', 'x', daysAgo(100), { ...state, agent: 'gone' }),
		event('agent.state', 'x', daysAgo(10), { ...state, agent: 'here' })
	]);
	await retain('agent_states=1 month');
	expect(await left('agent_states', 'agent')).toEqual(['here']);
});

test('says what it changes, and changes nothing when that is in force', async () => {
	expect(await retain('quarantine=90 days')).toEqual([
		'Retention of quarantine changed: now kept for 90 days.',
		'Retention of quarantine_outcomes changed: now kept for 90 days.',
		'Retention: quarantine 90 days; all else is kept for ever.'
	]);
	const mutations = async () => {
		const result = await db.clickhouse.query({
			query: 'SELECT count() AS n FROM system.mutations WHERE database = {database:String}',
			query_params: { database: db.database },
			format: 'JSONEachRow'
		});
		return result.json();
	};
	const before = await mutations();
	expect(await retain('quarantine=90 days')).toEqual([
		'Retention: quarantine 90 days; all else is kept for ever.'
	]);
	expect(await mutations()).toEqual(before);
	expect(await retain('quarantine=1 year')).toContain(
		'Retention of quarantine changed: now kept for 1 year.'
	);
});

test('keeps everything again when the setting is gone', async () => {
	await retain('events=1 day,cases=1 day');
	expect(await retain('')).toEqual([
		'Retention of events changed: now kept for ever.',
		'Retention of cases changed: now kept for ever.',
		'Retention of late_steps changed: now kept for ever.',
		'Retention of breach_actions changed: now kept for ever.',
		'Retention of breach_escalations changed: now kept for ever.'
	]);
	await history();
	expect(await left('events', 'case_id')).toEqual(['long', 'old', 'young']);
	expect(await left('cases', 'case_id')).toEqual(['long', 'old', 'young']);
});

/** npm run migrate, as a process of its own. */
async function runMigrate(retention: string) {
	const main = fileURLToPath(new URL('../../schema/clickhouse/migrate-main.ts', import.meta.url));
	const child = spawn(process.execPath, ['--import', 'tsx', main], {
		env: {
			PATH: process.env.PATH,
			CLICKHOUSE_URL: db.url,
			CLICKHOUSE_DATABASE: db.database,
			TOUCHSTONE_RETENTION: retention
		}
	});
	const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
	return { out, err, code: Number(code) };
}

test('is applied by the migration, which says so', async () => {
	const { out, code } = await runMigrate('events=25 months');
	expect(code).toBe(0);
	expect(out).toContain('Retention of events changed: now kept for 25 months.');
	expect(await retain('events=25 months')).toEqual([
		'Retention: events 25 months; all else is kept for ever.'
	]);
});

test('stops the migration when it cannot be read, naming the part', async () => {
	const { err, code } = await runMigrate('events=25 months,cases=soon');
	expect(code).toBe(1);
	expect(err).toContain('TOUCHSTONE_RETENTION: "cases=soon"');
});
