import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askAnswers } from '../../../src/lib/server/feeds/answers.ts';
import { askComplaints } from '../../../src/lib/server/feeds/complaints.ts';
import { createSettler, type Settler } from '../../../src/lib/server/settled/settler.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import type { CloudEvent } from '#schema/event.ts';
import { FeedAsk } from '#schema/feed.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';

// What is settled is a second way to the same lists, and both tell what a plain loop over what happened does: in whatever order and however
// often it comes, at any moment.

const RUNS = Number(process.env.ORACLE_RUNS ?? 3);
const SEED = Number(process.env.ORACLE_SEED ?? 7);
const DAY = 86_400_000;
const HOUR = 3_600_000;
const BASE = Date.parse('2026-01-05T09:00:00Z');

let db: TestDatabase;
let settler: Settler;
const said: string[] = [];

beforeAll(async () => {
	db = await testDatabase();
	await prepareSettled(db.clickhouse, db.database);
	settler = createSettler({
		clickhouse: connect({ url: db.url, database: db.database }),
		database: db.database,
		zone: 'Asia/Shanghai',
		log: (line) => void said.push(line)
	});
});
afterAll(async () => {
	await settler.stop();
	await db.clickhouse.command({ query: `DROP DATABASE ${db.database}_settled SYNC` });
	await db.drop();
});

/** Hours after one another, such that windows of 30 days, 90 days and 24 hours are met from both sides, and to the instant. */
const hours = fc.constantFrom(1, 5, 24, 30 * 24, 30 * 24 + 1, 60 * 24);
const maybe = (arbitrary: fc.Arbitrary<number>) => fc.option(arbitrary, { nil: null });

const happened = fc.array(
	fc.record({
		received_h: fc.constantFrom(0, 2, 24, 29 * 24, 30 * 24, 31 * 24, 60 * 24, 61 * 24, 119 * 24, 120 * 24),
		acknowledged_h: maybe(hours),
		remedied_h: maybe(hours),
		customer: fc.constantFrom('', 'c', 'd'),
		reason: fc.constantFrom('late', 'rude'),
		tier: fc.constantFrom('', 'diamond', 'gold'),
		team: fc.constantFrom('North', 'South'),
		answered: maybe(fc.integer({ min: 1, max: 5 }))
	}),
	{ minLength: 4, maxLength: 12 }
);
type Happened = typeof happened extends fc.Arbitrary<(infer One)[]> ? One : never;

const iso = (ms: number) => new Date(ms).toISOString();

function eventsOf(one: Happened, at: number): CloudEvent[] {
	const id = `case-${at}`;
	const received = BASE + one.received_h * HOUR;
	const { customer, reason, tier, team } = one;
	const say = (type: Parameters<typeof event>[0], ms: number, data: Record<string, unknown> = {}) =>
		event(type, id, iso(ms), data, `${id}-${type}`);
	const data = { kind: 'complaint', customer, reason, tier, team };
	return [
		say('case.opened', received, data),
		...(one.acknowledged_h === null
			? []
			: [say('complaint.acknowledged', received + one.acknowledged_h * HOUR)]),
		...(one.remedied_h === null ? [] : [say('complaint.remedied', received + one.remedied_h * HOUR)]),
		...(one.answered === null
			? []
			: [say('survey.answered', received + HOUR, { instrument: 'csat', score: one.answered })])
	];
}

/** What a plain loop says is open as of a moment, by case. */
function openIn(all: Happened[], asOf: number) {
	const complaints = all.map((one, at) => {
		const received = BASE + one.received_h * HOUR;
		const after = (hours: number | null) => (hours === null ? Infinity : received + hours * HOUR);
		return {
			...one,
			case_id: `case-${at}`,
			received,
			remedied: after(one.remedied_h),
			acknowledged: after(one.acknowledged_h)
		};
	});
	return complaints
		.filter(
			({ received, remedied }) => received <= asOf && received >= asOf - 90 * DAY && !(remedied <= asOf)
		)
		.map((one) => ({
			case_id: one.case_id,
			acknowledged_at: one.acknowledged <= asOf ? iso(one.acknowledged) : null,
			relapse: complaints.some(
				(other) =>
					other.case_id !== one.case_id &&
					one.customer !== '' &&
					other.customer === one.customer &&
					other.reason === one.reason &&
					other.remedied <= one.received &&
					other.remedied >= one.received - 30 * DAY
			)
		}));
}

/** Days after the beginning, and of which team. */
const MOMENTS: [number, ...string[]][] = [[0.1], [29, 'North'], [31], [61.5], [90], [121, 'North'], [130]];

async function listsAt(now: number, teams: string[], settled?: Settler) {
	const asking = { zone: 'Asia/Shanghai', now, settler: settled };
	return Promise.all([
		askComplaints(db.clickhouse, FeedAsk.parse({ feed: 'complaints', teams }), asking),
		askAnswers(db.clickhouse, FeedAsk.parse({ feed: 'answers', teams }), asking)
	]);
}

const byCase = <Row extends { case_id: string }>(rows: Row[]) =>
	[...rows].sort((a, b) => (a.case_id < b.case_id ? -1 : 1));

test('both ways list the same, and what happened', async () => {
	const seen = { open: 0, relapses: 0, answers: 0 };
	const delivered = happened.chain((all) => {
		const events = all.flatMap(eventsOf);
		return fc.tuple(
			fc.constant(all),
			fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
			fc.double({ min: 0.1, max: 0.9, noNaN: true })
		);
	});
	await fc.assert(
		fc.asyncProperty(delivered, async ([all, events, share]) => {
			await empty(db.clickhouse);
			await db.clickhouse.command({ query: `TRUNCATE TABLE ${db.database}_settled.built` });
			const cut = Math.floor(events.length * share);
			await store(db.clickhouse, events.slice(0, cut));
			await settler.settleAll();
			await store(db.clickhouse, events.slice(cut));
			expect(await settler.catchUp()).not.toBeNull();
			for (const [days, ...teams] of MOMENTS) {
				const asOf = BASE + days * DAY;
				const lists = await listsAt(asOf, teams);
				expect(await listsAt(asOf, teams, settler)).toEqual(lists);
				const [{ rows, counts }, answers] = lists;
				const expected = openIn(all, asOf).filter(
					({ case_id }) => teams.length === 0 || all[Number(case_id.slice(5))]?.team === 'North'
				);
				expect(
					byCase(rows.map(({ case_id, acknowledged_at, relapse }) => ({ case_id, acknowledged_at, relapse })))
				).toEqual(byCase(expected));
				expect(counts.open).toBe(expected.length);
				seen.open += rows.length;
				seen.relapses += rows.filter(({ relapse }) => relapse).length;
				seen.answers += answers.rows.length;
			}
			expect(said).toEqual([]);
		}),
		{ numRuns: RUNS, seed: SEED, endOnFailure: true }
	);
	console.log(seen);
	for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
}, 580_000);
