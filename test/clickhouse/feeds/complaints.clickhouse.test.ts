import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askComplaints } from '../../../src/lib/server/feeds/complaints.ts';
import { FeedAsk } from '#schema/feed.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { forgetPromises, promise } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const NOW = '2026-03-10T12:30:00';
const HOUR = 3600;
const DAY = 86_400;

const ago = (seconds: number) => after(NOW, -seconds);

const complaint = (id: string, seconds: number, data: Record<string, unknown> = {}) =>
	event('case.opened', id, ago(seconds), { kind: 'complaint', ...data });

const ask = (asked: Partial<FeedAsk> = {}, now = NOW) =>
	askComplaints(db.clickhouse, FeedAsk.parse({ feed: 'complaints', ...asked }), {
		zone: 'UTC',
		now: Date.parse(`${now}Z`)
	});
const idsOf = async (asked: Partial<FeedAsk> = {}, now = NOW) =>
	(await ask(asked, now)).rows.map(({ case_id }) => case_id);

test('lists what is not remedied with its time, 24 hours by the calendar unless a standard says otherwise, and nothing else', async () => {
	await store(db.clickhouse, [
		complaint('open', 2 * HOUR, {
			...{ team: 'North', agent: 'Ann', channel: 'phone', tier: 'gold', topic: 'invoice', reason: 'late' }
		}),
		event('complaint.acknowledged', 'open', ago(HOUR)),
		event('case.resolved', 'open', ago(HOUR / 2), { team: 'South' }),
		complaint('remedied', 2 * HOUR),
		event('complaint.remedied', 'remedied', ago(HOUR)),
		event('case.opened', 'request', ago(HOUR)),
		complaint('to come', -HOUR)
	]);
	const answer = await ask();
	expect(answer).toMatchObject({
		...{ feed: 'complaints', as_of: '2026-03-10T12:30:00.000Z', watermark: '2026-03-10T13:30:00.000Z' },
		counts: { open: 1, late: 0, soon: 0 }
	});
	expect(answer.rows).toEqual([
		{
			case_id: 'open',
			received_at: '2026-03-10T10:30:00.000Z',
			due_at: '2026-03-11T10:30:00.000Z',
			soon_at: '2026-03-11T09:30:00.000Z',
			...{ team: 'North', agent: 'Ann', channel: 'phone', tier: 'gold', topic: 'invoice', reason: 'late' },
			acknowledged_at: '2026-03-10T11:30:00.000Z',
			relapse: false
		}
	]);
});

test('tells what was so at a moment: remedied or acknowledged later is not yet', async () => {
	await store(db.clickhouse, [
		complaint('a', 10 * HOUR),
		event('complaint.acknowledged', 'a', ago(3 * HOUR)),
		event('complaint.remedied', 'a', ago(HOUR))
	]);
	expect(await idsOf()).toEqual([]);
	expect((await ask({}, ago(2 * HOUR))).rows).toMatchObject([
		{ acknowledged_at: '2026-03-10T09:30:00.000Z' }
	]);
	expect((await ask({}, ago(4 * HOUR))).rows).toMatchObject([{ acknowledged_at: null }]);
	expect(await idsOf({}, ago(11 * HOUR))).toEqual([]);
});

test('puts those overdue first, the longest first, then key accounts within the hour in which they fall due', async () => {
	await store(db.clickhouse, [
		// Due at 13:50, 13:10, 13:20, 13:30, 13:40, 13:05 and 14:10.
		complaint('diamond', DAY - 80 * 60, { tier: 'diamond' }),
		complaint('silver', DAY - 40 * 60, { tier: 'silver' }),
		complaint('vip', DAY - 50 * 60, { tier: 'vip' }),
		complaint('gold', DAY - 60 * 60, { tier: 'gold' }),
		complaint('standard', DAY - 70 * 60, { tier: 'standard' }),
		complaint('unknown', DAY - 35 * 60),
		complaint('next hour', DAY - 100 * 60, { tier: 'diamond' }),
		// Overdue since 12:10 and 12:20, and for two days. One falls due at 12:40, in the same hour.
		complaint('late, gold', DAY + 20 * 60, { tier: 'gold' }),
		complaint('late, diamond', DAY + 10 * 60, { tier: 'diamond' }),
		complaint('long late', 3 * DAY),
		complaint('this hour', DAY - 10 * 60, { tier: 'diamond' })
	]);
	const answer = await ask();
	expect(answer.rows.map(({ case_id }) => case_id)).toEqual([
		...['long late', 'late, diamond', 'late, gold', 'this hour'],
		...['diamond', 'vip', 'gold', 'silver', 'standard', 'unknown', 'next hour']
	]);
	expect(answer.counts).toEqual({ open: 11, late: 3, soon: 5 });
	expect(await ask({ limit: 2 })).toMatchObject({
		rows: [{ case_id: 'long late' }, { case_id: 'late, diamond' }],
		counts: answer.counts
	});
});

