import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { applyRetention, parseRetention } from '#schema/clickhouse/retention.ts';
import { createPublished } from '../../../src/lib/server/published.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event } from '../../support/events.ts';
import { answers, calls, publish, receive, reviewsAt, THURSDAY, TUESDAY, WEDNESDAY } from './support.ts';

let db: TestDatabase;
/** Published on Tuesday, of the data that every test begins with. */
let id: string;
const begin = () =>
	receive(db.clickhouse, '2026-11-12T00:00:00Z', [...calls(), ...answers('first', [5, 5, 4, 5, 2, 1])]);
beforeAll(async () => {
	db = await testDatabase();
	await begin();
	({ id } = await publish(db.clickhouse));
});
afterAll(() => db.drop());
beforeEach(async () => {
	await empty(db.clickhouse);
	for (const table of ['published', 'restatements'])
		await db.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
	await begin();
});

async function marksOf({ now = THURSDAY, of = id, clickhouse = db.clickhouse } = {}) {
	const kept = await reviewsAt(clickhouse, now).read(of);
	if (!kept) throw new Error(`no review ${of}`);
	return reviewsAt(clickhouse, now).marks(kept.body);
}
const ledgerAt = (now: string) =>
	createPublished({
		...{ clickhouse: db.clickhouse, zone: 'UTC', now: () => Date.parse(now) },
		kpis: ['satisfaction', 'cases_opened', 'service_level']
	});
/** Takes one away that a test published besides. */
const forget = async (one: string) =>
	void (await db.clickhouse.command({
		query: 'DELETE FROM published_reviews WHERE id = {one:String}',
		query_params: { one }
	}));
const listed = async (now = THURSDAY) =>
	(await reviewsAt(db.clickhouse, now).list()).map(({ restated }) => restated);

test('nothing is marked while nothing has changed', async () => {
	expect(await marksOf({ now: TUESDAY })).toMatchObject({ marks: [], failed: [], forgotten: false });
});

test('late events change the number now and not the published one; the mark tells old, new and why', async () => {
	await receive(db.clickhouse, WEDNESDAY, answers('late', [1, 2]));
	const { marks } = await marksOf();
	const change = {
		old: { value: 4 / 6, n: 6 },
		new: { value: 0.5, n: 8 },
		why: ['late_events'],
		late_events: 2
	};
	expect(marks.filter(({ kpi }) => kpi === 'satisfaction')).toMatchObject([
		{ group: null, found_at: null, ...change },
		{ group: 'East', found_at: null, ...change }
	]);
	expect(marks.map(({ kpi }) => kpi)).not.toContain('cases_opened');
	const kept = await reviewsAt(db.clickhouse, THURSDAY).read(id);
	const told = kept?.body.told.find(({ kpi }) => kpi === 'satisfaction');
	expect(told?.series[0]?.row).toMatchObject({ value: 4 / 6, n: 6 });
});

test('what the ledger has found is told as it tells it', async () => {
	await ledgerAt(TUESDAY).run();
	await receive(db.clickhouse, WEDNESDAY, answers('late', [1, 2]));
	expect(await listed()).toEqual([0]);
	await ledgerAt('2026-11-18T12:00:00Z').run();
	const { marks } = await marksOf();
	expect(marks.filter(({ kpi }) => kpi === 'satisfaction')).toMatchObject([
		{ group: null, found_at: '2026-11-18T12:00:00.000Z', why: ['late_events'], late_events: 2 },
		{ group: 'East', found_at: '2026-11-18T12:00:00.000Z', why: ['late_events'], late_events: 2 }
	]);
	expect(await listed()).toEqual([2]);
});

test('what was restated before it was published is no change of it', async () => {
	await ledgerAt(TUESDAY).run();
	await receive(db.clickhouse, '2026-11-17T12:00:00Z', answers('late', [1, 2]));
	const again = await publish(db.clickhouse, { now: WEDNESDAY });
	onTestFinished(() => forget(again.id));
	await ledgerAt('2026-11-18T12:00:00Z').run();
	expect((await marksOf({ of: again.id })).marks).toEqual([]);
	expect(await listed()).toEqual([0, 2]);
	// And what comes after it is told from what was published, not from what the ledger began with.
	await receive(db.clickhouse, '2026-11-18T13:00:00Z', answers('later', [1]));
	const { marks } = await marksOf({ of: again.id });
	expect(marks.find(({ kpi }) => kpi === 'satisfaction')).toMatchObject({ old: { n: 8 }, new: { n: 9 } });
});

test('what only had to wait to be judged has matured', async () => {
	const { marks } = await marksOf({ now: '2026-11-24T00:00:00Z' });
	expect(marks.find(({ kpi }) => kpi === 'first_contact_resolution')).toMatchObject({
		...{ group: null, why: ['matured'], old: { n: 0, immature: 6 }, new: { n: 6, immature: 0 } }
	});
});

test('a review of one team is compared with that team alone', async () => {
	await receive(db.clickhouse, '2026-11-12T00:00:00Z', answers('west', [5, 5], { team: 'West' }));
	const west = await publish(db.clickhouse, { team: ['West'] });
	onTestFinished(() => forget(west.id));
	await receive(db.clickhouse, WEDNESDAY, answers('late', [1, 2]));
	expect((await marksOf({ of: west.id })).marks).toEqual([]);
	await receive(db.clickhouse, WEDNESDAY, answers('west-late', [1], { team: 'West' }));
	expect((await marksOf({ of: west.id })).marks).toMatchObject([
		{ kpi: 'satisfaction', group: null, old: { n: 2 }, new: { n: 3 } },
		{ kpi: 'satisfaction', group: 'West' },
		// Satisfaction is a part of it.
		{ kpi: 'scorecard', group: null },
		{ kpi: 'scorecard', group: 'West' }
	]);
	expect((await listed()).toSorted()).toEqual([null, null]);
});

test('what its retention has forgotten is no change: only what the ledger wrote down in time', async () => {
	const { clickhouse, database } = db;
	await ledgerAt(TUESDAY).run();
	await receive(clickhouse, WEDNESDAY, answers('late', [1, 2]));
	await ledgerAt('2026-11-18T12:00:00Z').run();
	await applyRetention(clickhouse, database, parseRetention('cases=1 year'));
	await clickhouse.command({ query: 'TRUNCATE TABLE cases' });
	const nextYear = await marksOf({ now: '2027-11-20T00:00:00Z' });
	expect(nextYear).toMatchObject({ forgotten: true, failed: [] });
	expect(nextYear.marks.map(({ kpi, group }) => [kpi, group])).toEqual([
		['satisfaction', null],
		['satisfaction', 'East']
	]);
	await applyRetention(clickhouse, database, parseRetention(''));
});

test('a number that cannot be asked is said, and marks nothing', async () => {
	await receive(db.clickhouse, WEDNESDAY, [
		event('case.opened', 'late', '2026-11-10T10:00:00', { team: 'East' })
	]);
	await db.clickhouse.command({ query: 'DROP VIEW kpi_cases_opened' });
	const { marks, failed } = await marksOf({ clickhouse: db.asViews });
	expect(failed).toEqual(['cases_opened']);
	expect(marks.map(({ kpi }) => kpi)).not.toContain('cases_opened');
});
