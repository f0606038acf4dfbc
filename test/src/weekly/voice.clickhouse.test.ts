import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { iceberg } from '../../../src/lib/server/weekly/iceberg.ts';
import { perception } from '../../../src/lib/server/weekly/perception.ts';
import { satisfaction } from '../../../src/lib/server/weekly/satisfaction.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty, setParameters } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const WEEK = '2026-01-06T09:00:00';
const BEFORE = '2026-01-02T09:00:00';

const answer = (id: string, data: Record<string, unknown>, at = WEEK) =>
	event('survey.answered', id, at, { survey: id, ...data });

describe('satisfaction', () => {
	const csat = (id: string, score: number, at = WEEK, data: Record<string, unknown> = {}) =>
		answer(id, { instrument: 'csat', score, customer: id, ...data }, at);

	test('stands with its levels, who answered, who will leave, and the week before', async () => {
		await store(db.clickhouse, [
			...[5, 5, 4, 1].map((score, index) => csat(`c${index}`, score, WEEK, { team: 'North' })),
			csat('s', 3, WEEK, { team: 'East' }),
			csat('b', 2, BEFORE),
			event('case.resolved', 'c0', '2026-01-06T08:00:00'),
			event('survey.sent', 'c0', '2026-01-06T08:30:00', { survey: 'c0', instrument: 'csat' })
		]);
		const { week, before, teams } = await satisfaction(reviewOf(db.clickhouse));
		expect(week.satisfaction).toMatchObject({
			...{ n: 5, numerator: 3, mean: 3.6 },
			distribution: { 1: 1, 2: 0, 3: 1, 4: 1, 5: 2 }
		});
		expect(week.leavers.value).toBeCloseTo(0.8 + 0.2 + 0.1 + 2 * 0.02);
		expect(week.leavers.curve).toBe('book');
		expect(before).toMatchObject({ satisfaction: { n: 1, numerator: 0 }, leavers: { value: 0.4 } });
		expect(teams.map(({ group, n }) => [group, n])).toEqual([
			['East', 1],
			['North', 4]
		]);
	});

	test('says when leavers are in part by rates that were entered', async () => {
		await setParameters(db.clickhouse, [{ name: 'leaving_rate', key: '5', value: 0.5 }]);
		await store(db.clickhouse, [csat('a', 5)]);
		const { week } = await satisfaction(reviewOf(db.clickhouse));
		expect(week.leavers).toMatchObject({ value: 0.5, curve: 'mixed' });
	});
});

