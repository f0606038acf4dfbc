import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import { createPseudonym } from '../../ingest/pseudonym.ts';
import { filesHolding } from '../support/bytes.ts';
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
	expect(await post(ingest.url, life(ANN, 'ann'))).toMatchObject({ accepted: 7, rejected: [{}, {}] });
	expect(await post(ingest.url, life(BOB, 'bob'))).toMatchObject({ accepted: 7, rejected: [{}, {}] });
	await drained(ingest.url);
	const pseudonym = pseudonyms(dataDir);
	const [ann, bob] = [pseudonym(ANN), pseudonym(BOB)];
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
	expect(await post(ingest.url, life('Cid', 'cid'))).toMatchObject({ accepted: 7 });
	await drained(ingest.url);
	expect((await rowsAbout(engine, pseudonym('Cid')))?.events).toBe(3);
});

test('erases what a stopped ingest has left in its spool', async () => {
	const engine = await ownClickHouse();
	const { dataDir } = engine;
	await engine.kill();
	const ingest = await ingestOf(engine);
	expect(await post(ingest.url, [...life(ANN, 'ann'), ...life(BOB, 'bob')])).toMatchObject({ accepted: 14 });
	expect((await healthOf(ingest.url)).pending).toBe(18);
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
	expect(done.err).toContain('Ingest does not run: 18 rows of its spool went to ClickHouse');
	for (const gone of [ann, WORDS, ANN]) expect(filesHolding(dataDir, gone)).toEqual([]);
	expect(await rowsAbout(engine, bob)).toEqual({ events: 3, cases: 1, customer_activity: 1, quarantine: 1 });
});