test('is at risk in its last hour, as in the queue of actions, late when its time is over, and no sooner', async () => {
	await store(db.clickhouse, [complaint('a', DAY)]);
	expect((await ask()).counts).toEqual({ open: 1, late: 0, soon: 1 });
	expect((await ask({}, after(NOW, 0.001))).counts).toEqual({ open: 1, late: 1, soon: 0 });
	expect((await ask({}, ago(HOUR))).counts).toEqual({ open: 1, late: 0, soon: 1 });
	expect((await ask({}, ago(HOUR + 0.001))).counts).toEqual({ open: 1, late: 0, soon: 0 });
});

test('is due as the standard in force at its receipt says, for its team, channel and tier', async () => {
	await promise(db.clickhouse, { metric: 'complaint_remedied', threshold_s: 4 * HOUR, team: 'North' });
	await store(db.clickhouse, [
		complaint('north', 3.5 * HOUR, { team: 'North' }),
		complaint('south', 3.5 * HOUR, { team: 'South' })
	]);
	const { rows, counts } = await ask();
	await forgetPromises(db.clickhouse);
	expect(rows.map(({ case_id, due_at, soon_at }) => [case_id, due_at, soon_at])).toEqual([
		['north', '2026-03-10T13:00:00.000Z', '2026-03-10T12:00:00.000Z'],
		['south', '2026-03-11T09:00:00.000Z', '2026-03-11T08:00:00.000Z']
	]);
	expect(counts).toEqual({ open: 2, late: 0, soon: 1 });
});

test('asks for teams and channels as of the receipt, and for 90 days', async () => {
	await store(db.clickhouse, [
		complaint('north', HOUR, { team: 'North', channel: 'phone' }),
		event('case.transferred', 'north', ago(60), { team: 'South' }),
		complaint('south', HOUR, { team: 'South', channel: 'email' }),
		complaint('old', 90 * DAY, { team: 'South' }),
		complaint('too old', 90 * DAY + 1, { team: 'South' })
	]);
	expect(await idsOf({ teams: ['South'] })).toEqual(['old', 'south']);
	expect(await idsOf({ channels: ['phone'] })).toEqual(['north']);
	expect((await ask({ teams: ['South'], limit: 1 })).counts).toMatchObject({ open: 2 });
});

test.each([
	['the same reason, remedied 30 days before', {}, 30 * DAY, true],
	['the same reason, remedied longer ago', {}, 30 * DAY + 1, false],
	['the same reason, remedied after this one came', {}, -60, false],
	['another reason', { reason: 'rude' }, DAY, false],
	['another customer', { customer: 'other' }, DAY, false]
])('knows a relapse: %s', async (_, data, before, relapse) => {
	await store(db.clickhouse, [
		complaint('first', 100 * DAY, { customer: 'c', reason: 'late', ...data }),
		event('complaint.remedied', 'first', ago(HOUR + before)),
		complaint('again', HOUR, { customer: 'c', reason: 'late' })
	]);
	expect((await ask()).rows).toMatchObject([{ case_id: 'again', relapse }]);
});

test('nobody knows whether who is not known complained before', async () => {
	await store(db.clickhouse, [
		complaint('first', 10 * DAY, { reason: 'late' }),
		event('complaint.remedied', 'first', ago(9 * DAY)),
		complaint('again', HOUR, { reason: 'late' })
	]);
	expect((await ask()).rows).toMatchObject([{ case_id: 'again', relapse: false }]);
});

test('has nothing to list without complaints', async () => {
	expect(await ask()).toMatchObject({ watermark: null, rows: [], counts: { open: 0, late: 0, soon: 0 } });
});
