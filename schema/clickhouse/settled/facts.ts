import { bodies } from '../definitions.ts';
import { inline } from '../inline.ts';
import { ACTIVES, ALL_KINDS, COMPLAINTS, KINDS, LEDGER, RECOVERIES, REPEATS, type Kind } from './kinds.ts';

const DIMENSIONS = ['team', 'agent', 'channel', 'tier', 'topic'] as const;

/** Everything that is kept of a fact, as it is stored. */
const keptOf = ({ keeps, customers }: Kind): Record<string, string> => ({
	basis_at: 'basis_at',
	...Object.fromEntries(DIMENSIONS.map((name) => [name, `toLowCardinality(${name})`])),
	customer: customers
		? `multiIf(customer = '', '', ${customers}, customer, 'known')`
		: "toLowCardinality(if(customer = '', '', 'known'))",
	...keeps
});

export const namesOf = (kind: Kind) => Object.keys(keptOf(kind));

/** Two facts of a case on one day have different slots. */
export const KEY = ['simulated', 'day', 'case_id', 'slot'];

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

/** The facts of some cases, each with its key, as they are stored. */
function keyed(kind: Kind, facts: string): string {
	const kept = Object.entries(keptOf(kind));
	const names = kept.map(([name]) => name).join(', ');
	return `SELECT
	toUInt8(simulated) AS simulated,
	toDate(basis_at) AS day,
	case_id,
	toUInt16(row_number() OVER (PARTITION BY simulated, day, case_id ORDER BY ${names})) AS slot,
	${names}
FROM
(
	SELECT simulated, case_id, ${kept.map(([name, stored]) => (stored === name ? name : `${stored} AS ${name}`)).join(', ')}
	FROM
	(
		${facts}
	)
)`;
}

/** The facts that stand. */
const standing = (kind: Kind) =>
	`SELECT ${[...KEY, ...namesOf(kind)].join(', ')}, run FROM {settled:Identifier}.${kind.name} FINAL`;

/** Some of the cases, or customers, of which something came in. */
const touched = (what: 'case' | 'customer') =>
	`(SELECT case_id FROM {settled:Identifier}.touched WHERE what = '${what}' AND _part IN {parts:Array(String)} AND case_id > {after:String} AND case_id <= {upto:String})`;

/**
 * Lays out the cases of a pass: to find a case, `cases` reads a thousand beside it, and every kind asks for the same. A pass takes its rows
 * away again.
 */
export const STAGE = `INSERT INTO {settled:Identifier}.staged (run, at, case_id, simulated, facts, steps)
SELECT {run:UInt64}, now(), case_id, simulated, facts, steps FROM cases WHERE case_id IN ${touched('case')}`;

const STAGED = `(SELECT * FROM {settled:Identifier}.staged WHERE run = {run:UInt64})`;

/** The cases of a pass. */
const BATCH = `(SELECT case_id FROM {settled:Identifier}.staged WHERE run = {run:UInt64})`;

/** Whom the cases of a pass name, now or at any time before. */
const CUSTOMERS = `(SELECT DISTINCT arrayJoin(steps.customer) AS customer FROM ${STAGED})`;

/** The days and cases of which there may be facts of a kind already. */
const places = ({ steps }: Kind) => `
	SELECT toDate(step.time) AS day, case_id
	FROM ${STAGED}
	ARRAY JOIN steps AS step
	WHERE step.type IN (${steps.map((type) => `'${type}'`).join(', ')})`;

/**
 * Writes what differs between what is so and what stands: new, changed, or gone. `fresh` and `stored` have the columns of the key and
 * `names`; a row that is gone is written as dead.
 */
const difference = (
	table: string,
	key: readonly string[],
	names: readonly string[],
	of: { fresh: string; stored: string }
) => `
INSERT INTO {settled:Identifier}.${table} (${[...key, 'run', 'dead', ...names].join(', ')})
SELECT
	${key.join(', ')},
	{run:UInt64} AS run,
	toUInt8(max(fresh) = 0) AS dead,
	${names.map((_, at) => `argMax(kept, fresh).${at + 1}`).join(', ')}
FROM
(
	SELECT ${key.join(', ')}, tuple(${names.join(', ')}) AS kept, toUInt8(1) AS fresh
	FROM (${of.fresh})
	UNION ALL
	SELECT ${key.join(', ')}, tuple(${names.join(', ')}) AS kept, toUInt8(0) AS fresh
	FROM (${of.stored})
)
GROUP BY ${key.join(', ')}
HAVING count() = 1 OR uniqExact(toString(kept)) > 1`;

/**
 * The same into the log of a kind, from which its table is filled: a row with what was so until now, if anything was, and which run had
 * said so; and one with what is so from now on. `blocks`: a roll-up cannot be brought up to date by it: 2 none, because another
 * was settling meanwhile, 1 none of durations, because one that was known has changed.
 */
function change(kind: Kind, of: { fresh: string; stored: string; gone?: string }): string {
	const names = namesOf(kind);
	const key = KEY.join(', ');
	const told = (run: string, now: 0 | 1) =>
		`${key}, tuple(${names.join(', ')}) AS kept, ${kind.timed ? `if(${kind.timed.known}, toString(${kind.timed.by}), '')` : "''"} AS timed, ${run} AS said_by, toUInt8(${now}) AS now`;
	return `
INSERT INTO {settled:Identifier}.${kind.name}_log (${[...KEY, 'run', 'was_run', 'fresh', 'dead', 'blocks', ...names].join(', ')})
SELECT
	${key},
	{run:UInt64} AS run,
	was_run,
	side.1 AS fresh,
	toUInt8(side.1 AND NOT is_so) AS dead,
	toUInt8(multiIf({alone:UInt8} = 0, 2, was_timed != '' AND was_timed != is_timed, 1, 0)) AS blocks,
	${names.map((name, at) => `side.2.${at + 1} AS ${name}`).join(', ')}
FROM
(
	SELECT
		${key},
		max(now)                  AS is_so,
		min(now) = 0              AS was_so,
		maxIf(said_by, now = 0)   AS was_run,
		argMax(kept, now)         AS new,
		argMin(kept, now)         AS old,
		anyIf(timed, now = 1)     AS is_timed,
		anyIf(timed, now = 0)     AS was_timed
	FROM
	(
		SELECT ${told('toUInt64(0)', 1)}
		FROM (${of.fresh})
		UNION ALL
		SELECT ${told('run', 0)}
		FROM (${of.stored})
	)
	GROUP BY ${key}
	HAVING (count() = 1 OR uniqExact(toString(kept)) > 1)${of.gone ? ` AND (is_so = 1 OR ${of.gone})` : ''}
)
ARRAY JOIN if(was_so, [(toUInt8(0), old), (toUInt8(1), new)], [(toUInt8(1), new)]) AS side`;
}

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
			gone: `case_id IN ${BATCH}`
		})
	}))
];

/** The same for customers of whom activity came in. What they did is there for good, and so are its days. */
export const PASS_CUSTOMERS = change(ACTIVES, {
	fresh: keyed(ACTIVES, factsOf(ACTIVES, touched('customer'))),
	stored: `${standing(ACTIVES)} WHERE (day, case_id) IN
		(SELECT toDate(time), customer FROM customer_activity WHERE active = 1 AND customer IN ${touched('customer')})`
});

/** Which of these read what others have written. */
export const LAST: ReadonlySet<string> = new Set(TOGETHER.map(({ kind }) => kind.name));

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
