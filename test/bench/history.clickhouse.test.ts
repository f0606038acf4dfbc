import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { fillHistory, FULL } from './history.ts';

const SMALL = { ...FULL, cases: 2_000 };

const Found = z.array(
	z.object({ events: z.int(), cases: z.int(), teams: z.int(), late: z.int(), sum: z.string() })
);

describe('the history to measure on', () => {
	let db: TestDatabase;
	beforeAll(async () => {
		db = await testDatabase();
		await fillHistory(db.clickhouse, SMALL);
	}, 120_000);
	afterAll(() => db.drop());

	async function found() {
		const result = await db.clickhouse.query({
			query: `SELECT count() AS events, uniqExactIf(case_id, case_id != '') AS cases, uniqExact(team) AS teams,
				countIf(time >= {end:DateTime64(3, 'UTC')}) AS late, toString(sum(cityHash64(source, id, time, case_id, customer, score))) AS sum
				FROM events`,
			query_params: { end: FULL.end.replace('T', ' ').replace('Z', '') },
			format: 'JSONEachRow'
		});
		return Found.parse(await result.json())[0];
	}

	it('has about five events a case, of every team, none after its end', async () => {
		const { events, cases, teams, late } = (await found()) ?? {};
		expect(events).toBeGreaterThan(4.8 * SMALL.cases);
		expect(events).toBeLessThan(5.3 * SMALL.cases);
		expect({ cases, teams, late }).toEqual({ cases: SMALL.cases, teams: SMALL.teams, late: 0 });
	});

	it('is the same again, and is not filled in twice', async () => {
		const before = await found();
		await fillHistory(db.clickhouse, SMALL);
		expect(await found()).toEqual(before);
		const again = await testDatabase();
		await fillHistory(again.clickhouse, SMALL);
		const result = await again.clickhouse.query({
			query:
				'SELECT toString(sum(cityHash64(source, id, time, case_id, customer, score))) AS sum FROM events',
			format: 'JSONEachRow'
		});
		expect(await result.json()).toEqual([{ sum: before?.sum }]);
		await again.drop();
	}, 120_000);

	it('is not mixed with another one', async () => {
		await expect(fillHistory(db.clickhouse, { ...SMALL, weeks: 4 })).rejects.toThrow(/another history/);
	});
});
