import { bodies } from '../definitions.ts';
import { inline } from '../inline.ts';
import { change, difference } from './change.ts';
import { ACTIVES, ALL_KINDS, COMPLAINTS, KINDS, LEDGER, RECOVERIES, REPEATS, type Kind } from './kinds.ts';
import { KEY, keyed, namesOf, standing } from './stored.ts';

/** Later than anything. */
const END = `toDateTime64('2290-01-01 00:00:00', 3, 'UTC')`;
const EVER = `from = toDateTime64('1900-01-01 00:00:00', 3, 'UTC'), to = ${END}`;

const VISITS = [
	'at',
	'team',
	'agent',
	'channel',
	'tier',
	'topic',
	'priority',
	'came_back',
	'came_later',
	'said'
];

/** What is read of a customer's visits: as the view `visits` has it. */
const visitsOf = (where: string) =>
	`SELECT case_id, simulated, step, resolved, customer, ${VISITS.join(', ')} FROM {settled:Identifier}.visits FINAL WHERE ${where}`;

/** Of what came in: what was written to the list after one block and up to another, or in minutes that are over. */
export const CAME_IN =
	'((_block_number > {past:UInt64} AND _block_number <= {upto_block:UInt64}) OR has({minutes:Array(String)}, _partition_id))';

/** Some of the cases, or customers, of which something came in. */
const touched = (what: 'case' | 'customer') =>
	`(SELECT case_id FROM {settled:Identifier}.touched WHERE what = '${what}' AND ${CAME_IN} AND case_id > {after:String} AND case_id <= {upto:String})`;

const stage = (
	which: string
) => `INSERT INTO {settled:Identifier}.staged (run, at, case_id, simulated, facts, steps)
SELECT {run:UInt64}, now(), case_id, simulated, facts, steps FROM cases WHERE case_id IN ${which}`;

/**
 * Lays out the cases of a pass: to find a case, `cases` reads a thousand beside it, and every kind asks for the same. A pass takes its rows
 * away again.
 */
export const STAGE = stage(touched('case'));

/**
 * What a case says, however often and in whatever order it was told, and which of it by a wrong clock: what came late is not written in one
 * step with the case.
 */
const saidBy = (from: string) =>
	`SELECT case_id, cityHash64(max(simulated), groupBitOr(facts), arraySort(groupUniqArrayArray(steps)),
		groupUniqArrayArray(if((SELECT empty(touchstone_wrong_spells(touchstone_standing_spells(spells, version, _block_number))) FROM clock_spells), [],
			arrayFilter(key -> key IN (SELECT step FROM misdated), arrayMap(step -> touchstone_step(step.source, step.id, step.time), steps))))) AS said
	FROM ${from} GROUP BY case_id`;

/** The same for cases that say something else than what was looked at for every kind. */
export const STAGE_AGAIN = stage(`(
	SELECT case_id
	FROM (${saidBy(`(SELECT case_id, simulated, facts, steps FROM cases WHERE case_id IN ${touched('case')})`)})
	WHERE (case_id, said) NOT IN
		(SELECT case_id, said FROM {settled:Identifier}.seen GROUP BY case_id, said HAVING groupBitOr(kinds) = {all:UInt16})
	ORDER BY case_id
	LIMIT {most:UInt32})`);

const STAGED = `(SELECT * FROM {settled:Identifier}.staged WHERE run = {run:UInt64})`;

/** Remembers what the cases of a pass said, and which kinds were told of it. */
export const SEEN = `INSERT INTO {settled:Identifier}.seen (case_id, said, kinds) SELECT case_id, said, {kinds:UInt16} FROM (${saidBy(STAGED)})`;

/** The cases of a pass. */
const BATCH = `(SELECT case_id FROM {settled:Identifier}.staged WHERE run = {run:UInt64})`;

/**
 * Puts into the list the cases of which some step is said by a wrong clock by one of the lists of spells since {clocks}, and not by another:
 * of those that came late alone.
 */
export const TOUCH_MISDATED = `INSERT INTO {settled:Identifier}.touched (what, case_id, received_at)
WITH (SELECT groupArray(spells) FROM (SELECT spells FROM clock_spells WHERE version > {clocks:UInt32}
	UNION ALL SELECT touchstone_standing_spells(spells, version, _block_number) FROM clock_spells WHERE version <= {clocks:UInt32})) AS lists
SELECT 'case', case_id, toDateTime64(0, 3, 'UTC')
FROM
(
	SELECT toString(late_steps.source) AS source, time, id, case_id, min(late_steps.received_at) AS taken_at
	FROM late_steps
	WHERE arrayExists(spells -> has(spells.source, toString(late_steps.source)), lists)
	GROUP BY source, time, id, case_id
)
WHERE arrayUniq(arrayMap(spells -> touchstone_misdated(spells, source, time, taken_at), lists)) > 1
GROUP BY case_id`;