describe('the iceberg', () => {
	const complaints = (n: number, at = WEEK) =>
		Array.from({ length: n }, (_, index) =>
			event('case.opened', `k${at}${index}`, at, { kind: 'complaint', team: 'North' })
		);
	const voices = (asked: number, spoken: number, at = WEEK) =>
		Array.from({ length: asked }, (_, index) =>
			answer(
				`v${at}${index}`,
				{
					...{ instrument: 'voice', score: 1, team: 'North', customer: `c${at}${index}` },
					...{ had_problem: true, spoke_up: index < spoken }
				},
				at
			)
		);

	test('is complaints divided by the voice rate that is measured, with its range', async () => {
		await store(db.clickhouse, [...complaints(12), ...complaints(3, BEFORE), ...voices(80, 20)]);
		const found = await iceberg(reviewOf(db.clickhouse));
		expect(found).toMatchObject({
			complaints: 12,
			asked: 80,
			spoken: 20,
			curve: 'measured',
			voice_rate: 0.25,
			value: 48
		});
		expect(found.low).toBeCloseTo(33.8, 1);
		expect(found.high).toBeCloseTo(71.4, 1);
	});

	test('measures the voice rate over thirteen weeks, and no longer', async () => {
		await store(db.clickhouse, [
			...complaints(2),
			...voices(3, 1, '2025-10-13T00:00:00'),
			...voices(3, 1, '2025-10-12T23:59:59'),
			...voices(3, 0, '2026-01-12T00:00:00'),
			...voices(2, 1)
		]);
		expect(await iceberg(reviewOf(db.clickhouse))).toMatchObject({ asked: 5, spoken: 2, value: 5 });
	});

	test('is by the literature until five were asked, without a range, and says so', async () => {
		await store(db.clickhouse, [...complaints(2), ...voices(4, 2)]);
		expect(await iceberg(reviewOf(db.clickhouse))).toEqual({
			...{
				complaints: 2,
				asked_from: '2025-10-13T00:00:00.000Z',
				asked: 4,
				spoken: 2,
				curve: 'book',
				voice_rate: 0.04,
				value: 50,
				low: null,
				high: null
			}
		});
	});

	test('has a lower end alone where nobody spoke up', async () => {
		await store(db.clickhouse, [...complaints(2), ...voices(5, 0)]);
		const found = await iceberg(reviewOf(db.clickhouse));
		expect(found).toMatchObject({ asked: 5, spoken: 0, curve: 'measured', value: null, high: null });
		expect(found.low).toBeCloseTo(2 / 0.4345, 1);
	});

	test('counts each customer once, by the latest answer, and only who had a problem', async () => {
		const say = (id: string, customer: string, said: Record<string, unknown>, at = WEEK) =>
			answer(id, { instrument: 'voice', score: 1, customer, ...said }, at);
		const problem = (spoke_up: boolean) => ({ had_problem: true, spoke_up });
		await store(db.clickhouse, [
			...voices(4, 0),
			// Twice the same invitation, twice the same customer.
			say('a', '', problem(false)),
			say('a', '', problem(true), '2026-01-06T10:00:00'),
			say('b', 'bob', problem(true)),
			say('c', 'bob', problem(false), '2026-01-06T10:00:00'),
			// Taken back, not asked, without a problem, before it was sent.
			say('d', '', problem(true)),
			say('d', '', { had_problem: false }, '2026-01-06T10:00:00'),
			say('e', '', { had_problem: true }),
			say('f', '', { had_problem: false, spoke_up: true }),
			say('g', '', problem(true)),
			event('survey.sent', 'g', '2026-01-06T12:00:00', { survey: 'g', instrument: 'voice' })
		]);
		expect(await iceberg(reviewOf(db.clickhouse))).toMatchObject({ asked: 6, spoken: 1 });
	});

	test('asks for teams and channels', async () => {
		await store(db.clickhouse, [...complaints(2), ...voices(5, 1)]);
		expect(await iceberg(reviewOf(db.clickhouse, { teams: ['North'] }))).toMatchObject({
			complaints: 2,
			asked: 5
		});
		expect(await iceberg(reviewOf(db.clickhouse, { teams: ['South'] }))).toMatchObject({
			complaints: 0,
			asked: 0
		});
		expect(await iceberg(reviewOf(db.clickhouse, { channels: ['chat'] }))).toMatchObject({
			complaints: 0,
			asked: 0
		});
	});
});

test('puts each dimension of service quality beside the promise that should drive it', async () => {
	const gaps = (dimension: string, expectation: number, perception: number) => ({
		dimension,
		expectation,
		perception
	});
	await store(db.clickhouse, [
		answer('a', {
			instrument: 'servqual',
			score: 1,
			items: [gaps('empathy', 5, 3), gaps('reliability', 4, 4)]
		}),
		answer('b', { instrument: 'servqual', score: 1, items: [gaps('empathy', 5, 4)] }),
		answer('c', { instrument: 'servqual', score: 1, items: [gaps('empathy', 5, 5)] }, BEFORE),
		event('case.opened', 'k', WEEK, { kind: 'complaint' }),
		event('complaint.confirmed', 'k', '2026-01-07T09:00:00', { satisfied: 5 }),
		event('inspection.scored', '', WEEK, { tangibles: 70 })
	]);
	const { gap, before, sides } = await perception(reviewOf(db.clickhouse));
	expect(gap).toMatchObject({ n: 2, value: -0.75 });
	expect(before).toMatchObject({ n: 1, value: 0 });
	expect(sides.map(({ dimension, driver }) => [dimension, driver])).toEqual([
		['reliability', 'promises_kept'],
		['responsiveness', 'first_response'],
		['assurance', 'first_contact_resolution'],
		['empathy', 'complaint_recovery'],
		['tangibles', 'inspection']
	]);
	expect(sides[0]?.perceived).toMatchObject({ n: 1, gap: 0 });
	expect(sides[1]?.perceived).toBeNull();
	expect(sides[3]).toMatchObject({ perceived: { n: 2, gap: -1.5 }, row: { numerator: 1, denominator: 1 } });
	expect(sides[4]?.row).toMatchObject({ tangibles: 70 });
});
