import { afterAll, beforeAll, expect, test } from 'vitest';
import { weeksOf } from '../../../src/lib/server/weekly/kpi.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { after, event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	const call = (id: string, at: string, seconds: number, team: string) => [
		event('case.opened', id, at, { channel: 'phone', team }),
		event('case.responded', id, after(at, seconds)),
		event('survey.answered', id, after(at, 60), {
			survey: id,
			instrument: 'csat',
			score: 4,
			team,
			customer: id
		})
	];
	await store(db.clickhouse, [
		// Mondays begin at 16:00 of the day before in UTC.
		...call('before', '2026-01-04T15:58:00', 5, 'North'),
		...call('first', '2026-01-04T16:00:00', 60, 'North'),
		...call('last', '2026-01-11T15:58:00', 5, 'South'),
		...call('next', '2026-01-11T16:00:00', 5, 'South')
	]);
});
afterAll(() => db.drop());

const week = { from: '2026-01-04T16:00:00Z', to: '2026-01-11T16:00:00Z', name: '2026-W02', complete: true };
const before = { from: '2025-12-28T16:00:00Z', to: '2026-01-04T16:00:00Z' };
const review = (complete: boolean) =>
	reviewOf(db.clickhouse, { zone: 'Asia/Shanghai', week: { ...week, complete }, before });

const withoutBucket = (rows: { bucket: string | null }[]) => rows.map(({ bucket: _, ...row }) => row);

test.each(['promises_kept', 'satisfaction', 'expected_leavers', 'scorecard', 'first_response'] as const)(
	'two whole weeks at once are what each is alone: %s',
	async (kpi) => {
		const [together, apart] = await Promise.all([weeksOf(review(true), kpi), weeksOf(review(false), kpi)]);
		for (const which of ['week', 'before'] as const) {
			expect(withoutBucket([together[which].total])).toEqual(withoutBucket([apart[which].total]));
			expect(withoutBucket(together[which].teams)).toEqual(withoutBucket(apart[which].teams));
		}
		expect(together.week.teams.map(({ group }) => group)).toEqual(['North', 'South']);
		expect(together.before.teams.map(({ group }) => group)).toEqual(['North']);
	}
);

test('a running week is set beside the same point of the week before, and not beside all of it', async () => {
	const running = reviewOf(db.clickhouse, {
		zone: 'Asia/Shanghai',
		week: { ...week, to: '2026-01-05T16:00:00Z', complete: false },
		before: { from: before.from, to: '2025-12-29T16:00:00Z' }
	});
	const found = await weeksOf(running, 'satisfaction');
	expect([found.week.total.n, found.before.total.n]).toEqual([1, 0]);
});

test('asks once what several sections need', async () => {
	const asking = review(true);
	expect(weeksOf(asking, 'satisfaction')).toBe(weeksOf(asking, 'satisfaction'));
	await weeksOf(asking, 'satisfaction');
});
