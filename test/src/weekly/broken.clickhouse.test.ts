import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { broken } from '../../../src/lib/server/weekly/broken.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { forgetPromises, promise } from '../../support/ledger.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(async () => {
	await empty(db.clickhouse);
	await forgetPromises(db.clickhouse);
	await promise(db.clickhouse, { metric: 'first_response', channel: 'phone', threshold_s: 15 });
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

/** A call that was answered after so many seconds; null: never. */
const call = (id: string, seconds: number | null, data: Record<string, unknown> = {}, at = MONDAY) => [
	event('case.opened', id, at, { channel: 'phone', ...data }),
	...(seconds === null ? [] : [event('case.responded', id, after(at, seconds))])
];

test('lists what was broken by team and by what was promised, the most first, each with the one broken the longest', async () => {
	await store(db.clickhouse, [
		...call('a', 5, { team: 'North' }),
		...call('b', 75, { team: 'North', agent: 'Ann' }),
		...call('c', 45, { team: 'North' }),
		...call('d', 20, { team: 'South' }),
		...call('e', 5, { team: 'East' }),
		event('promise.made', 'a', MONDAY, {
			...{ promise: 'p1', kind: 'call_back', due: '2026-01-06T09:00:00Z', team: 'North' }
		}),
		event('promise.kept', 'a', '2026-01-06T11:00:00', { promise: 'p1' })
	]);
	const { total, teams, promising } = await broken(reviewOf(db.clickhouse));
	expect(total).toMatchObject({ denominator: 6, numerator: 2, broken: 4 });
	expect(promising).toBe(3);
	expect(teams.map(({ row }) => [row.group, row.broken, row.denominator])).toEqual([
		['North', 3, 4],
		['South', 1, 1]
	]);
	expect(teams[0]?.metrics).toEqual([
		{
			...{ metric: 'first_response', team: 'North', due: 3, kept: 1, broken: 2, undone: 0 },
			...{ worst_case: 'b', worst_owner: 'Ann', worst_late_s: 60, worst_undone: false }
		},
		{
			...{ metric: 'promise:call_back', team: 'North', due: 1, kept: 0, broken: 1, undone: 0 },
			...{ worst_case: 'a', worst_owner: 'North', worst_late_s: 7200, worst_undone: false }
		}
	]);
	expect(teams[1]?.metrics).toMatchObject([{ worst_case: 'd', worst_late_s: 5 }]);
});

test('adds up to what promises kept counts, for every team and metric', async () => {
	await store(db.clickhouse, [
		...call('a', 5, { team: 'North' }),
		...call('b', 75, { team: 'North' }),
		...call('c', null, { team: '' }),
		event('case.opened', 'd', MONDAY, { team: 'North', kind: 'complaint', channel: 'phone' })
	]);
	const { teams } = await broken(reviewOf(db.clickhouse));
	expect(teams).toHaveLength(2);
	for (const { row, metrics } of teams) {
		const ofKpi = Object.entries(row.by_metric).filter(([, { kept, due }]) => kept < due);
		const listed = metrics.map(({ metric, kept, due }): [string, unknown] => [metric, { kept, due }]);
		expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(ofKpi));
	}
});

test('what is not done is broken until now, and says so; what is not due yet is not broken', async () => {
	await store(db.clickhouse, [
		event('promise.made', 'a', MONDAY, {
			promise: 'p',
			kind: 'visit',
			due: '2026-01-05T09:30:00Z',
			team: 'North'
		}),
		event('promise.made', 'b', MONDAY, {
			promise: 'q',
			kind: 'visit',
			due: '2026-01-05T09:15:00Z',
			team: 'North'
		}),
		event('promise.kept', 'b', '2026-01-05T09:44:00', { promise: 'q' }),
		...call('soon', 40, { team: 'North' }, '2026-01-05T10:00:00')
	]);
	const { teams } = await broken(reviewOf(db.clickhouse, { now: '2026-01-05T10:00:15Z' }));
	expect(teams).toMatchObject([
		{
			row: { broken: 2, denominator: 2, immature: 1 },
			metrics: [{ broken: 2, undone: 1, worst_case: 'a', worst_late_s: 1815, worst_undone: true }]
		}
	]);
});

test('of first replies that which came last is the worst, and only without one that which never came', async () => {
	await store(db.clickhouse, [
		...call('a', null, { team: 'North' }),
		...call('b', 60, { team: 'North' }),
		...call('c', null, { team: 'South' })
	]);
	expect((await broken(reviewOf(db.clickhouse))).teams).toMatchObject([
		{ metrics: [{ undone: 1, worst_case: 'b', worst_undone: false }] },
		{ metrics: [{ undone: 1, worst_case: 'c', worst_undone: true }] }
	]);
});

test('asks for the week, its teams and its channels, and tells of the week before', async () => {
	await store(db.clickhouse, [
		...call('before', 60, { team: 'North' }, '2026-01-04T23:59:44'),
		...call('first', 60, { team: 'North' }, '2026-01-04T23:59:45'),
		...call('south', 60, { team: 'South' }),
		...call('next', 60, { team: 'North' }, '2026-01-11T23:59:45')
	]);
	const asked = await broken(reviewOf(db.clickhouse, { teams: ['North'] }));
	expect(asked.teams).toMatchObject([
		{ row: { group: 'North', broken: 1 }, metrics: [{ worst_case: 'first' }] }
	]);
	expect(asked.before.total).toMatchObject({ broken: 1 });
	expect((await broken(reviewOf(db.clickhouse, { channels: ['chat'] }))).teams).toEqual([]);
});
