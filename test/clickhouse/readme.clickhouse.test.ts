import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, store } from '../support/events.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const README = readFileSync(new URL('../../schema/clickhouse/README.md', import.meta.url), 'utf8');
const examples = [...README.matchAll(/```sql\n([\s\S]+?)```/g)].flatMap(([, sql]) => sql ?? []);

const WEEK_MS = 7 * 86_400_000;
const ago = (weeks: number) => new Date(Date.now() - weeks * WEEK_MS).toISOString();

const ask = async (sql: string) => {
	const result = await db.clickhouse.query({ query: sql, format: 'JSONEachRow' });
	return result.json<Record<string, unknown>>();
};

test('every example for analysts runs', async () => {
	expect(examples.length).toBeGreaterThanOrEqual(3);
	for (const sql of examples) await expect(ask(sql), sql).resolves.toBeDefined();
});

test('the example of a chart tells a run of eight as the book does: on one side, however near', async () => {
	const share = (weeks: number) => (weeks > 9 ? 10 : 11);
	const answers = Array.from({ length: 20 }, (_, week) =>
		Array.from({ length: 20 }, (_, nth) => ({
			...event('survey.answered', `${week} ${nth}`, '2026-01-01T00:00:00', {
				instrument: 'csat',
				score: nth < share(week) ? 5 : 1
			}),
			time: ago(week + 1)
		}))
	).flat();
	await store(db.clickhouse, answers);
	const chart = examples.find((sql) => sql.includes('touchstone_p_signals')) ?? '';
	const weeks = await ask(chart);
	expect(weeks).toHaveLength(20);
	expect(weeks.every(({ beyond_limits }) => beyond_limits === 0)).toBe(true);
	expect(weeks.map(({ eight_in_a_row }) => eight_in_a_row)).toEqual(weeks.map(() => 1));
});
