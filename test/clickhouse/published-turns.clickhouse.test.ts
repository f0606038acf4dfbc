import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTurn } from '../../src/lib/server/published/runner.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { empty } from '../support/empty.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());
beforeEach(() => empty(db.clickhouse));

const HOUR = 3_600_000;
const WEDNESDAY = Date.parse('2026-11-18T12:00:00Z');
const done = { published: 0, restated: 0, failed: [] };

/** Turns at a clock of the test's, and what each of them did. */
function turns(zone = 'UTC') {
	const did: string[] = [];
	let clock = WEDNESDAY;
	const turn = createTurn({
		...{ clickhouse: db.clickhouse, zone, now: () => clock },
		published: {
			run: async () => (did.push('publish and check'), done),
			publish: async () => (did.push('publish'), done)
		}
	});
	return async (ms: number) => {
		clock = WEDNESDAY + ms;
		await turn();
		return did.splice(0);
	};
}

const receive = (time: string, received_at: string) =>
	db.clickhouse.insert({
		table: 'events',
		values: [{ source: 's', id: time + received_at, type: 'agent.state', time, received_at }],
		format: 'JSONEachRow'
	});

test('publishes at every look, and checks at the first and every six hours', async () => {
	const at = turns();
	expect(await at(0)).toEqual(['publish and check']);
	expect(await at(1 * HOUR)).toEqual(['publish']);
	expect(await at(6 * HOUR - 1)).toEqual(['publish']);
	expect(await at(6 * HOUR)).toEqual(['publish and check']);
	expect(await at(7 * HOUR)).toEqual(['publish']);
});

test('waits while events of weeks that are over come in, not for those of this week', async () => {
	await receive('2026-11-15 23:59:59.999', '2026-11-18 11:55:00');
	await receive('2026-11-16 00:00:00', '2026-11-18 12:20:00');
	const at = turns();
	expect(await at(0)).toEqual([]);
	expect(await at(HOUR / 2)).toEqual(['publish and check']);
});

test('the week is over where the business is', async () => {
	await receive('2026-11-15 23:30:00', '2026-11-18 11:55:00');
	expect(await turns('UTC')(0)).toEqual([]);
	expect(await turns('Europe/Berlin')(0)).toEqual(['publish and check']);
});

test('waits for six hours at most', async () => {
	for (const hour of [12, 13, 14, 15, 16, 17, 18])
		await receive('2026-11-11 00:00:00', `2026-11-18 ${hour}:00:00`);
	const at = turns();
	for (const hours of [0, 1, 2, 3, 4, 5]) expect(await at(hours * HOUR)).toEqual([]);
	expect(await at(6 * HOUR)).toEqual(['publish and check']);
});
