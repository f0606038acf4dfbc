import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fillCalendar } from '#schema/clickhouse/calendars.ts';
import { KpiAsk } from '#schema/kpi.ts';
import type { Calendar } from '#schema/standards/calendar.ts';
import { askItems } from '../../../src/lib/server/kpi/items.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf, type Asked } from '../../support/kpi.ts';
import { forgetPromises, ledgerOf, promise } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(async () => {
	await empty(db.clickhouse);
	await forgetPromises(db.clickhouse);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

const kept = (asked: Asked = {}) => totalOf(db.clickhouse, 'promises_kept', asked);
const at = (seconds: number, from = MONDAY) => after(from, seconds).replace('.000', '');

const called = (id: string, wait_s: number, data = {}) => [
	event('case.opened', id, MONDAY, { channel: 'phone', ...data }),
	event('case.responded', id, at(wait_s))
];

describe('999 answered in 5 s and one after 15 minutes, promised within a minute', () => {
	beforeEach(async () => {
		await promise(db.clickhouse, { metric: 'first_response', channel: 'phone', threshold_s: 60 });
		const calls = Array.from({ length: 1000 }, (_, index) => called(`c${index}`, index === 500 ? 900 : 5));
		await store(db.clickhouse, calls.flat());
	});

	test('a mean of 5.895 s, and one promise broken', async () => {
		const { sum, n } = await totalOf(db.clickhouse, 'first_response');
		expect((sum ?? 0) / n).toBe(5.895);
		const row = await kept();
		expect(row).toMatchObject({
			value: 0.999,
			n: 1000,
			numerator: 999,
			denominator: 1000,
			broken: 1,
			running: 0
		});
		expect(row.by_metric).toEqual({ first_response: { kept: 999, due: 1000 } });
	});

	test('the first of the cases behind the number is the one', async () => {
		const ask = KpiAsk.parse({
			kpi: 'promises_kept',
			from: '2026-01-01T00:00:00Z',
			to: '2026-02-01T00:00:00Z'
		});
		const [first, second] = await askItems(db.clickhouse, ask, { zone: 'UTC', limit: 2 });
		expect(first).toMatchObject({ case_id: 'c500', kept: false, seconds: 900 });
		expect(second).toMatchObject({ kept: true, seconds: 5 });
	});
});

describe('a promise is judged', () => {
	test('only once it is past due, not at the moment it is due, kept or broken', async () => {
		await store(db.clickhouse, [
			...called('kept', 3),
			event('case.opened', 'open', MONDAY, { channel: 'phone' })
		]);
		const asked = (now: string) => kept({ now });
		expect(await asked('2026-01-05T09:00:15Z')).toMatchObject({
			n: 0,
			value: null,
			running: 2,
			immature: 2,
			by_metric: {}
		});
		expect(await asked('2026-01-05T09:00:15.001Z')).toMatchObject({
			n: 2,
			numerator: 1,
			broken: 1,
			running: 0
		});
	});

	test('kept when done at the very moment it is due', async () => {
		await store(db.clickhouse, [...called('a', 15), ...called('b', 15.001)]);
		expect(await kept()).toMatchObject({ n: 2, numerator: 1 });
	});

	test.each(['case.abandoned', 'case.resolved', 'case.closed'] as const)(
		'broken by %s without a reply',
		async (type) => {
			await store(db.clickhouse, [
				event('case.opened', 'a', MONDAY, { channel: 'phone' }),
				event(type, 'a', at(2))
			]);
			expect(await kept()).toMatchObject({ n: 1, numerator: 0, broken: 1 });
		}
	);

	test('in the period in which it falls due', async () => {
		const last = '2026-01-31T23:59:50';
		await store(db.clickhouse, [
			event('case.opened', 'a', last, { channel: 'phone' }),
			event('case.responded', 'a', at(5, last))
		]);
		expect(await kept()).toMatchObject({ n: 0 });
		const february = { from: '2026-02-01T00:00:00Z', to: '2026-02-01T00:00:05Z' };
		expect(await kept(february)).toMatchObject({ n: 0 });
		expect(await kept({ ...february, to: '2026-02-01T00:00:06Z' })).toMatchObject({ n: 1, numerator: 1 });
	});

	test('not at all where nothing is promised', async () => {
		await promise(db.clickhouse, {
			metric: 'first_response',
			channel: 'phone',
			team: 'Free',
			threshold_s: null
		});
		await store(db.clickhouse, [
			...called('a', 900, { team: 'Free' }),
			...called('b', 3, { channel: 'other' })
		]);
		expect(await kept()).toMatchObject({ n: 0, running: 0 });
	});

	test('for the team, agent, channel, tier and topic as of when it was made', async () => {
		await store(db.clickhouse, [
			event('case.opened', 'a', MONDAY, {
				channel: 'phone',
				team: 'A',
				agent: 'Ann',
				tier: 'gold',
				topic: 'bill'
			}),
			event('case.transferred', 'a', at(3), { team: 'B', agent: 'Bob' }),
			event('case.responded', 'a', at(90))
		]);
		const [row] = await ledgerOf(db.clickhouse);
		expect(row).toMatchObject({
			team: 'A',
			agent: 'Ann',
			owner: 'Ann',
			channel: 'phone',
			tier: 'gold',
			topic: 'bill',
			kept: 0
		});
		expect(await rowsOf(db.clickhouse, 'promises_kept', { by: 'team' })).toMatchObject([
			{ group: 'A', broken: 1 }
		]);
		expect(await kept({ teams: ['B'] })).toMatchObject({ n: 0 });
		expect(await kept({ channels: ['phone'] })).toMatchObject({ n: 1 });
	});
});

describe('standards promise', () => {
	test('a response to each opening and reopening, by the reply before the next', async () => {
		await store(db.clickhouse, [
			event('case.opened', 'a', MONDAY, { channel: 'phone' }, 'first'),
			event('case.reopened', 'a', at(HOUR), {}, 'second'),
			event('case.responded', 'a', at(HOUR + 5)),
			event('case.responded', 'a', at(HOUR + 500))
		]);
		expect(await ledgerOf(db.clickhouse)).toMatchObject([
			{
				metric: 'first_response',
				made_at: MONDAY,
				due_at: at(15),
				done_at: null,
				kept: 0,
				breach_at: at(15)
			},
			{ metric: 'first_response', made_at: at(HOUR), done_at: at(HOUR + 5), kept: 1, breach_at: null }
		]);
	});

	test('a resolution of every case that was opened, once there is such a standard', async () => {
		const events = [
			event('case.resolved', 'a', at(-5)),
			event('case.opened', 'a', MONDAY),
			event('case.resolved', 'a', at(HOUR)),
			event('case.resolved', 'never opened', MONDAY)
		];
		await store(db.clickhouse, events);
		expect(await ledgerOf(db.clickhouse)).toEqual([]);
		await promise(db.clickhouse, { metric: 'resolution', threshold_s: HOUR });
		expect(await ledgerOf(db.clickhouse)).toMatchObject([
			{ case_id: 'a', metric: 'resolution', done_at: at(HOUR), kept: 1 }
		]);
	});

	test('a complaint: a word and a remedy in 24 h, and a call back within seven days of the remedy', async () => {
		await store(db.clickhouse, [
			event('case.opened', 'a', MONDAY, { kind: 'complaint' }),
			event('complaint.acknowledged', 'a', at(-1)),
			event('complaint.acknowledged', 'a', at(DAY)),
			event('complaint.remedied', 'a', at(DAY + 1)),
			event('complaint.remedied', 'a', at(2 * DAY)),
			event('complaint.followed_up', 'a', at(8 * DAY + 1))
		]);
		expect(await ledgerOf(db.clickhouse)).toMatchObject([
			{ metric: 'complaint_acknowledged', due_at: at(DAY), done_at: at(DAY), kept: 1 },
			{ metric: 'complaint_remedied', due_at: at(DAY), done_at: at(DAY + 1), kept: 0, breach_at: at(DAY) },
			{
				metric: 'complaint_followed_up',
				made_at: at(DAY + 1),
				due_at: at(8 * DAY + 1),
				done_at: at(8 * DAY + 1),
				kept: 1
			}
		]);
	});

	test('the most specific standard in force: team before channel before tier, as dated', async () => {
		const standard = (threshold_s: number, of = {}) =>
			promise(db.clickhouse, { metric: 'first_response', threshold_s, ...of });
		await standard(100, { tier: 'gold' });
		await standard(200, { channel: 'chat', tier: 'gold', valid_to: '2026-01-05T09:00:00Z' });
		await standard(300, { channel: 'chat', tier: 'gold', valid_from: '2026-01-05T09:00:00Z' });
		await standard(400, { team: 'A' });
		const opened = (id: string, time: string, data: object) =>
			event('case.opened', id, time, { tier: 'gold', ...data });
		await store(db.clickhouse, [
			opened('a', MONDAY, { team: 'A', channel: 'chat' }),
			opened('b', MONDAY, { team: 'B', channel: 'chat' }),
			opened('c', at(-0.001), { team: 'B', channel: 'chat' }),
			opened('d', MONDAY, { team: 'B', channel: 'other' })
		]);
		const thresholds = (await ledgerOf(db.clickhouse)).map(({ case_id, threshold_s }) => [
			case_id,
			threshold_s
		]);
		expect(Object.fromEntries(thresholds)).toEqual({ a: 400, b: 300, c: 200, d: 100 });
	});
});

describe('a question about one hour finds what falls due in it, however long ago it was promised', () => {
	const hour = { from: '2026-01-12T08:00:00Z', to: '2026-01-12T09:00:00Z' };
	const only = async () => (await kept(hour)).by_metric;

	test('over a weekend and a week that was closed, by the business clock', async () => {
		const week = { fri: [['09:00', '18:00']], mon: [['08:00', '18:00']] } satisfies Calendar['hours'];
		const holidays = [{ date: '2026-01-05', name: '' }];
		await fillCalendar(db.clickhouse, 'office', {
			id: 'office',
			name: '',
			zone: 'UTC',
			hours: week,
			holidays
		});
		const business = { clock: 'business', calendar: 'office' } as const;
		await promise(db.clickhouse, { metric: 'first_response', threshold_s: 10 * HOUR, ...business });
		await promise(db.clickhouse, { metric: 'complaint_acknowledged', threshold_s: null });
		await promise(db.clickhouse, { metric: 'complaint_remedied', threshold_s: null });
		await store(db.clickhouse, [event('case.opened', 'a', '2026-01-02T17:30:00', { kind: 'complaint' })]);
		expect(await only()).toEqual({ first_response: { kept: 0, due: 1 } });
	});

	test('of a remedy, a visit and a resolution', async () => {
		await promise(db.clickhouse, { metric: 'resolution', threshold_s: 9 * DAY });
		await promise(db.clickhouse, { metric: 'promise:call', threshold_s: 2 * DAY });
		await store(db.clickhouse, [
			event('case.opened', 'a', '2026-01-03T08:30:00'),
			event('case.opened', 'b', '2026-01-02T08:30:00', { kind: 'complaint' }),
			event('promise.kept', 'c', '2026-01-10T08:30:00', { promise: 'p', kind: 'call' })
		]);
		await store(db.clickhouse, [event('complaint.remedied', 'b', '2026-01-05T08:30:00')]);
		expect(await only()).toEqual({
			resolution: { kept: 0, due: 1 },
			complaint_followed_up: { kept: 0, due: 1 },
			'promise:call': { kept: 1, due: 1 }
		});
	});
});

describe('a promise in so many words', () => {
	const said = (type: 'made' | 'kept' | 'broken', time: string, data: object = {}, id?: string) =>
		event(`promise.${type}`, 'a', time, { promise: 'p', kind: 'visit', ...data }, id);
	const due = `${at(HOUR)}Z`;

	test('is kept when kept in time, broken when late, and by silence', async () => {
		const of = (name: string) => ({ promise: name, due });
		await store(db.clickhouse, [
			said('made', MONDAY, of('kept')),
			said('kept', at(HOUR), of('kept')),
			said('made', MONDAY, of('late')),
			said('kept', at(HOUR + 0.001), of('late')),
			said('made', MONDAY, of('silence'))
		]);
		expect(await kept()).toMatchObject({
			n: 3,
			numerator: 1,
			by_metric: { 'promise:visit': { kept: 1, due: 3 } }
		});
	});

	test('is due when the latest word says so, and of the kind last said', async () => {
		await store(db.clickhouse, [
			said('made', MONDAY, { due }),
			said('made', at(MINUTE), { due: `${at(2 * HOUR)}Z`, kind: 'repair' }),
			said('kept', at(90 * MINUTE), { kind: '' })
		]);
		expect(await ledgerOf(db.clickhouse)).toMatchObject([
			{ metric: 'promise:repair', made_at: MONDAY, due_at: at(2 * HOUR), done_at: at(90 * MINUTE), kept: 1 }
		]);
	});

	test('is due, where nobody says when, as its kind is promised; else with its verdict; else it is not in the ledger', async () => {
		await store(db.clickhouse, [
			said('kept', at(HOUR), { promise: 'by standard', kind: 'repair_visit' }),
			said('kept', at(HOUR), { promise: 'by verdict' }),
			said('broken', at(HOUR + 1), { promise: 'by verdict too' })
		]);
		expect(await ledgerOf(db.clickhouse)).toMatchObject([
			{ threshold_s: null, due_at: at(HOUR), kept: 1 },
			{ threshold_s: null, due_at: at(HOUR + 1), kept: 0, breach_at: at(HOUR + 1) },
			{ threshold_s: 1800, due_at: at(HOUR + 1800), kept: 1 }
		]);
	});

	test('is judged by the latest verdict, and broken by its word even before it is due', async () => {
		await store(db.clickhouse, [
			said('made', MONDAY, { due }),
			said('kept', at(60)),
			said('broken', at(120)),
			said('made', MONDAY, { due, promise: 'q' }),
			said('broken', at(60), { promise: 'q' }),
			said('kept', at(120), { promise: 'q' })
		]);
		expect(await ledgerOf(db.clickhouse)).toMatchObject([
			{ kept: 0, done_at: null, said_broken_at: at(120), breach_at: at(120) },
			{ kept: 1, done_at: at(120), said_broken_at: null }
		]);
		expect(await kept({ now: `${at(HOUR)}Z` })).toMatchObject({ n: 0, running: 2 });
	});

	test('is due long after or before anything happened, and found all the same', async () => {
		const year = '2027-01-05T09:00:00Z';
		await store(db.clickhouse, [
			said('made', MONDAY, { due: year }),
			said('broken', '2026-06-01T09:00:00', { promise: 'before', due: `${MONDAY}Z` })
		]);
		expect(await kept({ from: year, to: '2027-02-01T00:00:00Z', now: '2027-02-01T00:00:00Z' })).toMatchObject(
			{ n: 1 }
		);
		expect(await kept()).toMatchObject({ n: 1, broken: 1 });
	});

	test('is another promise when another source says it', async () => {
		await store(db.clickhouse, [
			{ ...said('made', MONDAY, { due }), source: 'one' },
			{ ...said('made', MONDAY, { due }), source: 'two' }
		]);
		const rows = await ledgerOf(db.clickhouse);
		expect(new Set(rows.map(({ promise_id }) => promise_id)).size).toBe(2);
	});
});

test('a promise keeps its name through late events, duplicates and any order', async () => {
	const events = [
		...called('a', 3),
		event('promise.made', 'a', at(1), { promise: 'p', kind: 'visit', due: `${at(9)}Z` })
	];
	await store(db.clickhouse, events.slice(1));
	await store(db.clickhouse, events);
	const names = async () => (await ledgerOf(db.clickhouse)).map(({ promise_id }) => promise_id);
	const before = await names();
	await store(db.clickhouse, [
		event('promise.kept', 'a', at(2), { promise: 'p', due: `${at(99)}Z` }),
		event('case.responded', 'a', at(1))
	]);
	expect(new Set(before).size).toBe(2);
	expect((await names()).sort()).toEqual(before.sort());
});

test('the list behind the number is of the promises asked for alone, the broken first', async () => {
	await promise(db.clickhouse, { metric: 'first_response', channel: 'phone', threshold_s: 60 });
	await store(db.clickhouse, [
		...called('kept', 5),
		...called('late', 900),
		event('promise.made', 'late', MONDAY, { promise: 'v', kind: 'visit', due: `${at(HOUR)}Z` })
	]);
	const ask = KpiAsk.parse({
		kpi: 'promises_kept',
		from: '2026-01-01T00:00:00Z',
		to: '2026-02-01T00:00:00Z'
	});
	const list = async (metric?: string, kpi: 'promises_kept' | 'dpmo' = 'promises_kept') => {
		const asking = { zone: 'UTC', now: Date.UTC(2026, 1, 1), limit: 10, ...(metric ? { metric } : {}) };
		const items = await askItems(db.clickhouse, { ...ask, kpi }, asking);
		return items.map(({ case_id, kept, seconds }) => [case_id, kept, seconds]);
	};
	expect(await list('first_response')).toEqual([
		['late', false, 900],
		['kept', true, 5]
	]);
	expect(await list('promise:visit')).toEqual([['late', false, null]]);
	expect(await list('promise:visit', 'dpmo')).toEqual([['late', false, null]]);
	expect(await list('promise:unheard of')).toEqual([]);
	expect(await list()).toHaveLength(3);
});
