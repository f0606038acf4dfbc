import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_TYPES, parseEvent } from '#schema/event.ts';
import { createStore, Unreadable, type Load } from '../../ingest/clickhouse.ts';
import { createCounters } from '../../ingest/counters.ts';
import { EVENT_COLUMNS, type EventRow } from '../../ingest/event-columns.ts';
import { encodeBlock } from '../../ingest/native.ts';
import { string } from '../../ingest/native/text.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from './support.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());

const storeOf = (counters = createCounters()) =>
	createStore({
		clickhouse: database.clickhouse,
		counters,
		log: pino({ level: 'silent' }),
		random: () => 0
	});

function rowOf(input: unknown): EventRow {
	const parsed = parseEvent(input, Date.now());
	if (!parsed.ok) throw new Error(`${parsed.refusal.path}: ${parsed.refusal.detail}`);
	return { event: parsed.event, received_at: Date.UTC(2026, 0, 5) };
}

const load = (...blocks: Buffer[]): Load => ({ table: 'events', rows: blocks.length, blocks });
const loadOf = (...inputs: unknown[]) => load(encodeBlock(EVENT_COLUMNS, inputs.map(rowOf)));

async function stored(source: string): Promise<Record<string, unknown>[]> {
	const result = await database.clickhouse.query({
		query: 'SELECT * FROM events WHERE source = {source:String} ORDER BY id',
		query_params: { source },
		format: 'JSONEachRow'
	});
	return result.json<Record<string, unknown>>();
}

/** What an event of any type may say, each field with a value that is not its default. */
const EVERYTHING = {
	...{ team: 't', agent: 'a', channel: 'chat', customer: 'c', tier: 'gold', topic: 'o', priority: 'p' },
	...{
		attributes: { k: 'v' },
		kind: 'complaint',
		reason: 'r',
		severity: 3,
		resolution: 'x',
		level: 2,
		status: 's'
	},
	...{
		wait_known: false,
		remedy: 'm',
		satisfied: 4,
		step: 'listen',
		survey: 'i',
		instrument: 'csat',
		score: 4.5
	},
	...{
		scale: 7,
		comment: 'c',
		had_problem: true,
		spoke_up: false,
		promise: 'pr',
		due: '2026-02-01T00:00:00Z'
	},
	...{ items: [{ dimension: 'empathy', expectation: 5, perception: 4.5 }], from_team: 'f', value: -9.5 },
	...{ procedural: 1, personal: 2.5, tangibles: 100, state: 'busy', breach: 'b', by: 'y', note: 'n' }
};

test.each(EVENT_TYPES)('stores everything a %s may say', async (type) => {
	const sent = event('1', { source: `all of ${type}`, type, data: EVERYTHING });
	await storeOf().insert(loadOf(sent));
	const [row] = await stored(`all of ${type}`);
	expect(row).toMatchObject({ id: '1', type, time: sent.time, received_at: '2026-01-05T00:00:00.000Z' });
	const { event: said } = rowOf(sent);
	expect(row?.case_id).toBe(said.subject ?? '');
	for (const [name, value] of Object.entries<unknown>(said.data))
		expect(row?.[name], name).toEqual(name === 'due' ? '2026-02-01T00:00:00.000Z' : value);
});

test('leaves what is not said at the columns’ defaults', async () => {
	await storeOf().insert(loadOf(event('1', { source: 'bare', data: {} })));
	expect(await stored('bare')).toMatchObject([
		{ team: '', customer: '', kind: 'request', score: null, wait_known: true, items: [] }
	]);
});

test('stores any text as it is', async () => {
	const text = 'quote " backslash \\ tab \t line \n 服务 🎧 \u0000 end';
	await storeOf().insert(loadOf(event(text, { source: 'texts', data: { topic: text } })));
	expect(await stored('texts')).toMatchObject([{ id: text, topic: text }]);
});

test('mends a text that was cut in the middle of a character', async () => {
	const comment = String.raw`good \ud83d \\ud83d ` + '\ud83d';
	const data = { instrument: 'csat', score: 5, comment };
	await storeOf().insert(loadOf(event('1', { source: 'cut', type: 'survey.answered', data })));
	expect(await stored('cut')).toMatchObject([{ comment: comment.replace(/.$/, '\ufffd') }]);
});

test('stores several blocks in one insert', async () => {
	const blocks = ['1', '2', '3'].map((id) =>
		encodeBlock(EVENT_COLUMNS, [rowOf(event(id, { source: 'many' }))])
	);
	await storeOf().insert(load(...blocks));
	expect((await stored('many')).map(({ id }) => id)).toEqual(['1', '2', '3']);
});

test.each([
	['cut off in the middle', (block: Buffer) => block.subarray(0, block.length - 20)],
	['of noise', () => Buffer.from('\u0005\u0005 this is no block at all, however it is read')]
])('says of a block %s that it cannot be read, and does not try it for ever', async (_, spoil) => {
	const block = spoil(encodeBlock(EVENT_COLUMNS, [rowOf(event('1', { source: 'spoilt' }))]));
	const insert = storeOf().insert(load(block));
	await expect(Promise.race([insert, sleep(20_000)])).rejects.toThrow(Unreadable);
	expect(await stored('spoilt')).toEqual([]);
});

test('waits for a table that is not there yet', async () => {
	const counters = createCounters();
	await database.clickhouse.command({ query: 'RENAME TABLE events TO events_elsewhere' });
	let stopped = false;
	const inserted = storeOf(counters)
		.insert(loadOf(event('1', { source: 'patient' })))
		.then(() => (stopped = true));
	await expect.poll(() => counters.retries).toBeGreaterThan(0);
	expect(stopped).toBe(false);
	await database.clickhouse.command({ query: 'RENAME TABLE events_elsewhere TO events' });
	await inserted;
	expect(await stored('patient')).toHaveLength(1);
});

test('waits for a column that is not there yet', async () => {
	const counters = createCounters();
	const block = encodeBlock(
		[string('source', () => 'newer'), string('id', () => '1'), string('mood', () => 'good')],
		[{}]
	);
	const inserted = storeOf(counters).insert(load(block));
	await expect.poll(() => counters.retries).toBeGreaterThan(0);
	await database.clickhouse.command({ query: 'ALTER TABLE events ADD COLUMN mood String' });
	await inserted;
	expect(await stored('newer')).toMatchObject([{ mood: 'good' }]);
});

test('gives up at once when it is told to', async () => {
	const store = storeOf();
	await database.clickhouse.command({ query: 'RENAME TABLE events TO events_elsewhere' });
	const inserted = expect(store.insert(loadOf(event('1')))).rejects.toThrow(/given up/);
	store.abort();
	await inserted;
	await database.clickhouse.command({ query: 'RENAME TABLE events_elsewhere TO events' });
});
