import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askSignals } from '../../src/lib/server/kpi/signals.ts';
import { addDays } from '../../src/lib/zone.ts';
import { KpiAsk } from '#schema/kpi.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { empty } from '../support/empty.ts';
import { after, event, store } from '../support/events.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05';
const NOW = Date.parse('2026-11-01T00:00:00Z');

const asked = (kpi: 'satisfaction' | 'first_response', by?: 'team', now = NOW) => {
	const ask = KpiAsk.parse({
		...{ kpi, from: '2026-01-01T00:00:00Z', to: '2026-10-01T00:00:00Z', grain: 'week', by }
	});
	return askSignals(db.clickhouse, { ...ask, grain: 'week' }, { zone: 'UTC', now });
};

/** Of so many answers a week, so many satisfied ones. */
const answers = (weeks: number[], n: number, team = 'desk') =>
	weeks.flatMap((satisfied, week) =>
		Array.from({ length: n }, (_, nth) =>
			event('survey.answered', `${team} ${week} ${nth}`, `${addDays(MONDAY, 7 * week)}T12:00:00`, {
				...{ instrument: 'csat', score: nth < satisfied ? 5 : 1, team }
			})
		)
	);

const flagged = (rows: { long_run: boolean; beyond_limits: boolean }[], name: 'long_run' | 'beyond_limits') =>
	rows.flatMap((row, at) => (row[name] ? [at] : []));

test('a share stands on a p chart: beyond its limits, and eight on one side however near, as the book has it', async () => {
	await store(db.clickhouse, answers([11, 11, 11, 11, 11, 11, 11, 11, 10, 10, 10, 0], 20));
	const { chart, rows } = await asked('satisfaction');
	expect(chart).toBe('p');
	expect(flagged(rows, 'long_run')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	expect(flagged(rows, 'beyond_limits')).toEqual([11]);
	const p = 118 / 240;
	expect(rows[0]).toMatchObject({ centre: expect.closeTo(p), value: 0.55, n: 20 });
	expect(rows[0]?.low).toBeCloseTo(p - 3 * Math.sqrt((p * (1 - p)) / 20));
});

test('a duration stands on an XmR chart of its values', async () => {
	const seconds = [82, 79, 85, 81, 78, 84, 80, 83, 90, 79];
	await store(
		db.clickhouse,
		seconds.flatMap((s, week) => {
			const at = `${addDays(MONDAY, 7 * week)}T12:00:00`;
			return [event('case.opened', `${week}`, at), event('case.responded', `${week}`, after(at, s))];
		})
	);
	const { chart, rows } = await asked('first_response');
	expect(chart).toBe('xmr');
	expect(rows[8]).toMatchObject({ centre: expect.closeTo(82.1), beyond_limits: false });
	expect(rows[8]?.low).toBeCloseTo(68.2, 1);
	expect(rows[8]?.high).toBeCloseTo(96, 1);
});

test('each group by itself; a week of nothing breaks no run, and one that is not over is no signal', async () => {
	const [above, below] = [Array.from({ length: 9 }, () => 15), Array.from({ length: 8 }, () => 5)];
	await store(db.clickhouse, [
		...answers([...above, ...below], 20, 'A').filter(({ subject }) => !subject?.startsWith('A 3 ')),
		...answers([10, 10], 20, 'B')
	]);
	const { rows } = await asked('satisfaction', 'team');
	expect(rows.map(({ group }) => group).filter((group) => group === 'B')).toHaveLength(2);
	expect(
		flagged(
			rows.filter(({ group }) => group === 'A'),
			'long_run'
		)
	).toHaveLength(16);
	expect(
		flagged(
			rows.filter(({ group }) => group === 'B'),
			'long_run'
		)
	).toEqual([]);
	// On Sunday of the last week of A.
	const { rows: running } = await asked('satisfaction', 'team', Date.parse('2026-05-03T12:00:00Z'));
	const last = running.filter(({ group }) => group === 'A').at(-1);
	expect(last).toMatchObject({ value: 0.25, beyond_limits: false, long_run: false });
});
