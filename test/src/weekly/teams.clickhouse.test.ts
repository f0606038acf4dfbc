import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { quadrant } from '../../../src/lib/server/weekly/quadrant.ts';
import { scorecards } from '../../../src/lib/server/weekly/scorecards.ts';
import { staff } from '../../../src/lib/server/weekly/staff.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty, setParameters } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const WEEK = '2026-01-06T09:00:00';
const BEFORE = '2026-01-02T09:00:00';

test('puts teams between the procedural and the personal side, with where they were, by the mark in force', async () => {
	const check = (team: string, procedural: number, personal: number, at = WEEK) =>
		event('inspection.scored', '', at, { team, procedural, personal });
	await store(db.clickhouse, [
		check('North', 80, 50),
		check('North', 60, 40),
		check('North', 50, 50, BEFORE),
		check('East', 60, 60)
	]);
	const found = await quadrant(reviewOf(db.clickhouse));
	expect(found.high).toBe(60);
	expect(found.teams).toMatchObject([
		{ team: 'East', row: { quadrant: 'excellent' }, before: null },
		{
			team: 'North',
			row: { n: 2, procedural: 70, personal: 45, quadrant: 'by_the_book' },
			before: { procedural: 50, personal: 50, quadrant: 'indifferent' }
		}
	]);
	const name = 'inspection_high';
	await setParameters(db.clickhouse, [
		{ name, value: 75 },
		{ name, value: 99, valid_from: '2026-01-12 00:00:00' }
	]);
	const stricter = await quadrant(reviewOf(db.clickhouse));
	expect(stricter.high).toBe(75);
	expect(stricter.teams[0]).toMatchObject({ row: { quadrant: 'indifferent' } });
});

test('gives cards by promises broken, red ones first, then yellow ones, then by name', async () => {
	const late = (team: string, n: number, at = WEEK) =>
		Array.from({ length: n }, (_, index) => `${team} ${at} ${index}`).flatMap((id) => [
			event('case.opened', id, at, { team, channel: 'phone' }),
			event('case.responded', id, after(at, 60))
		]);
	await store(db.clickhouse, [
		...late('Alpha', 2),
		...late('Beta', 3),
		...late('Gamma', 10),
		...late('Delta', 2),
		...late('Alpha', 3, BEFORE)
	]);
	const { teams } = await scorecards(reviewOf(db.clickhouse));
	expect(teams.map(({ team, row, broken }) => [team, row.card, broken])).toEqual([
		['Gamma', 'red', 10],
		['Beta', 'yellow', 3],
		['Alpha', null, 2],
		['Delta', null, 2]
	]);
	expect(teams[2]?.before).toMatchObject({ card: 'yellow' });
	expect(teams[2]?.row).toMatchObject({ value: 0, components: { promises_kept: { value: 0, weight: 20 } } });
});

test('tells nothing of staff where fewer than five answered', async () => {
	const said = (team: string, scores: number[], at = WEEK) =>
		scores.map((score) => event('staff.surveyed', '', at, { team, score }));
	await store(db.clickhouse, [
		...said('North', [5, 4, 4, 2, 5]),
		...said('South', [5, 4, 4, 2, 5, 5]),
		...said('East', [1, 1, 1, 1]),
		...said('North', [5, 5, 5, 5, 5], BEFORE)
	]);
	const found = await staff(reviewOf(db.clickhouse));
	expect(found.teams).toMatchObject([
		{ group: 'East', n: 4, hidden: true, value: null, distribution: { 1: 0 } },
		// From all, less these and South, what the four said could be worked out.
		{ group: 'North', n: 5, hidden: true, value: null, sum: null },
		{ group: 'South', n: 6, hidden: false, numerator: 5 }
	]);
	expect(found.total).toMatchObject({ n: 15 });
	expect(found.before.total).toMatchObject({ value: 1 });
});
