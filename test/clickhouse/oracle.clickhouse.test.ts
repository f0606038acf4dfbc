import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { askKpi, askKpis } from '../../src/lib/server/kpi/ask.ts';
import { EVENT_DATA, type CloudEvent, type EventType } from '#schema/event.ts';
import { Grain, GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import { differences } from '../oracle/compare.ts';
import { questions } from '../oracle/generate.ts';
import type { Sent } from '../oracle/history.ts';
import { askOracle } from '../oracle/oracle.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { store } from '../support/events.ts';

/** How many organisations (of half a dozen histories each) are tried: more with ORACLE_RUNS, others with ORACLE_SEED. */
const RUNS = Number(process.env.ORACLE_RUNS ?? 30);
const SEED = Number(process.env.ORACLE_SEED ?? 20_261_122);
const LONG = 90_000 + RUNS * 5000;

let database: TestDatabase;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());

const isType = (type: string): type is EventType => Object.hasOwn(EVENT_DATA, type);

const cloudEvent = ({ type, subject, ...event }: Sent): CloudEvent => {
	if (!isType(type)) throw new Error(`no such type: ${type}`);
	return { specversion: '1.0', type, ...(subject === undefined ? {} : { subject }), ...event };
};

/** Forgets what was stored and stores these batches. */
async function deliver(batches: Sent[][]) {
	const { clickhouse } = database;
	await Promise.all(
		['events', 'cases', 'customer_activity', 'sources'].map((table) =>
			clickhouse.command({ query: `TRUNCATE TABLE ${table}` })
		)
	);
	for (const batch of batches) await store(clickhouse, batch.map(cloudEvent));
}

type Scope = Omit<Parameters<typeof askOracle>[1], 'kpi' | 'by' | 'grain'>;

const cuts = [undefined, ...GroupBy.options].flatMap((by) => Grain.options.map((grain) => ({ by, grain })));

/** Asks a KPI in every cut: by nothing and by each dimension, in every grain. */
async function askAll(kpi: KpiId, { zone, as_of, ...scope }: Scope) {
	const asks = cuts.map((cut) => KpiAsk.parse({ ...scope, ...cut, kpi }));
	const answers = await askKpis(database.clickhouse, asks, { zone, now: Date.parse(as_of) });
	return cuts.map((cut, at) => ({ kpi, ...cut, rows: answers[at]?.rows ?? [] }));
}

const askEverything = async (scope: Scope, kpis: readonly KpiId[] = KpiId.options) =>
	(await Promise.all(kpis.map((kpi) => askAll(kpi, scope)))).flat();

type Answers = Awaited<ReturnType<typeof askEverything>>;

type Told = typeof questions extends fc.Arbitrary<infer Value> ? Value : never;

/** Tries the same histories every time. */
const holds = (numRuns: number, promise: (told: Told) => Promise<void>) =>
	fc.assert(fc.asyncProperty(questions, promise), {
		seed: SEED,
		numRuns,
		// The smallest counterexample found in time is better than none.
		interruptAfterTimeLimit: LONG - 30_000,
		markInterruptAsFailure: true
	});

const count = z.object({ n: z.int(), numerator: z.int(), denominator: z.int(), immature: z.int() });
const COUNTS = count.keyof().options;

/** Counts of the groups added up, beside those of all. */
function addedUp(answers: Answers, kpi: KpiId, by: GroupBy) {
	const rowsBy = (group: GroupBy | undefined) =>
		answers.find((answer) => answer.kpi === kpi && answer.by === group && answer.grain === 'total')?.rows ??
		[];
	const sum = (rows: object[]) =>
		COUNTS.map((name) => rows.reduce((total, row) => total + count.parse(row)[name], 0));
	return { groups: sum(rowsBy(by)), all: sum(rowsBy(undefined)) };
}

test(
	'answers every KPI as the definitions say, whatever happened and however it came in',
	() => {
		let suspects: readonly KpiId[] = KpiId.options;
		return holds(RUNS, async ({ sent, delivery, scope }) => {
			await deliver(delivery);
			const wrong = (await askEverything(scope, suspects)).flatMap(({ kpi, by, grain, rows }) =>
				differences(rows, askOracle(sent, { ...scope, kpi, by, grain })).map((line) => ({
					kpi,
					by,
					grain,
					line
				}))
			);
			// While the history is made smaller, only what was wrong is asked.
			if (wrong[0]) suspects = [wrong[0].kpi];
			expect(wrong.slice(0, 10)).toEqual([]);
		});
	},
	LONG
);

test(
	'answers one question alone as among others',
	() =>
		holds(Math.ceil(RUNS / 8), async ({ sent, delivery, scope: { zone, as_of, ...scope } }) => {
			await deliver(delivery);
			for (const kpi of KpiId.options) {
				const ask = { ...KpiAsk.parse({ ...scope, kpi, by: 'team', grain: 'day' }), kpi };
				const { rows } = await askKpi(database.clickhouse, ask, { zone, now: Date.parse(as_of) });
				const expected = askOracle(sent, { ...scope, zone, as_of, kpi, by: 'team', grain: 'day' });
				expect(differences(rows, expected), kpi).toEqual([]);
			}
		}),
	LONG
);

test(
	'gives the same answers however the same events are repeated, ordered and split',
	() =>
		holds(Math.ceil(RUNS / 8), async ({ delivery, again, scope }) => {
			await deliver(delivery);
			const once = await askEverything(scope);
			await deliver([...again, ...delivery]);
			expect(await askEverything(scope)).toEqual(once);
		}),
	LONG
);

test(
	'counts nothing twice and loses nothing when it groups',
	() =>
		holds(Math.ceil(RUNS / 8), async ({ delivery, scope }) => {
			await deliver(delivery);
			const answers = await askEverything(scope);
			for (const kpi of KpiId.options) {
				for (const by of GroupBy.options) {
					const { groups, all } = addedUp(answers, kpi, by);
					expect(groups, `${kpi} by ${by}`).toEqual(all);
				}
			}
		}),
	LONG
);

const WEEK = 7 * 86_400_000;
const later = (time: string) => new Date(Date.parse(time) + WEEK).toISOString();
const laterBucket = (bucket: string | null) => bucket && later(`${bucket.slice(0, 19)}Z`).slice(0, 19);

test(
	'moves with time: everything a week later is the same answer in the next week',
	() =>
		holds(Math.ceil(RUNS / 8), async ({ sent, scope }) => {
			// A zone without summer time: there a week is always 168 hours.
			const here = { ...scope, zone: 'Asia/Shanghai' };
			const { from, to, as_of } = here;
			await deliver([sent]);
			const before = await askEverything(here);
			await deliver([sent.map((event) => ({ ...event, time: later(event.time) }))]);
			const after = await askEverything({ ...here, from: later(from), to: later(to), as_of: later(as_of) });
			const moved = (answers: Answers, label: (bucket: string | null) => string | null) =>
				answers.map(({ rows, ...cut }) => ({
					...cut,
					rows: rows.map((row) => ({ ...row, bucket: label(row.bucket) }))
				}));
			expect(moved(after, (bucket) => bucket && bucket.slice(0, 19))).toEqual(moved(before, laterBucket));
		}),
	LONG
);