/** Whom the cases of a pass name, now or at any time before. */
const CUSTOMERS = `(SELECT DISTINCT arrayJoin(steps.customer) AS customer FROM ${STAGED})`;

/** The days and cases of which there may be facts of a kind already. */
const places = ({ steps }: Kind) => `
	SELECT toDate(step.time) AS day, case_id
	FROM ${STAGED}
	ARRAY JOIN steps AS step
	WHERE step.type IN (${steps.map((type) => `'${type}'`).join(', ')})`;

const VISIT_KEY = ['simulated', 'customer', 'case_id', 'step'];
const VISIT_NAMES = ['resolved', ...VISITS];
const visitsFresh = (cases: string) => `
	SELECT toUInt8(simulated) AS simulated, customer, case_id, toUInt32(step) AS step, toUInt32(resolved) AS resolved, at,
		${['team', 'agent', 'channel', 'tier', 'topic', 'priority'].map((name) => `toLowCardinality(${name}) AS ${name}`).join(', ')},
		toUInt8(came_back) AS came_back, toUInt8(came_later) AS came_later, said
	FROM (SELECT * FROM visits_of(cases = ${cases}))`;

const raw = bodies();
const inlined = (text: string) => inline(text, raw);

const staged = bodies((name, body) =>
	name === 'steps_until' ? body.replace(/\bFROM cases\b/g, `FROM ${STAGED}`) : body
);

/** The facts of a kind of the cases named, from the view that defines it. */
const factsOf = ({ name, told }: Kind, cases: string, views = raw) =>
	inline(
		told?.(cases) ??
			`SELECT * FROM ${name}_of(cases = ${cases}${name === 'responses' ? ', until = NULL' : ''})`,
		views
	);

/** What is told of all cases of a customer together: from which table, in the place of which view. */
const TOGETHER: readonly {
	kind: Kind;
	question: string;
	view: string;
	bits: number;
	source: (where: string) => string;
	places: string;
}[] = [
	{
		kind: REPEATS,
		question: `SELECT * FROM repeats(${EVER}, teams = [], channels = [])`,
		view: 'visits',
		bits: 21,
		source: visitsOf,
		places: 'SELECT toDate(at), case_id FROM {settled:Identifier}.visits FINAL WHERE step = resolved AND'
	},
	{
		kind: RECOVERIES,
		question: `SELECT * FROM recoveries(${EVER}, until = ${END})`,
		view: 'complaints',
		bits: 2,
		source: (where) =>
			`SELECT case_id, simulated, ${namesOf(COMPLAINTS).join(', ')}, '' AS priority FROM {settled:Identifier}.complaints FINAL WHERE ${where}`,
		places: 'SELECT day, case_id FROM {settled:Identifier}.complaints FINAL WHERE'
	}
];

type Together = (typeof TOGETHER)[number];

const factsTogether = ({ question, view, source }: Together, where: string) =>
	inline(
		question,
		bodies((name, body) => (name === view ? source(where) : body))
	);

/** One statement a kind, in the order in which they are to be run, for the cases of a pass. */
export const PASS: readonly { name: string; bits: number; query: string }[] = [
	...[...KINDS, ...LEDGER].map((kind: Kind) => ({
		name: kind.name,
		bits: kind.bits,
		query: change(kind, {
			fresh: keyed(kind, factsOf(kind, BATCH, staged)),
			// Where a promise stood, only the standards know.
			stored: `${standing(kind)} WHERE ${kind.told ? `case_id IN ${BATCH}` : `(day, case_id) IN (${places(kind)})`}`
		})
	})),
	{
		name: 'visits',
		bits: 21,
		query: difference('visits', VISIT_KEY, VISIT_NAMES, {
			fresh: inline(visitsFresh(BATCH), staged),
			stored: `SELECT ${[...VISIT_KEY, ...VISIT_NAMES].join(', ')} FROM {settled:Identifier}.visits FINAL
				WHERE customer IN (SELECT '' UNION ALL SELECT customer FROM ${CUSTOMERS}) AND case_id IN ${BATCH}`
		})
	},
	...TOGETHER.map((of) => ({
		name: of.kind.name,
		bits: of.bits,
		query: change(of.kind, {
			fresh: keyed(
				of.kind,
				factsTogether(
					of,
					`(customer != '' AND customer IN ${CUSTOMERS}) OR (customer = '' AND case_id IN ${BATCH})`
				)
			),
			stored: `${standing(of.kind)} WHERE (day, case_id) IN
				(
					${places(of.kind)}
					UNION ALL
					${of.places} customer != '' AND customer IN ${CUSTOMERS}
				)`,
			// Of a case that is not of this pass nothing is known but what its customers here tell.
			gone: (case_id) => `${case_id} IN ${BATCH}`
		})
	}))
];

