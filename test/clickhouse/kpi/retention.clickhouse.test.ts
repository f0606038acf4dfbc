import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { rowsOf, totalOf, type Asked } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const active = (customer: string, at: string, data: Record<string, unknown> = {}) =>
	event('customer.active', 'x', at, { customer, ...data });

/** January, and before it the 31 days of December. */
const retention = (asked: Asked = {}) => totalOf(db.clickhouse, 'retention', asked);
const days = (asked: Asked = {}) => rowsOf(db.clickhouse, 'retention', { grain: 'day', ...asked });

type Row = Awaited<ReturnType<typeof days>>[number];
const told = ({ bucket, numerator, denominator, ...row }: Row) => [
	bucket?.slice(0, 16),
	numerator,
	denominator,
	row.new,
	row.returning,
	row.lost
];

test('of the customers of the period before, those who are active in this; the others are new, back or lost', async () => {
	await store(db.clickhouse, [
		...[active('stays', '2025-12-10T00:00:00'), active('stays', '2026-01-10T00:00:00')],
		active('is lost', '2025-12-20T00:00:00'),
		...[active('is back', '2025-11-30T23:59:59.999'), active('is back', '2026-01-31T23:59:59.999')],
		active('is new', '2026-01-01T00:00:00'),
		active('comes later', '2026-02-01T00:00:00')
	]);
	expect(await retention()).toMatchObject({
		...{ value: 0.5, n: 2, numerator: 1, denominator: 2, immature: 0 },
		...{ new: 1, returning: 1, lost: 1 },
		low: expect.closeTo(0.0945, 4),
		high: expect.closeTo(0.9055, 4)
	});
});

test('the period before is of equal length, from its first moment', async () => {
	await store(db.clickhouse, [
		active('in', '2025-12-01T00:00:00'),
		active('before', '2025-11-30T23:59:59.999')
	]);
	expect(await retention()).toMatchObject({ n: 1, lost: 1 });
});

test('leaving is no activity, and who is not known is nobody', async () => {
	await store(db.clickhouse, [
		active('c', '2025-12-10T00:00:00'),
		event('customer.left', 'x', '2026-01-10T00:00:00', { customer: 'c' }),
		event('customer.active', 'x', '2026-01-10T00:00:00', {})
	]);
	expect(await retention()).toMatchObject({ n: 1, numerator: 0, lost: 1, new: 0, returning: 0 });
});

test('a period that is not over is not judged: its customers wait', async () => {
	await store(db.clickhouse, [
		...[active('c', '2025-12-10T00:00:00'), active('c', '2026-01-10T00:00:00')],
		active('d', '2025-12-10T00:00:00'),
		active('e', '2026-01-10T00:00:00')
	]);
	expect(await retention({ now: '2026-01-31T23:59:59.999Z' })).toMatchObject({
		...{ value: null, n: 0, numerator: 0, denominator: 0, low: null, immature: 2 },
		...{ new: 1, returning: 0, lost: 0 }
	});
	expect(await retention({ now: '2026-02-01T00:00:00Z' })).toMatchObject({ n: 2, numerator: 1, immature: 0 });
});

test('of each day the day before, in the business zone and whole, wherever the question begins and ends', async () => {
	await store(db.clickhouse, [
		active('c', '2026-01-04T16:00:00'), // the 5th in Shanghai
		active('c', '2026-01-05T16:00:00'), // the 6th
		active('d', '2026-01-06T01:00:00'), // the 6th
		active('d', '2026-01-08T15:59:59.999'), // the 8th
		active('e', '2026-01-08T16:00:00') // the 9th
	]);
	const asked = { from: '2026-01-06T10:00:00+08:00', to: '2026-01-08T03:00:00+08:00' };
	expect((await days({ ...asked, zone: 'Asia/Shanghai' })).map(told)).toEqual([
		['2026-01-06T00:00', 1, 1, 1, 0, 0],
		['2026-01-07T00:00', 0, 2, 0, 0, 2],
		['2026-01-08T00:00', 0, 0, 0, 1, 0]
	]);
	// A question that ends with the day does not reach the next.
	expect((await days({ ...asked, to: '2026-01-08T00:00:00+08:00', zone: 'Asia/Shanghai' })).length).toBe(2);
});

