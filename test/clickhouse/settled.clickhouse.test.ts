import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isBlocked } from '../../src/lib/server/settled/days.ts';
import { askActions } from '../../src/lib/server/feeds/actions.ts';
import { askForgotten } from '../../src/lib/server/feeds/forgotten.ts';
import { createSettler, type Settler } from '../../src/lib/server/settled/settler.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { CELLS, OF_FACTS, SETTLED, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { KpiId } from '#schema/kpi.ts';
import { differences } from '../oracle/compare.ts';
import { questions } from '../oracle/generate.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { askEverything, type Answers, type Scope, type Told } from './oracle/asking.ts';
import { organisationsIn, type Organisations } from './oracle/organisation.ts';

// What is settled is a second way to the same numbers: for any history, any order of what comes in and any moment at which it is
// asked, both ways give the same answers.

const RUNS = Number(process.env.ORACLE_RUNS ?? 3);
const SEED = Number(process.env.ORACLE_SEED ?? 7);
const LONG = 900_000;

let database: TestDatabase;
let organisations: Organisations;
let settler: Settler;
/** What it had to say: nothing, or a question was answered from the cases after all. */
const said: string[] = [];
const log = (line: string) => void said.push(line);
/** What the answers rested on: days with changes beside their roll-up, days by hours, days whose roll-up could not be used, and what stood in queues. */
const used = { beside: 0, byHours: 0, blocked: 0, queued: 0, misdated: 0 };

/** All that are settled, or those named. */
const only = process.env.ORACLE_KPIS?.split(',');
const settledKpis = KpiId.options.filter(
	(kpi) => (SETTLED[kpi] || OF_FACTS.has(kpi)) && (only?.includes(kpi) ?? true)
);

beforeAll(async () => {
	database = await testDatabase();
	organisations = await organisationsIn(database);
	await prepareSettled(database.clickhouse, database.database);
}, LONG);

afterAll(async () => {
	await settler?.stop();
	await database.clickhouse.command({ query: `DROP DATABASE IF EXISTS ${database.database}_settled SYNC` });
	await database.drop();
});

/** A settler to whom it is now when it is asked. */
function settlerOf({ zone, as_of }: Scope): Settler {
	const { url, database: name } = database;
	const clickhouse = connect({ url, database: name });
	return createSettler({ clickhouse, database: name, zone, log, now: () => Date.parse(as_of) });
}

async function lookAtDays() {
	const settled = await settler.catchUp();
	expect(settled).not.toBeNull();
	for (const kpi of Object.keys(CELLS) as CellsOf[]) {
		const days = (await settled?.daysOf(kpi)) ?? [];
		used.blocked += days.filter((day) => isBlocked(kpi, day)).length;
		used.beside += days.filter((day) => !isBlocked(kpi, day) && day.changes.rows > 0).length;
		used.byHours += days.filter(({ fine }) => fine).length;
	}
}

/** The action queue and what has left it undone, as of now and as of moments before, in which more is at risk: soon after cases were opened. */
const askQueues = ({ scope: { zone, as_of, from, to }, delivery }: Told, settler?: Settler) =>
	Promise.all(
		[as_of, to, from, ...soonAfterOpenings(delivery.flat())].flatMap((time) => {
			const ask = { teams: [], channels: [], limit: 200 };
			const asking = { zone, now: Date.parse(time), settler };
			return [askActions(database.clickhouse, ask, asking), askForgotten(database.clickhouse, ask, asking)];
		})
	);

function soonAfterOpenings(events: readonly { type: string; time: string }[]): string[] {
	const opened = events.flatMap(({ type, time }) => (type === 'case.opened' ? [Date.parse(time)] : []));
	const sorted = opened.sort((a, b) => a - b);
	return [0.25, 0.5, 0.75].flatMap((share) => {
		const at = sorted[Math.floor(share * sorted.length)];
		return at === undefined ? [] : [new Date(at + 1_000).toISOString()];
	});
}

const fromCases = ({ scope }: Told, kpis = settledKpis) => askEverything(database.clickhouse, scope, kpis);

