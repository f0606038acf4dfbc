import { bodies } from '../definitions.ts';
import { inline } from '../inline.ts';
import { ALL_KINDS, COMPLAINTS, KINDS, RECOVERIES, REPEATS, type Kind } from './kinds.ts';

const DIMENSIONS = ['team', 'agent', 'channel', 'tier', 'topic'] as const;

/** Everything that is kept of a fact, as it is stored. */
const keptOf = ({ keeps, customers }: Kind): Record<string, string> => ({
	basis_at: 'basis_at',
	...Object.fromEntries(DIMENSIONS.map((name) => [name, `toLowCardinality(${name})`])),
	customer: customers ? 'customer' : "toLowCardinality(if(customer = '', '', 'known'))",
	...keeps
});

const namesOf = (kind: Kind) => Object.keys(keptOf(kind));

/** Two facts of a case on one day have different slots. */
const KEY = ['simulated', 'day', 'case_id', 'slot'];

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

/** The cases of a pass. */
const BATCH = `(SELECT case_id FROM {settled:Identifier}.touched WHERE _part IN {parts:Array(String)} AND case_id > {after:String} AND case_id <= {upto:String})`;

/** Whom the cases of a pass name, now or at any time before. */
const CUSTOMERS = `(SELECT DISTINCT arrayJoin(steps.customer) AS customer FROM cases WHERE case_id IN ${BATCH})`;

/** The days and cases of which there may be facts of a kind already. */
const places = ({ steps }: Kind) => `
	SELECT toDate(step.time) AS day, case_id
	FROM cases
	ARRAY JOIN steps AS step
	WHERE case_id IN ${BATCH} AND step.type IN (${steps.map((type) => `'${type}'`).join(', ')})`;

/**
 * Writes what differs between what is so and what stands: new, changed, or gone. `fresh` and `stored` have the columns of the key and
 * `names`; a row that is gone is written as dead.
 */
const difference = (
	table: string,
	key: readonly string[],
	names: readonly string[],
	of: { fresh: string; stored: string; gone?: string; moves?: boolean }
) => `
INSERT INTO {settled:Identifier}.${table} (${[...key, 'run', 'dead', ...(of.moves ? ['moved_ms'] : []), ...names].join(', ')})
SELECT
	${key.join(', ')},
	{run:UInt64} AS run,
	toUInt8(max(fresh) = 0) AS dead,
	${of.moves ? "dateDiff('millisecond', argMax(kept, fresh).1, argMin(kept, fresh).1)," : ''}
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
HAVING (count() = 1 OR uniqExact(toString(kept)) > 1)${of.gone ? ` AND (max(fresh) = 1 OR ${of.gone})` : ''}`;

const VISIT_KEY = ['simulated', 'customer', 'case_id', 'step'];
const VISIT_NAMES = ['resolved', ...VISITS];
const visitsFresh = (cases: string) => `
	SELECT toUInt8(simulated) AS simulated, customer, case_id, toUInt32(step) AS step, toUInt32(resolved) AS resolved, at,
		${['team', 'agent', 'channel', 'tier', 'topic', 'priority'].map((name) => `toLowCardinality(${name}) AS ${name}`).join(', ')},
		toUInt8(came_back) AS came_back, toUInt8(came_later) AS came_later, said
	FROM (SELECT * FROM visits_of(cases = ${cases}))`;

const raw = bodies();
const inlined = (text: string) => inline(text, raw);

