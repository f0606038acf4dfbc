import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DefectAsk } from '#schema/defect.ts';
import { answerDefects, askDefects } from '../../src/lib/server/defects.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { totalOf } from '../support/kpi.ts';
import { mappingOf, runReplay, startIngestProcess } from '../support/replay.ts';
import { samples } from '../support/samples.ts';

// A file in which some replies have lost their time of day (00:00), by the whole path: replay → socket → ingest → ClickHouse.

const NAME = 'ecommerce_csat_sample';
const { origin, file, keys } = samples();
const RANGE = { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };

const Total = z.object({ n: z.int(), negative_durations: z.int() });
const Groups = z.record(z.string(), z.object({ negative_durations: z.int() }));

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	const ingest = await startIngestProcess(db);
	try {
		const args = [file(NAME), '--mapping', mappingOf(NAME), '--url', ingest.url];
		const replayed = await runReplay(args);
		expect(replayed.code, replayed.stderr).toBe(0);
		await ingest.drained();
	} finally {
		await ingest.stop();
	}
}, 600_000);
afterAll(() => db.drop());

const ask = (more: Partial<DefectAsk> = {}) => DefectAsk.parse({ ...RANGE, ...more });

test(`every lost time is a reply before its opening, and there is no other defect, in ${origin}`, async () => {
	const { n, negative_durations } = Total.parse(keys(NAME).total);
	expect(negative_durations).toBeGreaterThan(0);
	const { rows, clocks } = await answerDefects(db.clickhouse, ask(), 'UTC');
	expect(rows).toMatchObject([
		{
			...{ kind: 'reply_before_opening', source: NAME, judged: n },
			...{ defects: negative_durations, cases: negative_durations }
		}
	]);
	expect(clocks).toEqual([]);
});

test(`by team it is as published, in ${origin}`, async () => {
	const published = Object.entries(Groups.parse(keys(NAME).by_Supervisor))
		.map(([team, { negative_durations }]) => [team, negative_durations])
		.filter(([, count]) => count !== 0)
		.sort();
	const { rows } = await answerDefects(db.clickhouse, ask({ by: 'team' }), 'UTC');
	expect(rows.map(({ group, defects }) => [group, defects]).sort()).toEqual(published);
});

test(`none of them is in the first response time, in ${origin}`, async () => {
	const { n, negative_durations } = Total.parse(keys(NAME).total);
	const row = await totalOf(db.clickhouse, 'first_response', RANGE);
	expect(row).toMatchObject({ n: n - negative_durations, defects: negative_durations });
	const steps = await askDefects(db.clickhouse, ask(), 20_000);
	expect(new Set(steps.map(({ at }) => at.slice(11, 19)))).toEqual(new Set(['00:00:00']));
});