/** Where the settled way answers otherwise than the cases; quantiles of what is rolled up may be off by 1 %. */
async function wrongIn(told: Told, raw?: Answers) {
	raw ??= await fromCases(told);
	const asked = [...new Set(raw.map(({ kpi }) => kpi))];
	const settled = await askEverything(database.clickhouse, told.scope, asked, settler);
	const queues = await askQueues(told, settler);
	expect(queues).toEqual(await askQueues(told));
	used.queued += queues.reduce((sum, { rows }) => sum + rows.length, 0);
	return settled.flatMap(({ kpi, by, grain, rows }, at) => {
		const expected = raw[at]?.rows ?? [];
		return differences(rows.map(roughly(expected)), expected).map((line) => ({ kpi, by, grain, line }));
	});
}

const QUANTILES = ['value', 'p50', 'p90', 'p95'] as const;

/** Takes a quantile within 1 % for the exact one. */
const roughly =
	(expected: readonly object[]) =>
	<Row extends { group: unknown; bucket: unknown }>(row: Row): Row => {
		if (!('p50' in row)) return row;
		const other = expected.find(
			(one): one is Record<string, unknown> =>
				'group' in one && 'bucket' in one && one.group === row.group && one.bucket === row.bucket
		);
		const close = QUANTILES.filter((name) => {
			const [a, b] = [Number((row as Record<string, unknown>)[name]), Number(other?.[name])];
			return other?.[name] !== null && Math.abs(a - b) <= 0.01 * Math.abs(b);
		});
		return { ...row, ...Object.fromEntries(close.map((name) => [name, other?.[name]])) };
	};

async function count(table: string): Promise<number> {
	const found = await database.clickhouse.query({
		query: `SELECT count() AS n FROM ${table}`,
		format: 'JSONEachRow'
	});
	const [row] = await found.json<{ n: number }>();
	return row?.n ?? 0;
}

/** How many rows of roll-ups stand. */
const rolledDays = () => count(`${database.database}_settled.days`);

/** How many steps were said by a wrong clock. */
const misdated = () => count('misdated');

test(
	'answers from what is settled as from the cases themselves, whatever comes in after it was settled',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				questions,
				fc.double({ min: 0.3, max: 0.9, noNaN: true }),
				fc.integer({ min: 0, max: 2 }),
				async (told, share, otherwise) => {
					await settler?.stop();
					settler = settlerOf(told.scope);
					await organisations.layDown(otherwise === 0 ? { ...told.rules, standards: [] } : told.rules);
					await organisations.setClocks(otherwise === 1 ? told.spells : []);
					const all = told.delivery.flat();
					const [first, second] = [
						Math.floor(all.length * share),
						Math.floor((all.length * (1 + share)) / 2)
					];
					await organisations.deliver([all.slice(0, first)]);
					await database.clickhouse.command({ query: `TRUNCATE TABLE ${database.database}_settled.built` });
					await settler.settleAll();
					// Late events twice, and once other promises: what was rolled up before does not stand any more.
					await organisations.add([all.slice(first, second)]);
					await lookAtDays();
					expect(await wrongIn(told)).toEqual([]);
					await organisations.add([all.slice(second)]);
					await organisations.layDown(told.rules);
					await lookAtDays();
					expect(await wrongIn(told)).toEqual([]);
					// A clock is found to be wrong, or said to have been right: until it is known to what is settled, cases answer.
					await organisations.setClocks(otherwise === 1 ? [] : told.spells);
					expect(await settler.catchUp()).toBeNull();
					const raw = await fromCases(told);
					const some = raw.filter(({ kpi }) => kpi === 'first_contact_resolution' || kpi === 'promises_kept');
					expect(await wrongIn(told, some)).toEqual([]);
					used.misdated += await misdated();
					await settler.settleAll();
					expect(await rolledDays()).toBeGreaterThan(0);
					expect(await wrongIn(told, raw)).toEqual([]);
					// How long it took is no trouble.
					expect(said.filter((line) => !line.startsWith('settled all cases'))).toEqual([]);
				}
			),
			{ numRuns: RUNS, seed: SEED, endOnFailure: true }
		);
		console.log(used);
		for (const times of Object.values(used)) expect(times).toBeGreaterThan(0);
	},
	LONG
);