/** The same for customers of whom activity came in. What they did is there for good, and so are its days. */
export const PASS_CUSTOMERS = change(ACTIVES, {
	fresh: keyed(ACTIVES, factsOf(ACTIVES, touched('customer'))),
	stored: `${standing(ACTIVES)} WHERE (day, case_id) IN
		(SELECT toDate(time), customer FROM customer_activity WHERE active = 1 AND customer IN ${touched('customer')})`
});

/** Which of these read what another has written. */
export const AFTER: ReadonlyMap<string, string> = new Map([
	[REPEATS.name, 'visits'],
	[RECOVERIES.name, COMPLAINTS.name]
]);

const RANGE = `(SELECT case_id FROM cases WHERE case_id > {after:String} AND case_id <= {upto:String})`;

const plain = (table: string, columns: readonly string[], rows: string) => `
INSERT INTO {settled:Identifier}.${table} (${[...columns, 'run', 'dead'].join(', ')})
SELECT ${columns.join(', ')}, {run:UInt64}, toUInt8(0) FROM (${rows})`;

/** The same into empty tables, for a range of cases. */
export const BUILD_CASES: readonly { name: string; query: string }[] = [
	...[...KINDS, ...LEDGER].map((kind: Kind) => ({
		name: kind.name,
		query: plain(kind.name, [...KEY, ...namesOf(kind)], keyed(kind, factsOf(kind, RANGE)))
	})),
	{ name: 'visits', query: plain('visits', [...VISIT_KEY, ...VISIT_NAMES], inlined(visitsFresh(RANGE))) }
];

/** And then, for a range of customers. */
export const BUILD_CUSTOMERS: readonly string[] = TOGETHER.map((of) =>
	plain(
		of.kind.name,
		[...KEY, ...namesOf(of.kind)],
		keyed(of.kind, factsTogether(of, `customer >= {after:String} AND customer < {upto:String}`))
	)
);

/** And for a range of those who were ever active. */
export const BUILD_ACTIVES = plain(
	ACTIVES.name,
	[...KEY, ...namesOf(ACTIVES)],
	keyed(
		ACTIVES,
		factsOf(
			ACTIVES,
			'(SELECT customer FROM customer_activity WHERE customer > {after:String} AND customer <= {upto:String})'
		)
	)
);

/** The tables, empty. The types are those of what the views tell. What changes goes into the log, and from there into the table. */
export const TABLES: readonly string[] = ALL_KINDS.flatMap((kind) => {
	const together = TOGETHER.find((of) => of.kind === kind);
	const facts = keyed(kind, together ? factsTogether(together, '0') : factsOf(kind, `(SELECT '')`));
	const names = namesOf(kind).join(', ');
	return [
		`CREATE TABLE {settled:Identifier}.${kind.name}
ENGINE = ReplacingMergeTree(run, dead)
PARTITION BY (simulated, toMonday(day))
ORDER BY (day, case_id, slot, simulated)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
EMPTY AS SELECT ${KEY.join(', ')}, toUInt64(0) AS run, toUInt8(0) AS dead, ${names} FROM (${facts})`,
		...(kind.told
			? [
					`ALTER TABLE {settled:Identifier}.${kind.name} ADD INDEX of_case case_id TYPE bloom_filter(0.01) GRANULARITY 1`
				]
			: []),
		`CREATE TABLE {settled:Identifier}.${kind.name}_log
ENGINE = MergeTree
ORDER BY run
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
EMPTY AS SELECT ${KEY.join(', ')}, toUInt64(0) AS run, toUInt64(0) AS was_run, toUInt8(0) AS fresh, toUInt8(0) AS dead, toUInt8(0) AS blocks, now() AS at, ${names} FROM (${facts})`,
		`CREATE MATERIALIZED VIEW {settled:Identifier}.${kind.name}_of_log TO {settled:Identifier}.${kind.name}
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT ${KEY.join(', ')}, run, dead, ${names} FROM {settled:Identifier}.${kind.name}_log WHERE fresh = 1`,
		`CREATE MATERIALIZED VIEW {settled:Identifier}.places_of_${kind.name} TO {settled:Identifier}.places
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT '${kind.name}' AS kind, toStartOfFifteenMinutes(basis_at) AS quarter FROM {settled:Identifier}.${kind.name} GROUP BY quarter`
	];
});

export const VISITS_TABLE = `CREATE TABLE {settled:Identifier}.visits
ENGINE = ReplacingMergeTree(run, dead)
ORDER BY (customer, case_id, step, simulated)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
EMPTY AS SELECT ${VISIT_KEY.join(', ')}, toUInt64(0) AS run, toUInt8(0) AS dead, ${VISIT_NAMES.join(', ')} FROM (${inlined(visitsFresh(`(SELECT '')`))})`;
