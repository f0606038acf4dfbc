import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { askKpis } from '../../../src/lib/server/kpi/ask.ts';
import { createSettler, type Settler } from '../../../src/lib/server/settled/settler.ts';
import type { ReviewAsking } from '../../../src/lib/server/weekly/asking.ts';
import { broken } from '../../../src/lib/server/weekly/broken.ts';
import { handovers } from '../../../src/lib/server/weekly/handovers.ts';
import { iceberg } from '../../../src/lib/server/weekly/iceberg.ts';
import { recovery } from '../../../src/lib/server/weekly/recovery.ts';
import { weeksOf } from '../../../src/lib/server/weekly/kpi.ts';
import { shared } from '../../../src/lib/server/weekly/shared.ts';
import { askYearAgo } from '../../../src/lib/server/weekly/year-ago.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { after, event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
let settler: Settler;
const said: string[] = [];

beforeAll(async () => {
	db = await testDatabase();
	await prepareSettled(db.clickhouse, db.database);
	settler = createSettler({
		clickhouse: connect({ url: db.url, database: db.database }),
		database: db.database,
		zone: 'UTC',
		log: (line) => void said.push(line)
	});
});
afterAll(async () => {
	await settler.stop();
	await db.clickhouse.command({ query: `DROP DATABASE ${db.database}_settled SYNC` });
	await db.drop();
});

const AT = '2026-01-06T09:00:00';

const listsOf = async (asking: ReviewAsking) => ({
	broken: (await broken(asking)).teams.map(({ metrics }) => metrics),
	causes: (await recovery(asking)).causes,
	iceberg: await iceberg(asking),
	handovers: await handovers(asking),
	shared: await shared(asking),
	scorecards: await weeksOf(asking, 'scorecard'),
	acted: await weeksOf(asking, 'time_to_act')
});

test('tells the same from what is settled, where no case has to be read', async () => {
	const call = (id: string, seconds: number, team: string) => [
		event('case.opened', id, AT, { channel: 'phone', team }),
		event('case.responded', id, after(AT, seconds)),
		event('case.transferred', id, after(AT, seconds + 1), { team: 'Other' }),
		event('case.transferred', id, after(AT, seconds + 2))
	];
	await store(db.clickhouse, [
		...call('a', 75, 'North'),
		...call('b', 45, 'North'),
		...call('c', 300, 'South'),
		event('case.opened', 'k', AT, { kind: 'complaint', reason: 'late', team: 'South' }),
		event('complaint.remedied', 'k', after(AT, 3600)),
		event('complaint.confirmed', 'k', after(AT, 7200), { satisfied: 5 }),
		event('case.opened', 'l', AT, { kind: 'complaint', reason: 'rude', team: 'North' }),
		...[true, true, false, false, false].map((spoke_up, at) =>
			event('survey.answered', `v${at}`, AT, {
				survey: 'v',
				instrument: 'voice',
				had_problem: true,
				spoke_up
			})
		),
		// The latest answer of an invitation counts, and a customer once.
		event('survey.answered', 'v0', after(AT, 60), {
			...{ survey: 'v', instrument: 'csat', score: 3, had_problem: true, spoke_up: false, customer: 'c' }
		}),
		event('survey.answered', 'v9', after(AT, 120), {
			...{ survey: 'v', instrument: 'voice', had_problem: true, spoke_up: true, customer: 'c' }
		}),
		event('promise.made', 'p', AT, {
			...{ promise: 'p', kind: 'answer', due: `${after(AT, 60)}Z`, team: 'North', from_team: 'South' }
		}),
		event('promise.kept', 'p', after(AT, 90), { promise: 'p' }),
		event('promise.made', 'q', AT, {
			...{ promise: 'q', kind: 'answer', due: `${after(AT, 60)}Z`, team: 'South', from_team: 'North' }
		}),
		event('promise.kept', 'q', after(AT, 30), { promise: 'q' })
	]);
	const fromCases = await listsOf(reviewOf(db.clickhouse));
	expect(fromCases).toMatchObject({
		broken: [{ length: 4 }, { length: 2 }],
		causes: [{ reason: 'late' }, { reason: 'rude' }],
		iceberg: { complaints: 2, asked: 5, spoken: 2, curve: 'measured' },
		handovers: [
			{
				team: 'North',
				from_team: 'South',
				kept: 0,
				broken: 1,
				late: [{ case_id: 'p', late_s: 30, undone: false }]
			},
			{ team: 'South', from_team: 'North', kept: 1, broken: 0, late: [] }
		],
		shared: [{ case_id: 'k' }, { why: 'late' }, { why: 'passed_on' }],
		acted: { week: { total: { denominator: 7, unacknowledged: 7 } } },
		scorecards: {
			week: { total: { n: 3 }, teams: [{ group: '' }, { group: 'North' }, { group: 'South' }] }
		}
	});
	await settler.settleAll();
	await db.clickhouse.command({ query: 'TRUNCATE TABLE cases' });
	expect(await listsOf(reviewOf(db.clickhouse, { settler }))).toEqual(fromCases);
	expect(said).toEqual([]);
}, 300_000);

test('a scorecard asks none of the numbers that the review has asked', async () => {
	const asking = reviewOf(db.clickhouse, { settler });
	await Promise.all(SCORECARD_PARTS.map((kpi) => weeksOf(asking, kpi)));
	const asked = vi.spyOn(db.clickhouse, 'query');
	await weeksOf(asking, 'scorecard');
	const questions = asked.mock.calls.filter(([{ query }]) => /\bask\b/.test(query));
	expect(questions).toHaveLength(1);
	asked.mockRestore();
});

test('of weeks before a time only the headline is right, of those from then on everything', async () => {
	const ofWeek = async (wholeFrom?: string) => {
		const [answer] = await askKpis(
			db.clickhouse,
			[
				{
					...{ kpi: 'complaint_recovery', grain: 'week', teams: [], channels: [] },
					...{ from: '2026-01-05T00:00:00Z', to: '2026-01-12T00:00:00Z' }
				}
			],
			{
				...{ zone: 'UTC', settler, now: Date.parse('2026-11-01T00:00:00Z') },
				...(wholeFrom && { wholeFrom: Date.parse(wholeFrom) })
			}
		);
		return answer?.rows[0];
	};
	const whole = await ofWeek();
	expect(whole).toMatchObject({ n: 2, numerator: 1, retained: { denominator: 2, immature: 0 } });
	expect(await ofWeek('2026-01-12T00:00:00Z')).toEqual({
		...whole,
		retained: { numerator: 0, denominator: 0, immature: 2 }
	});
	expect(await ofWeek('2026-01-05T00:00:00Z')).toEqual(whole);
});

test('a year of which nothing is known is told at once', async () => {
	const review = reviewOf(db.clickhouse, { settler });
	const ago = (from: string, to: string) =>
		askYearAgo(review, { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` });
	expect(await ago('2025-01-06', '2025-01-13')).toEqual({});
	expect((await ago('2026-01-05', '2026-01-12')).cases_opened).toMatchObject({ n: 5 });
});
