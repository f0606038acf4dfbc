import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStandards } from '../../../src/lib/server/standards/standards.ts';
import { headlines } from '../../../src/lib/server/weekly/headlines.ts';
import { parametersOf } from '../../../src/lib/server/weekly/parameters.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

/** The review of the week of a Monday. */
const reviewIn = (monday: string, next: string) =>
	reviewOf(db.clickhouse, {
		week: { from: `${monday}T00:00:00Z`, to: `${next}T00:00:00Z`, name: '', complete: true }
	});

test('a week is set against what was aimed for when it ended; a target that was ended is none, and the past keeps its own', async () => {
	const standards = createStandards({ clickhouse: db.clickhouse });
	const { content } = await standards.newest();
	const target = (key: string, value: number | null, day: string) => ({
		...{ name: 'target', key, value },
		valid_from: `${day}T00:00:00.000Z`
	});
	const parameters = [
		target('satisfaction', 0.8, '2026-01-01'),
		target('nps', -12.5, '2026-01-01'),
		target('satisfaction', 0.9, '2026-01-12'),
		target('satisfaction', null, '2026-01-19')
	];
	const saved = await standards.replace({ input: { ...content, parameters }, by: '', note: '' });
	expect(saved.outcome).toBe('saved');
	expect((await standards.newest()).content.parameters).toEqual(parameters);

	const satisfaction = async (monday: string, next: string) =>
		(await parametersOf(reviewIn(monday, next), 'target')).get('satisfaction');
	expect(await satisfaction('2025-12-22', '2025-12-29')).toBeUndefined();
	expect(await satisfaction('2026-01-05', '2026-01-12')).toBe(0.8);
	expect(await satisfaction('2026-01-12', '2026-01-19')).toBe(0.9);
	expect(await satisfaction('2026-01-19', '2026-01-26')).toBeUndefined();

	const told = await headlines(reviewIn('2026-01-12', '2026-01-19'), ['satisfaction', 'nps', 'effort']);
	expect(told.map((one) => one.series && [one.kpi, one.target])).toEqual([
		['satisfaction', 0.9],
		['nps', -12.5],
		['effort', null]
	]);
});
