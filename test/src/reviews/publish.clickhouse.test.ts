import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedReview } from '#schema/published-review.ts';
import type { KeptReview } from '../../../src/lib/server/reviews/read.ts';
import { createAnnotations } from '../../../src/lib/server/annotations.ts';
import { loadReview } from '../../../src/lib/server/weekly/review.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import {
	AFTER,
	answers,
	calls,
	MONDAY,
	publish,
	receive,
	reviewsAt,
	THURSDAY,
	TUESDAY,
	WEDNESDAY,
	WEEK
} from './support.ts';

let db: TestDatabase;
let shown: unknown;
let first: PublishedReview;
let before: KeptReview | null;
beforeAll(async () => {
	db = await testDatabase();
	const { clickhouse } = db;
	await receive(clickhouse, '2026-11-12T00:00:00Z', [...calls(), ...answers('first', [5, 5, 4, 5, 2, 1])]);
	await createAnnotations({ clickhouse }).add(
		{ kind: 'event', first_day: MONDAY, last_day: MONDAY, text: 'Storm', teams: [], by: 'Ann' },
		''
	);
	shown = asJson(await shownAt(TUESDAY));
	first = await publish(clickhouse);
	before = await reviewsAt(clickhouse, TUESDAY).read(first.id);
	// What happens later is not in what was published.
	await receive(clickhouse, WEDNESDAY, answers('late', [1, 1, 1]));
}, 400_000);
afterAll(() => db.drop());

/** What the page of the week shows at a time, with everything it waits for. */
async function shownAt(now: string) {
	const query = new URLSearchParams({ week: WEEK });
	const review = await loadReview({ clickhouse: db.clickhouse, zone: 'UTC' }, query, Date.parse(now));
	if ('problem' in review) throw new Error(JSON.stringify(review.problem));
	const { weeks, decided, noted } = review;
	const numbers = await (review.told && 'later' in review.told ? review.told.later : review.told);
	const told = [...(numbers ?? []), ...((await review.beside) ?? [])];
	const asked = Object.entries(review.sections);
	const sections = await Promise.all(asked.map(async ([name, section]) => [name, await section] as const));
	return { weeks, told, ago: await review.ago, sections: Object.fromEntries(sections), decided, noted };
}
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const ids = async () => (await reviewsAt(db.clickhouse, THURSDAY).list()).map(({ id }) => id);

test('keeps all that the page showed, and reads it as it was', async () => {
	const kept = await reviewsAt(db.clickhouse, THURSDAY).read(first.id);
	expect(kept?.review).toMatchObject({ week: WEEK, by: 'Ann', published_at: '2026-11-17T09:00:00.000Z' });
	const { weeks, told, ago, sections, decided, noted } = kept?.body ?? {};
	expect(asJson({ weeks, told, ago, sections, decided, noted })).toEqual(shown);
	expect(asJson(JSON.parse(kept?.text ?? ''))).toMatchObject({ ...(shown as object) });
	expect(noted?.annotations).toMatchObject([{ text: 'Storm' }]);
	expect(sections?.quadrant.teams).toMatchObject([{ team: 'East', row: { procedural: 80 } }]);
	expect(told?.find(({ kpi }) => kpi === 'satisfaction')?.series[0]?.row).toMatchObject({ n: 6 });
	expect(told).toHaveLength(25);
	expect(kept?.text).not.toContain('customer a');
});

test('publishing a week again is a further one; the first stays to the letter', async () => {
	const second = await publish(db.clickhouse, { now: THURSDAY, by: 'Ben', team: ['East'] });
	expect(await ids()).toEqual([second.id, first.id]);
	const reviews = reviewsAt(db.clickhouse, THURSDAY);
	expect(await reviews.read(first.id)).toEqual(before);
	expect((await reviews.list(MONDAY)).map(({ by, teams, href }) => [by, teams, href])).toEqual([
		['Ben', ['East'], `/weekly/published/${second.id}`],
		['Ann', [], `/weekly/published/${first.id}`]
	]);
	expect(await reviews.list('2026-11-02')).toEqual([]);
	const kept = await reviews.read(second.id);
	expect(kept?.body.question).toEqual({ week: MONDAY, teams: ['East'], channels: [] });
	expect(kept?.body.sections.satisfaction.week.satisfaction).toMatchObject({ n: 9 });
});

test.each([
	[{ week: '2026-W47' }, 'running', /2026-W47 is still running/],
	[{ team: ['Nobody'] }, 'empty', /there is nothing in 2026-W46/],
	[{ week: '2026-W53' }, 'invalid', /2026-W53 has not begun/]
])('%j is not published, with the reason', async (more, reason, detail) => {
	const known = await ids();
	const given = { week: WEEK, team: [], channel: [], by: 'Ann', ...more };
	const published = await reviewsAt(db.clickhouse, TUESDAY).publish(given);
	expect(published).toMatchObject({ ok: false, refused: { reason, detail: expect.stringMatching(detail) } });
	expect(await ids()).toEqual(known);
});

test('a week of which not all has come in is not published, nor called complete, and nothing in it is news', async () => {
	const given = { week: '2026-W47', team: [], channel: [], by: 'Ann' };
	const refused = await reviewsAt(db.clickhouse, '2026-11-24T09:00:00Z').publish(given);
	expect(refused).toMatchObject({
		...{ ok: false, refused: { reason: 'not_reported', detail: expect.stringContaining(AFTER) } },
		late: { until: new Date(AFTER).toISOString(), source: null }
	});
	const query = new URLSearchParams({ week: '2026-W47' });
	const review = await loadReview(
		{ clickhouse: db.clickhouse, zone: 'UTC' },
		query,
		Date.parse('2026-11-24T09:00:00Z')
	);
	if ('problem' in review) throw new Error(JSON.stringify(review.problem));
	expect(review.weeks.week).toMatchObject({ complete: false, late: { source: null } });
	const told = await (review.told && 'later' in review.told ? review.told.later : review.told);
	for (const { judged, series } of told?.flatMap((one) => (one.series ? [one] : [])) ?? []) {
		expect(judged).toBeNull();
		expect(series.flatMap(({ news }) => news ?? [])).toEqual([]);
	}
});

test('a body that is not the one that was published is not shown', async () => {
	await db.clickhouse.command({
		query: `ALTER TABLE published_reviews UPDATE body = replaceOne(body, '"n":6', '"n":7') WHERE true SETTINGS mutations_sync = 2`
	});
	const reviews = reviewsAt(db.clickhouse, THURSDAY);
	await expect(reviews.read(first.id)).rejects.toThrow(/not what was published/);
	expect(await reviews.read('none')).toBeNull();
});

test('where a part of it cannot be asked nothing is published, and it says what failed', async () => {
	const known = await ids();
	for (const view of ['weekly_iceberg', 'kpi_nps', 'decisions_of_week'])
		await db.clickhouse.command({ query: `DROP VIEW ${view}` });
	const given = { week: WEEK, team: [], channel: [], by: 'Ann' };
	expect(await reviewsAt(db.asViews, THURSDAY).publish(given)).toMatchObject({
		...{ ok: false, refused: { reason: 'unavailable', detail: expect.stringMatching(/iceberg/) } },
		refused: { missing: ['nps', 'year_ago.nps', 'iceberg', 'decisions'] }
	});
	expect(await ids()).toEqual(known);
});
