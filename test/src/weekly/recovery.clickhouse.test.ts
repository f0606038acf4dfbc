import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { recovery } from '../../../src/lib/server/weekly/recovery.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const complaint = (
	id: string,
	reason: string,
	data: Record<string, unknown> = {},
	at = '2026-01-06T09:00:00'
) => event('case.opened', id, at, { kind: 'complaint', reason, ...data });

const times = (n: number, reason: string, data: Record<string, unknown> = {}) =>
	Array.from({ length: n }, (_, index) => complaint(`${reason} ${index}`, reason, data));

test('tells the steps of recovery of the complaints received in the week', async () => {
	await store(db.clickhouse, [
		complaint('a', 'late', { customer: 'c' }),
		event('complaint.acknowledged', 'a', '2026-01-06T10:00:00'),
		event('complaint.remedied', 'a', '2026-01-06T20:00:00'),
		event('complaint.confirmed', 'a', '2026-01-07T09:00:00', { satisfied: 5 }),
		event('complaint.followed_up', 'a', '2026-01-08T09:00:00'),
		complaint('b', 'rude'),
		complaint('before', 'rude', {}, '2026-01-02T09:00:00')
	]);
	const now = '2026-01-12T00:00:00Z';
	expect(await recovery(reviewOf(db.clickhouse, { now }))).toMatchObject({
		acknowledged: { numerator: 1, denominator: 2 },
		recovery: {
			received: 2,
			remedied: { numerator: 1, denominator: 2, immature: 0 },
			denominator: 0,
			immature: 2,
			no_relapse: { immature: 2 }
		},
		followed_up: { denominator: 0, immature: 1 },
		before: { received: 1 }
	});
	expect((await recovery(reviewOf(db.clickhouse))).recovery).toMatchObject({ numerator: 1, denominator: 2 });
});

test('orders causes by how often they were given, each with its share and that of all above it', async () => {
	await store(db.clickhouse, [
		...times(5, 'late'),
		...times(3, 'rude'),
		...times(1, 'broken'),
		...times(1, ''),
		complaint('next week', 'rude', {}, '2026-01-12T00:00:00'),
		event('case.opened', 'request', '2026-01-06T09:00:00', { reason: 'late' })
	]);
	const { causes } = await recovery(reviewOf(db.clickhouse));
	expect(
		causes.map(({ reason, complaints, share, cumulative }) => [reason, complaints, share, cumulative])
	).toEqual([
		['late', 5, 0.5, 0.5],
		['rude', 3, 0.3, 0.8],
		['', 1, 0.1, 0.9],
		['broken', 1, 0.1, 1]
	]);
});

test('puts causes after the seventh together, last, however many they are', async () => {
	const reasons = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
	await store(db.clickhouse, [...reasons.flatMap((reason) => times(2, reason)), complaint('more', 'g')]);
	const { causes } = await recovery(reviewOf(db.clickhouse));
	expect(causes).toHaveLength(8);
	expect(causes[0]).toMatchObject({ reason: 'g', reasons: 1, complaints: 3 });
	expect(causes[7]).toMatchObject({ reason: '', reasons: 2, complaints: 4, cumulative: 1, received: 19 });
	// Eight fit.
	await empty(db.clickhouse);
	await store(
		db.clickhouse,
		reasons.slice(1).flatMap((reason) => times(2, reason))
	);
	expect((await recovery(reviewOf(db.clickhouse))).causes.map(({ reasons }) => reasons)).toEqual(
		Array.from({ length: 8 }, () => 1)
	);
});

test('asks for teams and channels as of the receipt', async () => {
	await store(db.clickhouse, [
		complaint('north', 'late', { team: 'North', channel: 'phone' }),
		event('case.transferred', 'north', '2026-01-06T10:00:00', { team: 'South' }),
		complaint('south', 'rude', { team: 'South', channel: 'email' })
	]);
	const reasonsOf = async (asked: { teams?: string[]; channels?: string[] }) =>
		(await recovery(reviewOf(db.clickhouse, asked))).causes.map(({ reason }) => reason);
	expect(await reasonsOf({ teams: ['North'] })).toEqual(['late']);
	expect(await reasonsOf({ channels: ['email'] })).toEqual(['rude']);
});