/** The facts of a kind of the cases named, from the view that defines it. */
const factsOf = ({ name }: Kind, cases: string) =>
	inlined(`SELECT * FROM ${name}_of(cases = ${cases}${name === 'responses' ? ', until = NULL' : ''})`);

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
	...KINDS.map((kind: Kind) => ({
		name: kind.name,
		bits: kind.bits,
		query: difference(kind.name, KEY, namesOf(kind), {
			fresh: keyed(kind, factsOf(kind, BATCH)),
			stored: `SELECT ${[...KEY, ...namesOf(kind)].join(', ')} FROM {settled:Identifier}.${kind.name} FINAL WHERE (day, case_id) IN (${places(kind)})`,
			moves: true
		})
	})),
	{
		name: 'visits',
		bits: 21,
		query: difference('visits', VISIT_KEY, VISIT_NAMES, {
			fresh: inlined(visitsFresh(BATCH)),
			stored: `SELECT ${[...VISIT_KEY, ...VISIT_NAMES].join(', ')} FROM {settled:Identifier}.visits FINAL
				WHERE customer IN (SELECT '' UNION ALL SELECT customer FROM ${CUSTOMERS}) AND case_id IN ${BATCH}`
		})
	},
	...TOGETHER.map((of) => ({
		name: of.kind.name,
		bits: of.bits,
		query: difference(of.kind.name, KEY, namesOf(of.kind), {
			fresh: keyed(
				of.kind,
				factsTogether(
					of,
					`(customer != '' AND customer IN ${CUSTOMERS}) OR (customer = '' AND case_id IN ${BATCH})`
				)
			),
			stored: `SELECT ${[...KEY, ...namesOf(of.kind)].join(', ')} FROM {settled:Identifier}.${of.kind.name} FINAL WHERE (day, case_id) IN
				(
					${places(of.kind)}
					UNION ALL
					${of.places} customer != '' AND customer IN ${CUSTOMERS}
				)`,
			// Of a case that is not of this pass nothing is known but what its customers here tell.
			gone: `case_id IN ${BATCH}`,
			moves: true
		})
	}))
];

/** Which of these read what others have written. */
export const LAST: ReadonlySet<string> = new Set(TOGETHER.map(({ kind }) => kind.name));

const RANGE = `(SELECT case_id FROM cases WHERE case_id > {after:String} AND case_id <= {upto:String})`;

const plain = (table: string, columns: readonly string[], rows: string) => `
INSERT INTO {settled:Identifier}.${table} (${[...columns, 'run', 'dead'].join(', ')})
SELECT ${columns.join(', ')}, {run:UInt64}, toUInt8(0) FROM (${rows})`;

/** The same into empty tables, for a range of cases. */
export const BUILD_CASES: readonly { name: string; query: string }[] = [
	...KINDS.map((kind: Kind) => ({
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

/** The tables, empty. The types are those of what the views tell. */
export const TABLES: readonly string[] = [
	...ALL_KINDS.map((kind) => {
		const together = TOGETHER.find((of) => of.kind === kind);
		const facts = together ? factsTogether(together, '0') : factsOf(kind, `(SELECT '')`);
		return `CREATE TABLE {settled:Identifier}.${kind.name}
ENGINE = ReplacingMergeTree(run, dead)
PARTITION BY (simulated, toMonday(day))
ORDER BY (day, case_id, slot, simulated)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
EMPTY AS SELECT ${KEY.join(', ')}, toUInt64(0) AS run, toUInt8(0) AS dead, toInt64(0) AS moved_ms, ${namesOf(kind).join(', ')} FROM (${keyed(kind, facts)})`;
	})
];

export const VISITS_TABLE = `CREATE TABLE {settled:Identifier}.visits
ENGINE = ReplacingMergeTree(run, dead)
ORDER BY (customer, case_id, step, simulated)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
EMPTY AS SELECT ${VISIT_KEY.join(', ')}, toUInt64(0) AS run, toUInt8(0) AS dead, ${VISIT_NAMES.join(', ')} FROM (${inlined(visitsFresh(`(SELECT '')`))})`;

/** Facts as their view would tell them, from {first_day} to {last_day} but for those that are {covered}. */
export const readFacts = (kind: Kind) => {
	const given = { ...(kind.fills ?? {}), priority: "''" };
	return `SELECT
	case_id, simulated, ${namesOf(kind).join(', ')}, ${Object.entries(given)
		.map(([name, value]) => `${value} AS ${name}`)
		.join(', ')}
FROM {settled:Identifier}.${kind.name} FINAL
WHERE day >= {first_day:Date} AND day <= {last_day:Date} AND day NOT IN {covered:Array(Date)}`;
};