test.each([
	['Europe/Berlin', '2026-03-29T00:30:00+01:00', '2026-03-30T00:30:00+02:00', '2026-03-30T00:00'],
	['America/New_York', '2026-11-01T04:30:00', '2026-11-02T05:30:00', '2026-11-02T00:00'],
	['Asia/Shanghai', '2026-12-31T23:59:59.999+08:00', '2027-01-01T00:00:00+08:00', '2027-01-01T00:00']
])(
	'days follow each other across a change of clocks and of the year: %s',
	async (zone, before, now, bucket) => {
		await store(db.clickhouse, [active('c', before), active('c', now)]);
		const asked = {
			from: '2026-01-01T00:00:00Z',
			to: '2027-02-01T00:00:00Z',
			now: '2027-03-01T00:00:00Z',
			zone
		};
		const rows = (await days(asked)).filter((row) => row.bucket?.startsWith(bucket));
		expect(rows.map(told)).toEqual([[bucket, 1, 1, 0, 0, 0]]);
	}
);

test('hours and weeks likewise', async () => {
	await store(db.clickhouse, [
		active('c', '2026-01-04T23:59:59.999'), // a Sunday
		active('c', '2026-01-05T00:00:00')
	]);
	const hours = await rowsOf(db.clickhouse, 'retention', { grain: 'hour' });
	expect(hours.map(told)).toEqual([
		['2026-01-04T23:00', 0, 0, 1, 0, 0],
		['2026-01-05T00:00', 1, 1, 0, 0, 0],
		['2026-01-05T01:00', 0, 1, 0, 0, 1]
	]);
	const weeks = await rowsOf(db.clickhouse, 'retention', { grain: 'week' });
	expect(weeks.map(told)).toEqual([
		['2025-12-29T00:00', 0, 0, 1, 0, 0],
		['2026-01-05T00:00', 1, 1, 0, 0, 0],
		['2026-01-12T00:00', 0, 1, 0, 0, 1]
	]);
});

test('a day of customers who do not come back is a day with nobody kept, until it is over one that waits', async () => {
	await store(db.clickhouse, [active('c', '2026-01-05T12:00:00')]);
	const now = '2026-01-06T23:59:59.999Z';
	const [, waiting] = await days({ now });
	expect(waiting).toMatchObject({
		bucket: '2026-01-06T00:00:00+00:00',
		value: null,
		n: 0,
		immature: 1,
		lost: 0
	});
	const [, over] = await days({ now: '2026-01-07T00:00:00Z' });
	expect(over).toMatchObject({ value: 0, n: 1, immature: 0, lost: 1 });
});

test('each group by itself, where the activity says it was', async () => {
	await store(db.clickhouse, [
		active('c', '2025-11-10T00:00:00', { channel: 'web' }),
		active('c', '2025-12-10T00:00:00', { channel: 'counter' }),
		active('c', '2026-01-10T00:00:00', { channel: 'web' }),
		active('d', '2026-01-10T00:00:00', { channel: 'web' }),
		active('d', '2026-01-11T00:00:00')
	]);
	const rows = await rowsOf(db.clickhouse, 'retention', { by: 'channel' });
	expect(rows.map(({ group, ...row }) => [group, row.n, row.new, row.returning, row.lost])).toEqual([
		['', 0, 1, 0, 0],
		['counter', 1, 0, 0, 1],
		['web', 0, 1, 1, 0]
	]);
	expect(await retention()).toMatchObject({ n: 1, numerator: 1, new: 1, returning: 0 });
	expect(await retention({ channels: ['web'] })).toMatchObject({ n: 0, new: 1, returning: 1 });
	expect(await retention({ teams: ['A'] })).toMatchObject({ n: 0, new: 0 });
});

test('an event delivered twice and in any order counts once', async () => {
	const events = [active('c', '2026-01-10T00:00:00'), active('c', '2025-12-10T00:00:00')];
	await store(db.clickhouse, events);
	for (const again of events) await store(db.clickhouse, [again]);
	expect(await retention()).toMatchObject({ n: 1, numerator: 1 });
});

test('without activity nothing is said', async () => {
	expect(await retention()).toMatchObject({ n: 0, value: null, immature: 0, new: 0 });
	expect(await days()).toEqual([]);
});
