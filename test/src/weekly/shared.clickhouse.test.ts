import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { shared } from '../../../src/lib/server/weekly/shared.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const WEEK = '2026-01-06T09:00:00';
const HOUR = 3600;
const DAY = 24 * HOUR;

/** A complaint, remedied after so many seconds and then confirmed. */
const complaint = (id: string, seconds: number, satisfied: number, data: Record<string, unknown> = {}) => [
	event('case.opened', id, WEEK, { kind: 'complaint', ...data }),
	event('complaint.acknowledged', id, after(WEEK, 60)),
	event('complaint.remedied', id, after(WEEK, seconds)),
	event('complaint.confirmed', id, after(WEEK, seconds + HOUR), { satisfied }),
	event('complaint.followed_up', id, after(WEEK, seconds + DAY))
];

const chosen = async (asked: Parameters<typeof reviewOf>[1] = {}) =>
	(await shared(reviewOf(db.clickhouse, asked))).map(({ why, case_id }) => [why, case_id]);

test('tells of the complaints remedied soonest whose customers said 5', async () => {
	await store(db.clickhouse, [
		...complaint('third', 3 * HOUR, 5),
		...complaint('first', HOUR, 5, { team: 'North', agent: 'Ann', reason: 'late' }),
		...complaint('second', 2 * HOUR, 5),
		...complaint('only 4', HOUR / 2, 4),
		...complaint('too late', DAY + 1, 5)
	]);
	const found = await shared(reviewOf(db.clickhouse));
	expect(found.slice(0, 2)).toMatchObject([
		{
			why: 'recovered',
			case_id: 'first',
			seconds: HOUR,
			team: 'North',
			agent: 'Ann',
			reason: 'late',
			times: null
		},
		{ why: 'recovered', case_id: 'second', seconds: 2 * HOUR }
	]);
	expect(found.filter(({ why }) => why === 'recovered')).toHaveLength(2);
});

test('tells of no complaint that was remedied after 24 hours, or is to be', async () => {
	await store(db.clickhouse, [...complaint('in time', DAY, 5), ...complaint('too late', DAY + 1, 5)]);
	const recovered = async (now?: string) =>
		(await chosen(now === undefined ? {} : { now })).filter(([why]) => why === 'recovered');
	expect(await recovered()).toEqual([['recovered', 'in time']]);
	expect(await recovered('2026-01-07T08:59:59Z')).toEqual([]);
});

test('tells of the promise that was broken the longest, but of nobody who gave up', async () => {
	const call = (id: string, seconds: number | null) => [
		event('case.opened', id, WEEK, { channel: 'phone' }),
		...(seconds === null ? [] : [event('case.responded', id, after(WEEK, seconds))])
	];
	await store(db.clickhouse, [...call('a', 75), ...call('b', HOUR), ...call('gone', null)]);
	expect(await shared(reviewOf(db.clickhouse))).toMatchObject([
		{ why: 'late', case_id: 'b', metric: 'first_response', seconds: HOUR - 15, undone: false }
	]);
});

test('tells of a promise that is still not done, by how long it has been due', async () => {
	await store(db.clickhouse, [
		event('promise.made', 'a', WEEK, { promise: 'p', kind: 'call_back', due: '2026-01-07T09:00:00Z' })
	]);
	expect(await shared(reviewOf(db.clickhouse, { now: '2026-01-09T09:00:00Z' }))).toMatchObject([
		{ why: 'late', case_id: 'a', metric: 'promise:call_back', seconds: 2 * DAY, undone: true }
	]);
	// Not due yet.
	expect(await chosen({ now: '2026-01-07T08:00:00Z' })).toEqual([]);
});

test('tells of who was passed on, and had to come back, most often: at least twice', async () => {
	const passed = (id: string, times: number, type: 'case.transferred' | 'case.contacted') => [
		event('case.opened', id, WEEK),
		...Array.from({ length: times }, (_, index) => event(type, id, after(WEEK, 60 * (index + 1))))
	];
	await store(db.clickhouse, [
		...passed('a', 1, 'case.transferred'),
		...passed('c', 3, 'case.transferred'),
		...passed('b', 3, 'case.transferred'),
		...passed('d', 2, 'case.contacted')
	]);
	expect(await shared(reviewOf(db.clickhouse))).toMatchObject([
		{ why: 'passed_on', case_id: 'b', times: 3, seconds: null },
		{ why: 'came_back', case_id: 'd', times: 2 }
	]);
});

test('tells of a case for every reason it has, asks for teams, and is silent about a week in which there is nothing to tell', async () => {
	await store(db.clickhouse, [
		...complaint('a', HOUR, 5, { team: 'North' }),
		...[1, 2].map((at) => event('case.transferred', 'a', after(WEEK, at)))
	]);
	expect(await chosen()).toEqual([
		['recovered', 'a'],
		['passed_on', 'a']
	]);
	expect(await chosen({ teams: ['South'] })).toEqual([]);
	expect(await chosen({ channels: ['chat'] })).toEqual([]);
});
