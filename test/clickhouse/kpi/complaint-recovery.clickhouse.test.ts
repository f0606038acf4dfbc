import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const FRIDAY = '2026-01-09T17:00:00';
const HOUR = 3600;
const DAY = 86_400;

const complaint = (id: string, data: Record<string, unknown> = {}, at = FRIDAY) =>
	event('case.opened', id, at, { kind: 'complaint', ...data });

test('the 24 hours are calendar time: Saturday 16:59 is in time, 17:01 is late', async () => {
	await store(db.clickhouse, [
		complaint('in time'),
		event('complaint.remedied', 'in time', '2026-01-10T16:59:00'),
		complaint('late'),
		event('complaint.remedied', 'late', '2026-01-10T17:01:00')
	]);
	const row = await totalOf(db.clickhouse, 'complaint_recovery');
	expect(row).toMatchObject({ received: 2, remedied: { numerator: 1, denominator: 2, immature: 0 } });
});

test('the headline is confirmed by the customer: the latest answer within 14 days, silence is not a yes', async () => {
	await store(db.clickhouse, [
		...['yes', 'no then yes', 'yes then no', 'silent', 'too late'].map((id) => complaint(id)),
		event('complaint.confirmed', 'yes', after(FRIDAY, DAY), { satisfied: 4 }),
		event('complaint.confirmed', 'no then yes', after(FRIDAY, DAY), { satisfied: 2 }),
		event('complaint.confirmed', 'no then yes', after(FRIDAY, 2 * DAY), { satisfied: 5 }),
		event('complaint.confirmed', 'yes then no', after(FRIDAY, DAY), { satisfied: 5 }),
		event('complaint.confirmed', 'yes then no', after(FRIDAY, 2 * DAY), { satisfied: 3 }),
		event('complaint.confirmed', 'too late', after(FRIDAY, 15 * DAY), { satisfied: 5 })
	]);
	expect(await totalOf(db.clickhouse, 'complaint_recovery')).toMatchObject({
		n: 5,
		numerator: 2,
		value: 0.4,
		immature: 0
	});
});

test('each step waits for its own window', async () => {
	await store(db.clickhouse, [complaint('a', { customer: 'c' })]);
	const asked = (now: string) => totalOf(db.clickhouse, 'complaint_recovery', { now });
	const counts = async (now: string) => {
		const { immature, remedied, no_relapse, retained } = await asked(now);
		return [remedied.immature, immature, no_relapse.immature, retained.immature];
	};
	expect(await counts('2026-01-10T17:00:00Z')).toEqual([1, 1, 1, 1]);
	expect(await counts('2026-01-10T17:00:01Z')).toEqual([0, 1, 1, 1]);
	expect(await counts('2026-01-23T17:00:01Z')).toEqual([0, 0, 1, 1]);
	expect(await counts('2026-02-09T17:00:01Z')).toEqual([0, 0, 0, 1]);
	expect(await counts('2026-04-09T17:00:01Z')).toEqual([0, 0, 0, 0]);
});

test.each([
	['for the same reason within 30 days', 'late delivery', 10 * DAY, 0],
	['for the same reason thirty days after the remedy', 'late delivery', 30 * DAY + HOUR, 0],
	['for the same reason a second later', 'late delivery', 30 * DAY + HOUR + 1, 1],
	['for the same reason much later', 'late delivery', 31 * DAY, 1],
	['for another reason', 'rude', 10 * DAY, 1]
] as const)('a complaint of the customer %s', async (_, reason, seconds, kept) => {
	await store(db.clickhouse, [
		complaint('a', { customer: 'c', reason: 'late delivery' }),
		event('complaint.remedied', 'a', after(FRIDAY, HOUR)),
		complaint('b', { customer: 'c', reason }, after(FRIDAY, seconds))
	]);
	const row = await totalOf(db.clickhouse, 'complaint_recovery', { to: '2026-01-10T00:00:00Z' });
	expect(row.no_relapse).toEqual({ numerator: kept, denominator: 1, immature: 0 });
});

test('never remedied is no recovery without relapse', async () => {
	await store(db.clickhouse, [complaint('a', { customer: 'c' })]);
	const row = await totalOf(db.clickhouse, 'complaint_recovery');
	expect(row.no_relapse).toEqual({ numerator: 0, denominator: 1, immature: 0 });
});

test.each([
	['active on day 61', [['customer.active', 60 * DAY]], 1],
	['active on day 90', [['customer.active', 90 * DAY - 1]], 1],
	[
		'active only before and after',
		[
			['customer.active', 60 * DAY - 1],
			['customer.active', 90 * DAY]
		],
		0
	],
	[
		'active, but left',
		[
			['customer.active', 70 * DAY],
			['customer.left', 80 * DAY]
		],
		0
	]
] as const)('retained: %s', async (_, facts, kept) => {
	await store(db.clickhouse, [
		complaint('a', { customer: 'c' }),
		...facts.map(([type, seconds]) => event(type, 'x', after(FRIDAY, seconds), { customer: 'c' }))
	]);
	const row = await totalOf(db.clickhouse, 'complaint_recovery');
	expect(row.retained).toEqual({ numerator: kept, denominator: 1, immature: 0 });
});

test('requests are no complaints, and teams are those of the receipt', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'request', FRIDAY, { team: 'A' }),
		complaint('a', { team: 'A' }),
		event('complaint.confirmed', 'a', after(FRIDAY, HOUR), { satisfied: 5, team: 'B' })
	]);
	const rows = await rowsOf(db.clickhouse, 'complaint_recovery', { by: 'team' });
	expect(rows).toMatchObject([{ group: 'A', received: 1, n: 1, numerator: 1 }]);
});
