import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_TYPES, parseEvent } from '#schema/event.ts';
import { createStore, type Item } from '../../ingest/clickhouse.ts';
import { createCounters } from '../../ingest/counters.ts';
import { clickhouseTime, eventRow } from '../../ingest/row.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from './support.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());

const storeOf = () =>
	createStore({
		clickhouse: database.clickhouse,
		counters: createCounters(),
		log: pino({ level: 'silent' })
	});

function itemOf(input: unknown): Item {
	const parsed = parseEvent(input, Date.now());
	if (!parsed.ok) throw new Error(`${parsed.refusal.path}: ${parsed.refusal.detail}`);
	const { source, id, type } = parsed.event;
	return { source, id, type, row: eventRow(parsed.event, clickhouseTime(Date.now())) };
}

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
	const item = itemOf(event(type, { source: `all of ${type}`, type, data: EVERYTHING }));
	await storeOf().insert([item]);
	expect(item.refused).toBeUndefined();
	const [row] = await stored(`all of ${type}`);
	for (const [name, value] of Object.entries<unknown>(JSON.parse(item.row))) {
		const [time, read] = [String(value), row?.[name]];
		if (['time', 'received_at', 'due'].includes(name)) expect(read, name).toBe(`${time.replace(' ', 'T')}Z`);
		else expect(read, name).toEqual(value);
	}
});

test('leaves what is not said at the columns’ defaults', async () => {
	await storeOf().insert([itemOf(event('1', { source: 'bare', data: {} }))]);
	const [row] = await stored('bare');
	expect(row).toMatchObject({
		team: '',
		customer: '',
		kind: 'request',
		score: null,
		wait_known: true,
		items: []
	});
});

test('stores any text as it is', async () => {
	const text = 'quote " backslash \\ tab \t line \n 服务 🎧 \u0000 end';
	await storeOf().insert([itemOf(event(text, { source: 'texts', data: { topic: text } }))]);
	expect(await stored('texts')).toMatchObject([{ id: text, topic: text }]);
});

test('mends a text that was cut in the middle of a character', async () => {
	const comment = String.raw`good \ud83d \\ud83d ` + '\ud83d';
	const data = { instrument: 'csat', score: 5, comment };
	await storeOf().insert([itemOf(event('1', { source: 'cut', type: 'survey.answered', data }))]);
	expect(await stored('cut')).toMatchObject([{ comment: comment.replace(/.$/, '\ufffd') }]);
});

test('refuses the one row that ClickHouse cannot read, and stores the others of its batch', async () => {
	const items = Array.from({ length: 9 }, (_, n) => itemOf(event(String(n), { source: 'poison' })));
	const [poison] = items.splice(4, 1, {
		source: 'poison',
		id: '4',
		type: 'case.opened',
		row: '{"source":"poison","time":"noon"}'
	});
	expect(poison?.id).toBe('4');
	await storeOf().insert(items);
	expect(items.map(({ refused }) => refused?.reason)).toEqual(
		items.map((_, n) => (n === 4 ? 'invalid' : undefined))
	);
	expect(new Set((await stored('poison')).map(({ id }) => id))).toEqual(
		new Set(['0', '1', '2', '3', '5', '6', '7', '8'])
	);
});

test('waits for a table that is not there yet', async () => {
	const counters = createCounters();
	const store = createStore({
		clickhouse: database.clickhouse,
		counters,
		log: pino({ level: 'silent' }),
		random: () => 0
	});
	await database.clickhouse.command({ query: 'RENAME TABLE events TO events_elsewhere' });
	let stopped = false;
	const inserted = store.insert([itemOf(event('1', { source: 'patient' }))]).then(() => (stopped = true));
	await expect.poll(() => counters.retries).toBeGreaterThan(0);
	expect(stopped).toBe(false);
	await database.clickhouse.command({ query: 'RENAME TABLE events_elsewhere TO events' });
	await inserted;
	expect(await stored('patient')).toHaveLength(1);
});

test('waits for a column that is not there yet, and refuses nothing for it', async () => {
	const counters = createCounters();
	const store = createStore({
		clickhouse: database.clickhouse,
		counters,
		log: pino({ level: 'silent' }),
		random: () => 0
	});
	const item: Item = {
		source: 'newer',
		id: '1',
		type: 'case.opened',
		row: '{"source":"newer","id":"1","mood":"good"}'
	};
	const inserted = store.insert([item]);
	await expect.poll(() => counters.retries).toBeGreaterThan(0);
	await database.clickhouse.command({ query: 'ALTER TABLE events ADD COLUMN mood String' });
	await inserted;
	expect(item.refused).toBeUndefined();
	expect(await stored('newer')).toMatchObject([{ mood: 'good' }]);
});

test('gives up at once when it is told to', async () => {
	const store = storeOf();
	await database.clickhouse.command({ query: 'RENAME TABLE events TO events_elsewhere' });
	const inserted = expect(store.insert([itemOf(event('1'))])).rejects.toThrow(/given up/);
	store.abort();
	await inserted;
	await database.clickhouse.command({ query: 'RENAME TABLE events_elsewhere TO events' });
});
