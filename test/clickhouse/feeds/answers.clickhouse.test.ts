import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askAnswers } from '../../../src/lib/server/feeds/answers.ts';
import { FeedAsk } from '#schema/feed.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

// Ten in the morning of the 10th in Shanghai, where the day began at 16:00 UTC.
const NOW = '2026-03-10T02:00:00';
const MORNING = '2026-03-10T01:00:00';

const answered = (id: string, data: Record<string, unknown>, at = MORNING) =>
	event('survey.answered', id, at, { survey: id, instrument: 'csat', ...data });

const ask = (asked: Partial<FeedAsk> = {}, now = NOW) =>
	askAnswers(db.clickhouse, FeedAsk.parse({ feed: 'answers', ...asked }), {
		zone: 'Asia/Shanghai',
		now: Date.parse(`${now}Z`)
	});
const idsOf = async (asked: Partial<FeedAsk> = {}) => (await ask(asked)).rows.map(({ case_id }) => case_id);

test('lists the answers of today, of the business zone, the newest first', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', '2026-03-01T00:00:00', {
			...{ team: 'North', agent: 'Ann', channel: 'phone', tier: 'gold', topic: 'invoice', customer: 'c' }
		}),
		answered('a', { score: 4, comment: 'Ann was kind' }),
		answered('first', { score: 5 }, '2026-03-09T16:00:00'),
		answered('yesterday', { score: 5 }, '2026-03-09T15:59:59'),
		answered('to come', { score: 5 }, '2026-03-10T02:00:01'),
		event('survey.sent', 'silent', MORNING, { survey: 's', instrument: 'csat' })
	]);
	const answer = await ask();
	expect(answer.rows).toEqual([
		{
			case_id: 'a',
			at: '2026-03-10T01:00:00.000Z',
			...{ team: 'North', agent: 'Ann', channel: 'phone', tier: 'gold', topic: 'invoice' },
			...{ instrument: 'csat', score: 4, scale: 5, good: true }
		},
		expect.objectContaining({ case_id: 'first' })
	]);
	expect(answer.counts).toEqual({ today: 2 });
	expect(await ask({ limit: 1 })).toMatchObject({ rows: [{ case_id: 'a' }], counts: { today: 2 } });
	expect(await idsOf({ teams: ['North'] })).toEqual(['a']);
	expect(await idsOf({ channels: ['phone', 'chat'] })).toEqual(['a']);
	expect(await idsOf({ channels: ['chat'] })).toEqual([]);
});

test('an answer corrected counts once, however often it comes', async () => {
	const events = [
		answered('a', { score: 1 }, '2026-03-10T01:00:00'),
		answered('a', { score: 5 }, '2026-03-10T01:30:00')
	];
	await store(db.clickhouse, [...events].reverse());
	await store(db.clickhouse, events);
	expect(await ask()).toMatchObject({ rows: [{ score: 5, good: true }], counts: { today: 1 } });
});

const SCORES = {
	csat: [1, 2, 3, 3.9, 4, 5].map((score) => ({ score })),
	csat_of_ten: [1, 7, 7.7, 7.75, 8, 10].map((score) => ({ score, scale: 10, instrument: 'csat' })),
	nps: [0, 6, 8, 9, 10].map((score) => ({ score, instrument: 'nps' })),
	ces: [1, 4, 5, 7].map((score) => ({ score, instrument: 'ces' }))
};

test.each([
	['csat', 'satisfaction', 5, SCORES.csat],
	['csat_of_ten', 'satisfaction', 10, SCORES.csat_of_ten],
	['nps', 'nps', 10, SCORES.nps],
	['ces', 'effort', 7, SCORES.ces]
] as const)('is good as its KPI counts it: %s', async (_, kpi, scale, scores) => {
	await store(
		db.clickhouse,
		scores.map((data, at) => answered(`c${at}`, data))
	);
	const { rows, counts } = await ask();
	const { numerator, denominator } = await totalOf(db.clickhouse, kpi, {
		from: '2026-03-09T16:00:00Z',
		to: '2026-03-10T16:00:00Z'
	});
	expect(rows.every((row) => row.scale === scale)).toBe(true);
	expect([rows.filter(({ good }) => good).length, counts.today]).toEqual([numerator, denominator]);
	expect(numerator).toBeGreaterThan(0);
	expect(numerator).toBeLessThan(denominator);
});

test('other instruments are in other numbers', async () => {
	await store(db.clickhouse, [
		answered('a', { instrument: 'fcr', score: 1 }),
		answered('b', { instrument: 'voice', had_problem: true })
	]);
	expect(await ask()).toMatchObject({ rows: [], counts: { today: 0 } });
});
