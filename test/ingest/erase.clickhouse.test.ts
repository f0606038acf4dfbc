import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import { eraseFromClickHouse } from '../../ingest/erase/erase.ts';
import { holdings } from '../../ingest/erase/tables.ts';
import { createPseudonym } from '../../ingest/pseudonym.ts';
import { filesHolding } from '../support/bytes.ts';
import { testDatabase } from '../support/clickhouse.ts';
import { event as stored, store } from '../support/events.ts';
import { rowsOf } from '../support/kpi.ts';
import { drained, healthOf, ingestOf, ownClickHouse } from '../faults/support.ts';
import { event, KEY } from './support.ts';

const ANN = 'Ann Li +86-138-0000-4711';
const BOB = 'Bob Wu +86-139-1111-0815';
/** What Ann is known by in free words; no customer stands beside some of them. */
const WORDS = 'my daughter waited at the hospital';

type Engine = Awaited<ReturnType<typeof ownClickHouse>>;

/** npm run erase, as a process of its own. `input` is its standard input. */
async function erase(args: string[], env: Record<string, string>, input = '') {
	const main = fileURLToPath(new URL('../../ingest/erase/main.ts', import.meta.url));
	const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
		env: { PATH: process.env.PATH, TOUCHSTONE_INGEST_KEYS: `test:${KEY}`, ...env }
	});
	child.stdin.end(input);
	const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
	return { out, err, code: Number(code) };
}

/** The address of ClickHouse stands in TOUCHSTONE_DATA, as it does beside npm start. */
const environmentOf = ({ dataDir }: { dataDir: string }, url = '') => ({
	TOUCHSTONE_DATA: dataDir,
	...(url && { INGEST_PORT: new URL(url).port })
});

async function post(url: string, events: unknown[]) {
	const response = await fetch(url.replace('ws:', 'http:'), {
		method: 'POST',
		headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents-batch+json' },
		body: JSON.stringify(events)
	});
	return response.json();
}

let serial = 0;
function said(
	type: CloudEvent['type'],
	subject: string,
	time: string,
	data: Record<string, unknown>
): CloudEvent {
	return event(`e${++serial}`, { type, subject, time, data: { team: 'Billing', channel: 'phone', ...data } });
}

/** A customer's life with the company: a complaint, a survey, activity, and events that were refused. */
function life(customer: string, name: string): unknown[] {
	const case_id = `case-${name}`;
	const plain = name === 'ann' ? WORDS : 'all is well';
	return [
		said('case.opened', case_id, '2026-01-05T09:00:00Z', { customer, kind: 'complaint', reason: 'delay' }),
		said('case.responded', case_id, '2026-01-05T09:00:10Z', { agent: 'Kim' }),
		said('complaint.remedied', case_id, '2026-01-05T10:00:00Z', { remedy: `${plain}: voucher` }),
		said('complaint.confirmed', case_id, '2026-01-05T11:00:00Z', {
			satisfied: 5,
			attributes: { wrote: plain }
		}),
		said('survey.answered', case_id, '2026-01-05T12:00:00Z', {
			instrument: 'csat',
			score: 4,
			comment: plain
		}),
		said('case.resolved', case_id, '2026-01-05T10:30:00Z', { customer }),
		said('breach.acknowledged', case_id, '2026-01-05T09:05:00Z', { breach: name, by: 'Kim', note: plain }),
		said('customer.active', case_id, '2026-01-06T09:00:00Z', { customer, value: 20 }),
		said('case.opened', `${case_id}-2`, '2026-01-07T09:00:00Z', { customer, kind: 7 }),
		said('survey.answered', case_id, '2026-01-05T12:00:00Z', {
			instrument: 'csat',
			score: 99,
			comment: plain
		})
	];
}

/** What does not depend on who a customer is. */
const KPIS = ['first_response', 'service_level', 'resolution_time', 'satisfaction', 'cases_opened'] as const;
const answers = (engine: Engine) =>
	Promise.all(KPIS.map((kpi) => rowsOf(engine.clickhouse, kpi, { by: 'team' })));

/** How many rows of each table speak of somebody. */
async function rowsAbout(engine: Engine, pseudonym: string) {
	const result = await engine.clickhouse.query({
		query: `SELECT
			(SELECT count() FROM events WHERE customer = {p:String}) AS events,
			(SELECT count() FROM cases WHERE has(steps.customer, {p:String})) AS cases,
			(SELECT count() FROM customer_activity WHERE customer = {p:String}) AS customer_activity,
			(SELECT count() FROM quarantine WHERE customer = {p:String}) AS quarantine`,
		query_params: { p: pseudonym },
		format: 'JSONEachRow'
	});
	const [row] = await result.json<Record<string, number>>();
	return row;
}

