import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeBlock } from '../../ingest/native.ts';
import { QUARANTINE_COLUMNS, quarantineRow, type QuarantineRow } from '../../ingest/quarantine.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { insertRejected } from '../support/quarantine.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.drop());

const AT = Date.UTC(2026, 0, 5, 10);

const row = (id: string, changes: Partial<Parameters<typeof quarantineRow>[0]> = {}): QuarantineRow =>
	quarantineRow(
		{
			input: { id, source: 'acme', type: 'case.opened', data: { channel: 'fax', phone: 'x' } },
			refusal: { reason: 'invalid', path: 'data.channel', detail: 'expected another' },
			key: 'crm',
			via: 'http',
			received_at: AT,
			...changes
		},
		(customer) => customer
	);

async function ask(query: string) {
	const result = await db.clickhouse.query({ query, format: 'JSONEachRow' });
	return result.json<Record<string, unknown>>();
}
const one = async (id: string) =>
	(await ask(`SELECT * FROM quarantine_rows WHERE event_id = '${id}' ORDER BY id`))[0] ?? {};
const say = (id: unknown, at: number, outcome: string, changes: Record<string, unknown> = {}) =>
	db.clickhouse.insert({
		table: 'quarantine_outcomes',
		values: [{ id, at, outcome, ...changes }],
		format: 'JSONEachRow'
	});

describe('the quarantine', () => {
	test('keeps a block of rejected events, field for field', async () => {
		const kept = row('whole');
		await insertRejected(db.clickhouse, [kept]);
		const { received_at, customer, ...fields } = kept;
		expect(customer).toBe('');
		expect(await one('whole')).toMatchObject({
			...fields,
			dropped: ['data.phone'],
			first_received: new Date(received_at).toISOString(),
			last_received: new Date(received_at).toISOString(),
			state: 'open'
		});
	});

	test('keeps each row of a block apart', async () => {
		const data = [{ a: 1, b: 2 }, {}, { c: 3 }];
		const kept = data.map((data, index) =>
			row(`b${index}`, { input: { id: `b${index}`, source: 'acme', data } })
		);
		await insertRejected(db.clickhouse, kept);
		const dropped = await Promise.all(['b0', 'b1', 'b2'].map(async (id) => (await one(id)).dropped));
		expect(dropped).toEqual([['data.a', 'data.b'], [], ['data.c']]);
	});

	test('has an event once, whenever and however often it comes', async () => {
		const times = [AT + 2000, AT, AT + 1000, AT + 2000];
		for (const received_at of times) await insertRejected(db.clickhouse, [row('often', { received_at })]);
		const block = encodeBlock(QUARANTINE_COLUMNS, [row('often', { received_at: AT })]);
		expect(block.length).toBeGreaterThan(0);
		const rows = await ask(`SELECT * FROM quarantine_rows WHERE event_id = 'often'`);
		expect(rows).toMatchObject([
			{ first_received: new Date(AT).toISOString(), last_received: new Date(AT + 2000).toISOString() }
		]);
		await db.clickhouse.command({ query: 'OPTIMIZE TABLE quarantine FINAL' });
		expect(await ask(`SELECT * FROM quarantine_rows WHERE event_id = 'often'`)).toEqual(rows);
	});

	test('says what was wrong when it came last', async () => {
		const before = { reason: 'unknown_type' as const, path: 'type', detail: 'unknown' };
		await insertRejected(db.clickhouse, [row('changed', { received_at: AT + 1 })]);
		await insertRejected(db.clickhouse, [row('changed', { refusal: before })]);
		expect(await one('changed')).toMatchObject({ reason: 'invalid', path: 'data.channel' });
	});

	test.each([
		['accepted', 'replayed'],
		['duplicate', 'replayed'],
		['dismissed', 'dismissed'],
		['rejected', 'open'],
		['reopened', 'open']
	])('an event that was %s is %s', async (outcome, state) => {
		const kept = row(`outcome-${outcome}`);
		await insertRejected(db.clickhouse, [kept]);
		await say(kept.id, AT + 1000, outcome);
		expect(await one(`outcome-${outcome}`)).toMatchObject({ state });
	});

	test('opens a settled event again when it comes again', async () => {
		const kept = row('again');
		await insertRejected(db.clickhouse, [kept]);
		await say(kept.id, AT + 1000, 'dismissed');
		await insertRejected(db.clickhouse, [row('again', { received_at: AT + 2000 })]);
		expect(await one('again')).toMatchObject({ state: 'open' });
	});

	test('takes the latest word of several', async () => {
		const kept = row('latest');
		await insertRejected(db.clickhouse, [kept]);
		await say(kept.id, AT + 3000, 'reopened');
		await say(kept.id, AT + 2000, 'dismissed');
		expect(await one('latest')).toMatchObject({ state: 'open' });
	});

	test('says what a replay said of it, unless the replay was of a changed event', async () => {
		const kept = row('judged');
		await insertRejected(db.clickhouse, [kept]);
		const verdict = { reason: 'invalid', path: 'time', detail: 'expected a time' };
		const ofEdited = { ...verdict, path: 'subject', edited: true };
		await say(kept.id, AT + 1000, 'rejected', ofEdited);
		expect(await one('judged')).toMatchObject({ path: 'data.channel' });
		await say(kept.id, AT + 2000, 'rejected', verdict);
		await say(kept.id, AT + 3000, 'rejected', ofEdited);
		expect(await one('judged')).toMatchObject({ path: 'time' });
	});

	test('counts places in a list as one problem', async () => {
		for (const at of [0, 7]) {
			const refusal = { reason: 'invalid' as const, path: `data.items.${at}.expectation`, detail: 'number' };
			await insertRejected(db.clickhouse, [row(`items-${at}`, { refusal })]);
		}
		const [first, second] = [await one('items-0'), await one('items-7')];
		expect(first.place).toBe('data.items.*.expectation');
		expect(first.problem).toBe(second.problem);
	});

	test('holds simulated rows in a partition of their own', async () => {
		const input = { id: 'sim', source: 'touchstone/simulator', type: 'x' };
		await insertRejected(db.clickhouse, [row('sim', { input })]);
		await db.clickhouse.command({ query: 'ALTER TABLE quarantine DROP PARTITION 1' });
		expect(await ask(`SELECT id FROM quarantine_rows WHERE event_id = 'sim'`)).toEqual([]);
		expect(await one('whole')).toMatchObject({ state: 'open' });
	});
});
