import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_TYPES } from '#schema/event.ts';
import { EVENT_COLUMNS, type EventRow } from '../../ingest/event-columns.ts';
import { encodeBlock } from '../../ingest/native.ts';
import { string } from '../../ingest/native/text.ts';
import { clickhouseTime, eventRow } from '../support/event-row.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { eventRows, rowOf } from './native-events.ts';

// The same events, once as JSONEachRow and once as blocks of Native: ClickHouse must hold the same of both.

let json: TestDatabase;
let native: TestDatabase;
beforeAll(async () => void ([json, native] = await Promise.all([testDatabase(), testDatabase()])));
afterAll(() => Promise.all([json.drop(), native.drop()]));

const TABLES = {
	events: 'SELECT *, simulated FROM events ORDER BY case_id, source, id',
	cases: `SELECT case_id, simulated, min(first_time), max(last_time), groupBitOr(facts),
			arraySort(groupUniqArrayArray(steps)) AS steps
		FROM cases GROUP BY case_id, simulated ORDER BY case_id, simulated`,
	customer_activity: 'SELECT * FROM customer_activity ORDER BY ALL',
	sources: `SELECT source, simulated, min(first_time), max(last_time), max(last_received)
		FROM sources GROUP BY source, simulated ORDER BY source, simulated`
};

async function held({ clickhouse }: TestDatabase) {
	const held: Record<string, unknown[]> = {};
	for (const [table, query] of Object.entries(TABLES))
		held[table] = await (await clickhouse.query({ query, format: 'JSONEachRow' })).json();
	return held;
}

const empty = ({ clickhouse }: TestDatabase) =>
	Promise.all(Object.keys(TABLES).map((table) => clickhouse.command({ query: `TRUNCATE TABLE ${table}` })));

const insertJson = (rows: EventRow[]) =>
	json.clickhouse.command({
		query: `INSERT INTO events FORMAT JSONEachRow\n${rows
			.map(({ event, received_at }) => eventRow(event, clickhouseTime(received_at)))
			.join('\n')}`,
		clickhouse_settings: { date_time_input_format: 'basic', input_format_skip_unknown_fields: 0 }
	});

async function insertNative(blocks: Buffer[], settings: Record<string, number> = {}) {
	const { stream } = await native.clickhouse.exec({
		query: 'INSERT INTO events FORMAT Native',
		values: Readable.from(blocks, { objectMode: false }),
		clickhouse_settings: settings
	});
	for await (const _ of stream); // an insert answers nothing; it is done once that is read
}

/** Blocks of so many rows, the last one of what is left. */
const blocksOf = (rows: EventRow[], size: number) =>
	Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
		encodeBlock(EVENT_COLUMNS, rows.slice(n * size, (n + 1) * size))
	);

test('leaves in every table what JSON leaves, whatever the events say and however they are cut into blocks', async () => {
	await fc.assert(
		fc.asyncProperty(eventRows, fc.integer({ min: 1, max: 120 }), async (rows, size) => {
			await Promise.all([empty(json), empty(native)]);
			await Promise.all([insertJson(rows), insertNative(blocksOf(rows, size))]);
			const [expected, found] = await Promise.all([held(json), held(native)]);
			expect(expected.events).toHaveLength(rows.length);
			expect(found).toEqual(expected);
		}),
		{ numRuns: Number(process.env.NATIVE_RUNS ?? 15), endOnFailure: true }
	);
});

/** A field each with a value that is not its default. */
const EVERYTHING = {
	...{ team: 't', agent: 'a', channel: 'chat', customer: 'c', tier: 'gold', topic: 'o', priority: 'p' },
	...{ attributes: { k: 'v' }, kind: 'complaint', reason: 'r', severity: 3, resolution: 'x', level: 2 },
	...{ status: 's', wait_known: false, remedy: 'm', satisfied: 4, step: 'listen', survey: 'i' },
	...{ instrument: 'csat', score: 4.5, scale: 7, comment: 'c', had_problem: true, spoke_up: false },
	...{ items: [{ dimension: 'empathy', expectation: 5, perception: 4.5 }], promise: 'pr' },
	...{ due: '2026-02-01T00:00:00Z', from_team: 'f', value: -9.5, procedural: 1, personal: 2.5 },
	...{ tangibles: 100, state: 'busy', breach: 'b', by: 'y', note: 'n' }
};