/** What a server that logs its queries keeps of those about somebody. */
async function writeQueryLog({ clickhouse }: Engine, about: string[]) {
	await clickhouse.command({
		query:
			'CREATE TABLE system.query_log (event_time DateTime, query String) ENGINE = MergeTree ORDER BY event_time'
	});
	await clickhouse.insert({
		table: 'system.query_log',
		values: about.map((pseudonym) => ({
			event_time: '2026-01-05 09:00:00',
			query: `SELECT * FROM events WHERE customer = '${pseudonym}'`
		})),
		format: 'JSONEachRow'
	});
}

const pseudonyms = (dataDir: string) =>
	createPseudonym({ key: readFileSync(join(dataDir, 'pseudonym.key'), 'utf8').trim() });

/** The folders of `TOUCHSTONE_DATA` in which some text was found. */
const places = (dataDir: string, words: string) => [
	...new Set(filesHolding(dataDir, words).map((file) => file.slice(dataDir.length + 1).split('/')[0]))
];

test('erases a customer from ClickHouse, quarantine and the spool of a running ingest, down to the last byte', async () => {
	const engine = await ownClickHouse();
	const { dataDir } = engine;
	const ingest = await ingestOf(engine);
	expect(await post(ingest.url, life(ANN, 'ann'))).toMatchObject({ accepted: 8, rejected: [{}, {}] });
	expect(await post(ingest.url, life(BOB, 'bob'))).toMatchObject({ accepted: 8, rejected: [{}, {}] });
	await drained(ingest.url);
	const pseudonym = pseudonyms(dataDir);
	const [ann, bob] = [pseudonym(ANN), pseudonym(BOB)];
	await writeQueryLog(engine, [ann, bob]);
	const before = await answers(engine);
	const bobs = await rowsAbout(engine, bob);

	// The search finds what is there: in the tables and in the spool through which it has gone.
	for (const found of [ann, bob, WORDS])
		expect(places(dataDir, found).sort()).toEqual(['clickhouse', 'spool']);
	expect(await rowsAbout(engine, ann)).toEqual({ events: 3, cases: 1, customer_activity: 1, quarantine: 1 });

	const done = await erase(['--customer', '-'], environmentOf(engine, ingest.url), `${ANN}\n`);
	expect(done).toMatchObject({ code: 0 });
	expect(done.out).toContain('customer_activity: 1 rows\n');
	expect(done.out).toContain('quarantine: 2 rows\n');
	expect(done.out).toContain('breach_actions: 1 rows\n');
	expect(done.out).toContain('system.query_log: 1 rows\n');
	expect(done.out).toContain('Erased: nothing of this customer is left');

	for (const gone of [ann, WORDS, ANN]) expect(filesHolding(dataDir, gone)).toEqual([]);
	expect(await rowsAbout(engine, ann)).toEqual({ events: 0, cases: 0, customer_activity: 0, quarantine: 0 });
	expect(await rowsAbout(engine, bob)).toEqual(bobs);
	expect(places(dataDir, bob)).toEqual(['clickhouse']);
	expect(await answers(engine)).toEqual(before);
	for (const words of [done.out, done.err, ...ingest.output]) {
		expect(words).not.toContain(ANN);
		expect(words).not.toContain(ann);
	}

	const again = await erase(['--pseudonym', ann], environmentOf(engine, ingest.url));
	expect(again).toMatchObject({ code: 0, out: 'Nothing of this customer was found.\n' });
	expect(await post(ingest.url, life('Cid', 'cid'))).toMatchObject({ accepted: 8 });
	await drained(ingest.url);
	expect((await rowsAbout(engine, pseudonym('Cid')))?.events).toBe(3);
});

