import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { genesys } from '../../../ingest/sources/genesys.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';
import { dayOfStories, detailed, told, type Story } from './genesys-day.ts';
import { callAsItHappens, NAMES } from './genesys-payloads.ts';
import { kpisOf, readWith, shaken } from './support.ts';

const open: TestDatabase[] = [];
afterAll(() => Promise.all(open.map((database) => database.drop())));

const read = (payload: unknown) => readWith(genesys, payload, { names: NAMES }).events;

/** A database of its own, with the events of each payload stored in turn. */
async function stored(...payloads: unknown[]) {
	const database = await testDatabase();
	open.push(database);
	for (const payload of payloads) await store(database.clickhouse, read(payload));
	return database.clickhouse;
}

const DAY = dayOfStories(11, 400);
const TOLD = DAY.map(told);
const DETAILED = DAY.flatMap(detailed);

let conversations: ClickHouseClient;
let kpis: Awaited<ReturnType<typeof kpisOf>>;
beforeAll(async () => {
	conversations = await stored(TOLD);
	kpis = await kpisOf(conversations);
});

test('shuffled, delivered twice and sent again, a day of conversations moves no KPI', async () => {
	const again = await stored(shaken(TOLD, 3), shaken(TOLD, 4));
	expect(await kpisOf(again)).toEqual(kpis);
});

test('shuffled and delivered twice, a day of detail events moves no KPI', async () => {
	const once = await kpisOf(await stored(DETAILED));
	expect(await kpisOf(await stored(shaken(DETAILED, 5), shaken(DETAILED, 6)))).toEqual(once);
});

test('a conversation whose end is told five days late gives the day what it would have had', async () => {
	const late = await stored(callAsItHappens.slice(0, 2));
	expect(await totalOf(late, 'service_level')).toMatchObject({ n: 0, overdue: 1 });
	await store(late, read(callAsItHappens.at(-1)));
	expect(await kpisOf(late)).toEqual(await kpisOf(await stored(callAsItHappens)));
});

const isAnswered = ({ outcome }: Story) => outcome === 'answered' || outcome === 'transferred';
const sumOf = (stories: Story[]) => stories.reduce((sum, { waited }) => sum + waited, 0);

// Definitions: https://help.mypurecloud.com/?p=334996 (offered: answered, abandoned or flowed out; answer and abandon: of those).
// Counted in the first queue: what is passed on there is another offer, and here the same case.
test.each([
	['conversations', TOLD],
	['detail events', DETAILED]
])('totals from %s are those of Genesys’ own definitions', async (_feed, payload) => {
	const clickhouse = payload === TOLD ? conversations : await stored(payload);
	const X = 20;
	const answered = DAY.filter(isAnswered);
	const abandoned = DAY.filter(({ outcome }) => outcome === 'abandoned');
	const flowOut = DAY.filter(({ outcome }) => outcome === 'flow_out');
	expect(Math.min(abandoned.length, flowOut.length)).toBeGreaterThan(20);

	// tAnswered: count and sum; nOffered; tAbandon: count.
	expect(await totalOf(clickhouse, 'first_response')).toMatchObject({
		n: answered.length,
		sum: sumOf(answered)
	});
	expect(await totalOf(clickhouse, 'cases_opened')).toMatchObject({
		n: answered.length + abandoned.length + flowOut.length
	});
	expect(await totalOf(clickhouse, 'abandonment')).toMatchObject({
		numerator: abandoned.length,
		denominator: answered.length + abandoned.length,
		short: abandoned.filter(({ waited }) => waited <= 5).length
	});
	// Answered within the service-level target, of answered and abandoned.
	expect(await totalOf(clickhouse, 'service_level', { threshold_s: X })).toMatchObject({
		numerator: answered.filter(({ waited }) => waited <= X).length,
		denominator: answered.length + abandoned.length
	});
	const byTeam = await rowsOf(clickhouse, 'abandonment', { by: 'team' });
	expect(Object.fromEntries(byTeam.map(({ group, numerator }) => [group, numerator]))).toEqual(
		Object.fromEntries(
			Object.entries(NAMES)
				.filter(([, name]) => name === 'Billing' || name === 'Experts')
				.map(([id, name]) => [name, abandoned.filter(({ queue }) => queue === id).length])
		)
	);
});
