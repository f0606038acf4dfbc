import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { askKpi } from '../../src/lib/server/kpi/ask.ts';
import { GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import type { Spell } from '../oracle/clocks.ts';
import { differences } from '../oracle/compare.ts';
import { questions, questionsAt } from '../oracle/generate.ts';
import { STEADY } from '../oracle/generate/calendars.ts';
import { TURNS } from '../oracle/generate/times.ts';
import { defectsOf, readHistory, type Sent } from '../oracle/history.ts';
import { askOracle } from '../oracle/oracle.ts';
import { DEFAULT_STANDARDS, type Rules } from '../oracle/standards.ts';
import { askEverything, differencesIn, type Answers, type Told } from './oracle/asking.ts';
import { ledgerDifferences } from './oracle/ledger.ts';
import { organisationsIn, type Organisations } from './oracle/organisation.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

/** One organisation (of some twenty histories) for each turn of the clocks in each zone: more with ORACLE_RUNS, others with ORACLE_SEED. */
const RUNS = Number(process.env.ORACLE_RUNS ?? 1);
const SEED = Number(process.env.ORACLE_SEED ?? 20_261_122);
/** Of a seed of one's own some organisations more, at any time and in any zone. */
const FRESH = process.env.ORACLE_FRESH;
const FRESH_RUNS = 3;
/** How many are told in several ways. */
const FEW = 2;
const LONG = 120_000 + Math.max(RUNS, FEW) * 60_000;

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York'];
const PLACES = Object.entries(TURNS).flatMap(([turn, base]) => ZONES.map((zone) => ({ turn, base, zone })));

let database: TestDatabase;
let organisations: Organisations;
beforeAll(async () => {
	database = await testDatabase();
	organisations = await organisationsIn(database);
});
afterAll(() => database.drop());

/** Tries the same histories every time. */
const holds = (
	numRuns: number,
	promise: (told: Told) => Promise<void>,
	{ of = questions, seed = SEED }: { of?: typeof questions; seed?: number } = {}
) =>
	fc.assert(fc.asyncProperty(of, promise), {
		seed,
		numRuns,
		// The smallest counterexample found in time is better than none.
		interruptAfterTimeLimit: LONG - 30_000,
		markInterruptAsFailure: true
	});

async function found({ rules, delivery, spells }: Pick<Told, 'rules' | 'delivery' | 'spells'>) {
	await organisations.layDown(rules);
	await organisations.setClocks(spells);
	await organisations.deliver(delivery);
}

test('begins with the standards that the definitions name', async () => {
	const { content } = await organisations.standards.newest();
	const promised = ({ threshold_s }: { threshold_s: number | null }) => threshold_s !== null;
	const inOrder = (rows: object[]) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
	expect(inOrder(content.standards.filter(promised))).toEqual(inOrder(DEFAULT_STANDARDS.filter(promised)));
});

/** Every KPI in every cut, the ledger row by row, now and once all is due, and that groups add up: of one history that is stored once. */
function isAsDefined() {
	let suspects: readonly KpiId[] = KpiId.options;
	return async (told: Told) => {
		await found(told);
		const answers = await askEverything(database.clickhouse, told.scope, suspects);
		const wrong = differencesIn(answers, told);
		// While the history is made smaller, only what was wrong is asked.
		if (wrong[0]) suspects = [wrong[0].kpi];
		expect(wrong.slice(0, 10)).toEqual([]);
		for (const as_of of [told.scope.as_of, undefined]) {
			const rows = await ledgerDifferences(database.clickhouse, { ...told, as_of });
			expect(rows.slice(0, 10)).toEqual([]);
		}
		expectToAddUp(answers);
	};
}

test.each(PLACES)(
	'answers every KPI, and keeps the ledger, as the definitions say, at the turn of $turn asked in $zone',
	({ base, zone }) =>
		holds(RUNS, isAsDefined(), {
			of: questionsAt([base], [zone]),
			seed: SEED + PLACES.findIndex((place) => place.base === base && place.zone === zone)
		}),
	LONG
);

test.runIf(FRESH)(
	`does so for organisations nobody has seen before (to repeat: ORACLE_FRESH=${FRESH})`,
	() => holds(FRESH_RUNS, isAsDefined(), { seed: Number(FRESH) }),
	LONG
);

test(
	'answers one question alone as among others',
	() =>
		holds(Math.max(RUNS, FEW), async (told) => {
			await found(told);
			const { zone, as_of, ...scope } = told.scope;
			for (const kpi of KpiId.options) {
				const cut = { by: 'team' as const, grain: 'day' as const };
				const ask = { ...KpiAsk.parse({ ...scope, ...cut, kpi }), kpi };
				const { rows } = await askKpi(database.clickhouse, ask, { zone, now: Date.parse(as_of) });
				const expected = askOracle(told.sent, {
					...told.scope,
					...cut,
					rules: told.rules,
					spells: told.spells,
					kpi
				});
				expect(differences(rows, expected), kpi).toEqual([]);
			}
		}),
	LONG
);

test(
	'gives the same answers however the same events are repeated, ordered and split',
	() =>
		holds(Math.max(RUNS, FEW), async ({ rules, delivery, again, scope, spells }) => {
			await found({ rules, delivery, spells });
			const once = await askEverything(database.clickhouse, scope);
			await organisations.deliver([...again, ...delivery]);
			const twice = await askEverything(database.clickhouse, scope);
			const wrong = twice.flatMap(({ kpi, by, grain, rows }, at) =>
				differences(rows, once[at]?.rows ?? []).map((line) => ({ kpi, by, grain, line }))
			);
			expect(wrong).toEqual([]);
		}),
	LONG
);

/** Every answer without the count of defects. */
const withoutDefects = (answers: Answers) =>
	answers.map(({ rows, ...cut }) => ({
		...cut,
		rows: rows.map((row) => ({ ...row, defects: undefined }))
	}));

/** Steps that cannot be right as if they only said of whom they are. Of a promise they say more: that it cannot be judged. */
const withoutTheImpossible = (sent: Sent[], spells: Spell[]) => {
	const { cases } = readHistory(sent, spells);
	const impossible = new Set(
		cases.flatMap((events) => defectsOf(events, ...ANSWERS)).map(({ source, id }) => `${source} ${id}`)
	);
	return sent.map((event) =>
		impossible.has(`${event.source} ${event.id}`) ? { ...event, type: 'case.assigned' } : event
	);
};
const ANSWERS = [
	...['case.resolved', 'case.abandoned', 'case.contacted', 'case.reopened'],
	...['case.escalated', 'complaint.escalated', 'survey.answered']
];

test(
	'counts in no KPI what cannot be right',
	async () => {
		let seen = 0;
		await holds(Math.max(RUNS, FEW), async ({ sent, rules, scope, spells }) => {
			await found({ rules, delivery: [sent], spells });
			const told = await askEverything(database.clickhouse, scope);
			const possible = withoutTheImpossible(sent, spells);
			seen += possible.filter((event, at) => event !== sent[at]).length;
			await found({ rules, delivery: [possible], spells });
			const untold = withoutDefects(await askEverything(database.clickhouse, scope));
			const wrong = withoutDefects(told).flatMap(({ rows, ...cut }, at) =>
				differences(rows, untold[at]?.rows ?? []).map((line) => ({ ...cut, line }))
			);
			expect(wrong).toEqual([]);
		});
		expect(seen).toBeGreaterThan(0);
	},
	LONG
);

const count = z.object({ n: z.int(), numerator: z.int(), denominator: z.int(), immature: z.int() });
type Count = keyof z.infer<typeof count>;
const COUNTS = count.keyof().options;

/** Which counts of the groups add up to those of all: every one, but for these. */
const ADD_UP: Partial<Record<KpiId, Count[]>> = {
	// Of all, it is counted on customers; of a group, on its cases.
	complaints_per_10k: ['numerator'],
	// A customer may be in several groups, and is one.
	expected_leavers: [],
	retention: [],
	// Small groups do not say how many are satisfied.
	staff_satisfaction: ['n', 'denominator', 'immature'],
	// How many components of a card have a value.
	scorecard: []
};

const groupsOf = (kpi: KpiId) =>
	GroupBy.options.filter((by) => kpi !== 'staff_satisfaction' || by !== 'agent');

/** Counts of the groups added up, beside those of all. */
function addedUp(answers: Answers, kpi: KpiId, by: GroupBy) {
	const rowsBy = (group: GroupBy | undefined) =>
		answers.find((answer) => answer.kpi === kpi && answer.by === group && answer.grain === 'total')?.rows ??
		[];
	const sum = (rows: object[]) =>
		(ADD_UP[kpi] ?? COUNTS).map((name) => rows.reduce((total, row) => total + count.parse(row)[name], 0));
	return { groups: sum(rowsBy(by)), all: sum(rowsBy(undefined)) };
}

/** Nothing is counted twice and nothing is lost by grouping. */
function expectToAddUp(answers: Answers) {
	for (const kpi of new Set(answers.map((answer) => answer.kpi))) {
		for (const by of groupsOf(kpi)) {
			const { groups, all } = addedUp(answers, kpi, by);
			expect(groups, `${kpi} by ${by}`).toEqual(all);
		}
	}
}

const WEEK = 7 * 86_400_000;
const later = (time: string) => new Date(Date.parse(time) + WEEK).toISOString();
const laterBucket = (bucket: string | null) => bucket && later(`${bucket.slice(0, 19)}Z`).slice(0, 19);

const laterEvent = ({ time, data, ...event }: Sent): Sent => ({
	...event,
	time: later(time),
	data: typeof data.due === 'string' ? { ...data, due: later(data.due) } : data
});

const laterSpell = ({ since, until, ...spell }: Spell): Spell => ({
	...spell,
	since: later(since),
	until: until && later(until)
});

const laterRules = ({ standards, parameters, calendars }: Rules): Rules => ({
	calendars,
	standards: standards.map((standard) => ({
		...standard,
		valid_from: later(standard.valid_from),
		valid_to: standard.valid_to && later(standard.valid_to)
	})),
	parameters: parameters.map((row) => ({ ...row, valid_from: later(row.valid_from) }))
});

const oldestAt = (row: object) => ('oldest_at' in row ? row.oldest_at : null);

test(
	'moves with time: everything a week later is the same answer in the next week',
	() =>
		holds(Math.max(RUNS, FEW), async ({ sent, rules, scope, spells }) => {
			// A zone without summer time, where a week is always 168 hours, and no week has a holiday.
			const here = { ...scope, zone: 'Asia/Shanghai' };
			const { from, to, as_of } = here;
			const steady = { ...rules, calendars: STEADY };
			await found({ rules: steady, delivery: [sent], spells });
			const before = await askEverything(database.clickhouse, here);
			await found({
				rules: laterRules(steady),
				delivery: [sent.map(laterEvent)],
				spells: spells.map(laterSpell)
			});
			const then = { ...here, from: later(from), to: later(to), as_of: later(as_of) };
			const after = await askEverything(database.clickhouse, then);
			const moved = (
				answers: Answers,
				label: (bucket: string | null) => string | null,
				instant: (time: unknown) => unknown
			) =>
				answers.map(({ rows, ...cut }) => ({
					...cut,
					rows: rows.map((row) => ({
						...row,
						bucket: label(row.bucket),
						oldest_at: instant(oldestAt(row))
					}))
				}));
			const shown = (bucket: string | null) => bucket && bucket.slice(0, 19);
			const same = (time: unknown) => (typeof time === 'string' ? Date.parse(time) : null);
			const next = (time: unknown) => (typeof time === 'string' ? Date.parse(time) + WEEK : null);
			expect(moved(after, shown, same)).toEqual(moved(before, laterBucket, next));
		}),
	LONG
);
