import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { amazonConnect } from '../../../ingest/sources/amazon-connect.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { store } from '../../support/events.ts';
import { totalOf } from '../../support/kpi.ts';
import { dayOfRecords, type DayRecord } from './amazon-connect-day.ts';
import { contactEvent, liveCall, NAMES, queueInfo, record } from './amazon-connect-payloads.ts';
import { kpisOf, readWith, shaken } from './support.ts';

const open: TestDatabase[] = [];
afterAll(() => Promise.all(open.map((database) => database.drop())));

/** A database of its own, with the events of each payload stored in turn. */
async function stored(...payloads: unknown[]) {
	const database = await testDatabase();
	open.push(database);
	for (const payload of payloads) await store(database.clickhouse, read(payload));
	return database.clickhouse;
}

const read = (payload: unknown) => readWith(amazonConnect, payload, { names: NAMES }).events;
const DAY = dayOfRecords(7, 400);

let clickhouse: ClickHouseClient;
let kpis: Awaited<ReturnType<typeof kpisOf>>;
beforeAll(async () => {
	clickhouse = await stored(DAY);
	kpis = await kpisOf(clickhouse);
});

/** Seconds in the queue, as the record says. */
const waitOf = ({ Queue }: DayRecord) => Queue.Duration;
const count = (records: DayRecord[], holds: (record: DayRecord) => boolean) => records.filter(holds).length;

test('shuffled, delivered twice and sent again five days later, a day moves no KPI', async () => {
	const late = DAY.map((sent) => ({ ...sent, LastUpdateTimestamp: '2026-01-10T12:00:00Z', Attributes: {} }));
	const again = await stored(shaken(DAY, 3), shaken(late, 4));
	expect(await kpisOf(again)).toEqual(kpis);
});

test('records that come five days after their contact events give the day what it would have had', async () => {
	const gaveUp = record({ ContactId: 'c-2', Agent: null, DisconnectTimestamp: '2026-01-05T09:03:00Z' });
	const queued = contactEvent('QUEUED', { contactId: 'c-2', queueInfo });
	const left = contactEvent('DISCONNECTED', {
		...{ contactId: 'c-2', queueInfo, disconnectTimestamp: gaveUp.DisconnectTimestamp }
	});
	const live = await stored(queued, liveCall[1]);
	expect(await totalOf(live, 'service_level')).toMatchObject({ n: 0, overdue: 2 });
	await store(live, read([left, ...liveCall]));
	expect(await totalOf(live, 'abandonment')).toMatchObject({ n: 1, numerator: 0 });
	await store(live, read([gaveUp, record()]));
	expect(await kpisOf(live)).toEqual(await kpisOf(await stored([record(), gaveUp])));
});

// Definitions: https://docs.aws.amazon.com/connect/latest/adminguide/metrics-definitions.html. "Service level X" there counts
// whoever has left the queue within X, answered or not, over all queued; here who was answered, over answered and abandoned.
test('totals are those of Amazon Connect’s own definitions', async () => {
	const X = 20;
	const queued = DAY.filter(
		({ InitiationMethod, Queue }) => InitiationMethod === 'INBOUND' && Queue !== null
	);
	const answered = queued.filter(({ Agent }) => Agent !== null);
	const abandoned = queued.filter(
		({ Agent, NextContactId, DisconnectReason }) =>
			Agent === null && NextContactId === null && DisconnectReason === 'CUSTOMER_DISCONNECT'
	);
	const callbacks = count(DAY, ({ InitiationMethod }) => InitiationMethod === 'CALLBACK');
	const callbackAsked = queued.filter(({ Agent, NextContactId }) => Agent === null && NextContactId !== null);
	const within = (records: DayRecord[]) => count(records, (sent) => waitOf(sent) <= X);
	expect(Math.min(answered.length, abandoned.length, callbacks, within(abandoned))).toBeGreaterThan(4);

	const serviceLevel = await totalOf(clickhouse, 'service_level', { threshold_s: X });
	const abandonment = await totalOf(clickhouse, 'abandonment');
	const items = await clickhouse.query({
		query: `SELECT countIf(abandoned AND wait_s <= ${X}) AS abandoned_in_x, sumIf(answer_s, answered AND answer_s < 600) AS answer_time
			FROM service_level_items(from = '2026-01-01', to = '2026-02-01', as_of = '2026-02-01', teams = [], channels = [], threshold_s = NULL)`,
		format: 'JSONEachRow'
	});
	const [row] = await items.json<{ abandoned_in_x: string; answer_time: number }>();

	// CONTACTS_ABANDONED, SUM_CONTACTS_ABANDONED_IN_X, SUM_CONTACTS_ANSWERED_IN_X, and the sum behind AVG_QUEUE_ANSWER_TIME.
	expect(abandonment).toMatchObject({
		numerator: abandoned.length,
		denominator: answered.length + abandoned.length + callbacks
	});
	expect(Number(row?.abandoned_in_x)).toBe(within(abandoned));
	expect(serviceLevel.numerator).toBe(within(answered));
	expect(row?.answer_time).toBe(answered.reduce((sum, sent) => sum + waitOf(sent), 0));

	// SERVICE_LEVEL itself, put together from what is counted here and the callbacks that were asked for in time.
	const removed = serviceLevel.numerator + Number(row?.abandoned_in_x) + within(callbackAsked);
	const flowEnded = count(queued, ({ DisconnectReason, Agent, NextContactId }) =>
		Boolean(DisconnectReason === 'CONTACT_FLOW_DISCONNECT' && !Agent && !NextContactId)
	);
	const theirs = queued.filter(
		(sent) => waitOf(sent) <= X && (sent.Agent || abandoned.includes(sent) || callbackAsked.includes(sent))
	).length;
	expect(removed / (serviceLevel.n + flowEnded)).toBe(theirs / queued.length);
});