test('erases what a stopped ingest has left in its spool', async () => {
	const engine = await ownClickHouse();
	const { dataDir } = engine;
	await engine.kill();
	const ingest = await ingestOf(engine);
	expect(await post(ingest.url, [...life(ANN, 'ann'), ...life(BOB, 'bob')])).toMatchObject({ accepted: 16 });
	expect((await healthOf(ingest.url)).pending).toBe(20);
	ingest.kill('SIGKILL');
	await ingest.exited;
	const pseudonym = pseudonyms(dataDir);
	const [ann, bob] = [pseudonym(ANN), pseudonym(BOB)];
	for (const found of [ann, bob, WORDS]) expect(places(dataDir, found)).toEqual(['spool']);

	const away = await erase(['--customer', ANN], environmentOf(engine));
	expect(away.code).toBe(1);
	expect(away.err).toContain('ClickHouse cannot be reached');
	expect(places(dataDir, ann)).toEqual(['spool']);

	await engine.restart();
	const done = await erase(['--customer', ANN], environmentOf(engine));
	expect(done).toMatchObject({ code: 0 });
	expect(done.err).toContain('Ingest does not run: 20 rows of its spool went to ClickHouse');
	for (const gone of [ann, WORDS, ANN]) expect(filesHolding(dataDir, gone)).toEqual([]);
	expect(await rowsAbout(engine, bob)).toEqual({ events: 3, cases: 1, customer_activity: 1, quarantine: 1 });
});

test('knows every column that holds a customer', async () => {
	const db = await testDatabase();
	onTestFinished(() => db.drop());
	const result = await db.clickhouse.query({
		query: `SELECT DISTINCT table FROM system.columns
			WHERE database = {database:String} AND (name = 'customer' OR position(type, 'customer ') > 0)
				AND table IN (SELECT name FROM system.tables WHERE database = {database:String} AND engine LIKE '%MergeTree')
			ORDER BY table`,
		query_params: { database: db.database },
		format: 'JSONEachRow'
	});
	const holding = (await result.json<{ table: string }>()).map(({ table }) => table);
	expect(holding).toEqual(['cases', 'customer_activity', 'events', 'quarantine']);
	const erased = holdings({ name: '', all: () => '()', list: () => '[]', add: async () => {} }, []);
	expect(erased.map(({ table }) => table).sort()).toEqual(
		[...holding, 'breach_actions', 'quarantine_outcomes'].sort()
	);
});

test('goes on where an erasure was interrupted, and clears away what that has left', async () => {
	const db = await testDatabase();
	onTestFinished(() => db.drop());
	const { clickhouse, database } = db;
	const pseudonym = 'a'.repeat(32);
	await store(clickhouse, [
		stored('case.opened', 'one', '2026-01-05T09:00:00', { customer: pseudonym }),
		stored('survey.answered', 'one', '2026-01-05T10:00:00', { instrument: 'csat', score: 3, comment: 'mine' })
	]);
	await clickhouse.command({
		query: "ALTER TABLE events UPDATE customer = '' WHERE customer != '' SETTINGS mutations_sync = 2"
	});
	await clickhouse.command({
		query: 'CREATE TABLE erasure_left (kind String, value String) ENGINE = Memory'
	});
	const erase = (staleS?: number) =>
		eraseFromClickHouse({ clickhouse, database, pseudonym, staleS, say: () => {} });
	const tables = async () => {
		const result = await clickhouse.query({
			query: "SHOW TABLES LIKE 'erasure%'",
			format: 'JSONCompactEachRow'
		});
		return result.json();
	};
	expect([...(await erase()).rows]).toEqual([
		['events', 1],
		['cases', 1]
	]);
	expect(await tables()).toEqual([['erasure_left']]); // young: perhaps another erasure is at work
	expect([...(await erase(-10)).rows]).toEqual([]);
	expect(await tables()).toEqual([]);
});

test('leaves alone what others said in a case of two customers', async () => {
	const db = await testDatabase();
	onTestFinished(() => db.drop());
	const { clickhouse, database } = db;
	const [ann, bob] = ['a'.repeat(32), 'b'.repeat(32)];
	await store(clickhouse, [
		stored('case.opened', 'shared', '2026-01-05T09:00:00', { customer: ann }),
		stored('case.contacted', 'shared', '2026-01-05T10:00:00', {
			customer: bob,
			attributes: { wrote: 'Bob' }
		}),
		stored('survey.answered', 'shared', '2026-01-05T11:00:00', {
			instrument: 'csat',
			score: 3,
			comment: 'whose?'
		})
	]);
	await eraseFromClickHouse({ clickhouse, database, pseudonym: ann, say: () => {} });
	const events = await clickhouse.query({
		query: 'SELECT type, customer, comment, attributes FROM events ORDER BY time',
		format: 'JSONCompactEachRow'
	});
	expect(await events.json()).toEqual([
		['case.opened', '', '', {}],
		['case.contacted', bob, '', { wrote: 'Bob' }],
		['survey.answered', '', '', {}]
	]);
	const cases = await clickhouse.query({
		query: 'SELECT arraySort(steps).customer AS customers FROM cases',
		format: 'JSONEachRow'
	});
	expect(await cases.json()).toEqual([{ customers: ['', bob, ''] }]);
});