const said = (type: string, n: number, data: object = EVERYTHING) =>
	rowOf({ type, source: 'acme/pbx', subject: `case-${n}`, time: '2026-01-05T09:30:00.123Z', data }, n);

test('stores everything an event of any type may say', async () => {
	const rows = EVENT_TYPES.map((type, n) => said(type, n));
	await Promise.all([empty(json), empty(native)]);
	await Promise.all([insertJson(rows), insertNative(blocksOf(rows, rows.length))]);
	const found = await held(native);
	expect(found).toEqual(await held(json));
	// No column of the table is forgotten: each holds something that is not its default for some event.
	for (const column of Object.keys(found.events?.[0] ?? {}).filter((name) => name !== 'simulated'))
		expect(
			new Set(
				found.events?.map((row) =>
					JSON.stringify(Object.entries(row as object).find(([name]) => name === column)?.[1])
				)
			),
			column
		).not.toEqual(new Set([column === 'wait_known' ? 'true' : '""']));
});

test.each([0, 1])(
	'leaves a column that no row of a block says at its default, between blocks that say it (omitted fields: %i)',
	async (input_format_defaults_for_omitted_fields) => {
		await empty(native);
		const blocks = [
			[said('case.opened', 1, {})],
			[said('case.abandoned', 2, { wait_known: false, team: 'T' }), said('case.abandoned', 3, {})],
			[said('survey.answered', 4, { instrument: 'csat', score: 4, spoke_up: false })],
			[said('customer.left', 5, {})]
		].map((rows) => encodeBlock(EVENT_COLUMNS, rows));
		await insertNative(blocks, { input_format_defaults_for_omitted_fields });
		const { events = [] } = await held(native);
		const by = (name: string) =>
			Object.fromEntries(
				events.map((row) => {
					const columns = Object.entries(row as object);
					const at = (column: string): unknown => columns.find(([name]) => name === column)?.[1];
					return [String(at('id')).trim(), at(name)];
				})
			);
		expect(by('wait_known')).toEqual({ 1: true, 2: false, 3: true, 4: true, 5: true });
		expect(by('score')).toEqual({ 1: null, 2: null, 3: null, 4: 4, 5: null });
		expect(by('spoke_up')).toEqual({ 1: null, 2: null, 3: null, 4: false, 5: null });
		expect(by('team')).toEqual({ 1: '', 2: 'T', 3: '', 4: '', 5: '' });
		expect(by('items')).toEqual({ 1: [], 2: [], 3: [], 4: [], 5: [] });
	}
);

test('takes a body of several hundred blocks as one insert', async () => {
	await empty(native);
	const rows = Array.from({ length: 3_000 }, (_, n) => said(EVENT_TYPES[n % EVENT_TYPES.length] ?? '', n));
	await insertNative(blocksOf(rows, 7));
	const result = await native.clickhouse.query({
		query: 'SELECT count() AS events, uniqExact(id) AS ids, uniqExact(_part) AS parts FROM events',
		format: 'JSONEachRow'
	});
	expect(await result.json()).toEqual([{ events: 3_000, ids: 3_000, parts: 1 }]);
});

test('stores nothing of a body that is cut in its last block', async () => {
	await empty(native);
	const [first, last] = blocksOf([said('case.opened', 1), said('case.opened', 2)], 1);
	const cut = [first ?? Buffer.alloc(0), last?.subarray(0, -5) ?? Buffer.alloc(0)];
	await expect(insertNative(cut)).rejects.toThrow(/Cannot read all data/);
	expect(await held(native)).toMatchObject({ events: [], cases: [] });
});

test('says an unknown column is unknown, which a migration will mend, rather than dropping it', async () => {
	const columns = [...EVENT_COLUMNS, string<EventRow>('mood', () => 'good')];
	const block = encodeBlock(columns, [said('case.opened', 1)]);
	await expect(insertNative([block], { input_format_skip_unknown_fields: 0 })).rejects.toMatchObject({
		code: '117',
		message: expect.stringContaining('mood')
	});
});
