import type { KpiId } from '../../kpi.ts';
import { bodies } from '../definitions.ts';
import {
	ACKNOWLEDGEMENTS,
	ACTIVES,
	ALL_KINDS,
	KINDS,
	PROMISES,
	RECOVERIES,
	REPEATS,
	type Kind
} from './kinds.ts';
import { GIVEN_PARTS } from './parts.ts';
import { readChanges, readFacts } from './read.ts';
import { CELLS, SETTLED, type Cells, type CellsOf } from './rolled.ts';

/** Stands for the facts of a kind. What is read of them depends on the question. */
const FACTS = /«(\w+)»/g;
const factsOf = (kind: Kind) => `«${kind.name}»`;

const IN_RANGE = "basis_at >= {from:DateTime64(3, 'UTC')} AND basis_at < {to:DateTime64(3, 'UTC')}";
const SCOPE = `(empty({teams:Array(String)}) OR team IN {teams:Array(String)}) AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})`;

/** What stands in the place of which view where facts are read from what is settled. */
const READ = new Map<string, string>([
	...KINDS.map((kind: Kind): [string, string] => [`${kind.name}_of`, factsOf(kind)]),
	['promises_of', `SELECT * EXCEPT (basis_at), basis_at AS made_at FROM (${factsOf(ACKNOWLEDGEMENTS)})`],
	[
		'promises',
		`SELECT * EXCEPT (basis_at), basis_at AS due_at FROM (${factsOf(PROMISES)}) WHERE ${IN_RANGE} AND ${SCOPE}`
	],
	['actives_of', factsOf(ACTIVES)],
	['complaints_of', factsOf(RECOVERIES)],
	['recoveries', `SELECT * FROM (${factsOf(RECOVERIES)}) WHERE ${IN_RANGE}`],
	['repeats', `SELECT * FROM (${factsOf(REPEATS)}) WHERE ${IN_RANGE} AND ${SCOPE}`],
	['scorecard_parts', GIVEN_PARTS]
]);

/** How facts are read: of what is not rolled up, of what changed since it was, or both. */
export type Source = { facts: boolean; changes: boolean };

const read = (text: string, { facts, changes }: Source) =>
	text.replace(FACTS, (_, name: string) =>
		ALL_KINDS.filter((kind) => kind.name === name)
			.flatMap((kind) => [...(facts ? [readFacts(kind)] : []), ...(changes ? [readChanges(kind)] : [])])
			.join('\nUNION ALL\n')
	);

const DURATIONS = ['total_s', 'longest_s', 'durations', 'weights'] as const;
const EMPTY_OF = { total_s: 'NULL', longest_s: 'NULL', durations: '[]', weights: '[]' } as const;

/** Seconds to 1 %: in steps of 2 %, each named by its middle. Quantiles are as exact. */
const ROUGHLY =
	'if(seconds > 0, exp(round(log(seconds) / 0.0198026272961797) * 0.0198026272961797), seconds)';

const DURATION_SUMS = `,
	sum(ifNull(items.seconds, 0)) AS total_s,
	max(items.seconds) AS longest_s,
	tupleElement(sumMapIf([assumeNotNull(cell_duration)], [toUInt64(items.weight)], items.seconds IS NOT NULL), 1) AS durations,
	tupleElement(sumMapIf([assumeNotNull(cell_duration)], [toUInt64(items.weight)], items.seconds IS NOT NULL), 2) AS weights`;

/** The same of the days of a week. */
const WEEK_DURATIONS = `,
	sum(cells.total_s) AS total_s,
	max(cells.longest_s) AS longest_s,
	tupleElement(sumMap(cells.durations, cells.weights), 1) AS durations,
	tupleElement(sumMap(cells.durations, cells.weights), 2) AS weights`;

/** Between these stands what is read of facts; nothing is, where the cells tell all. */
const FROM_FACTS = /‹[^›]*›/g;

/** Only so much is told of an item as its cells tell. */
const AS_IN_CELLS = `if({dimension:String} = 'total', '', toString(team)) AS team,
	if({dimension:String} = 'agent', toString(agent), '') AS agent,
	if({dimension:String} IN ('total', 'team'), '', toString(channel)) AS channel,
	if({dimension:String} = 'tier', toString(tier), '') AS tier,
	if({dimension:String} = 'topic', toString(topic), '') AS topic`;

/** Of each of these days the rows of this roll-up. */
const IS_OF_ROLLS = (days: string, rolls: string) =>
	`(day, roll) IN (SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip({${days}:Array(Date)}, {${rolls}:Array(UInt64)})) AS pair))`;

/** The items of a KPI: of days that are rolled up their cells, and of what changed since; of others one by one. */
function together(kpi: CellsOf, items: string): string {
	const cells: Cells = CELLS[kpi];
	const names = [...Object.keys(cells.keeps), ...(cells.means ?? [])].filter((name) => name !== 'since');
	const given = names.map((name) => {
		const read = cells.keeps[name]?.[1];
		return read
			? `${read.replace(/\{mature(\d)\}/, 'has({mature:Array(Array(UInt32))}[$1], at)')} AS ${name}`
			: name;
	});
	const durations = cells.durations ? DURATIONS : [];
	const timed = cells.durations
		? DURATIONS.map((name) => `, if(newly, ${name}, ${EMPTY_OF[name]}) AS ${name}`).join('')
		: '';
	const dimensions = 'team, agent, channel, tier, topic';
	const told = cells.single ? AS_IN_CELLS : dimensions;
	const all = ['basis_at', dimensions, 'weight', ...names, ...durations].join(', ');
	const apart = cells.durations === true;
	const of = (name: string) => (apart ? `dimension = '${name}'` : `{dimension:String} = '${name}'`);
	const union = `‹SELECT basis_at, ${told}, if(delta = -1, -weight, weight) AS weight${names.map((name) => `, ${name}`).join('')}${timed}${apart ? ", '' AS told" : ''}
FROM
(
	${items}
)
UNION ALL
›SELECT
	${cells.single ? 'since' : "toDateTime64(at, 3, 'UTC')"} AS basis_at,
	team,
	if(${of('agent')}, other, '') AS agent,
	channel,
	if(${of('tier')}, other, '') AS tier,
	if(${of('topic')}, other, '') AS topic,
	weight,
	${[...given, ...durations, ...(apart ? ['toString(dimension) AS told'] : [])].join(',\n\t')}
FROM {settled:Identifier}.cells_${kpi}
WHERE ${apart ? 'dimension IN {told:Array(String)}' : 'dimension = {dimension:String}'} AND day IN {rolled:Array(Date)} AND NOT has({open:Array(UInt32)}, at)
	AND ${IS_OF_ROLLS('rolled', 'rolls')} AND ${SCOPE}`;
	if (!cells.single) return union;
	// What is gone since takes itself out.
	return `SELECT * EXCEPT (times), times AS weight
FROM (SELECT ${all.replace('weight', 'sum(weight) AS times')} FROM (${union}) GROUP BY ${all.replace('weight, ', '')})
WHERE times > 0`;
}

/** How long a promise took is no figure of the ledger's: nothing is read for it. */
const untimed = (body: string) =>
	body.replace(/touchstone_elapsed_s\([^)]*\)/g, "CAST(NULL, 'Nullable(Float64)')");

/** Where it is known who complained, nobody else's doings are read. */
const ofComplainers = (body: string) =>
	body.replace(
		/(FROM customer_activity\s+WHERE) /,
		`$1 customer IN (SELECT customer FROM (${factsOf(RECOVERIES)}) WHERE basis_at < {as_of:DateTime64(3, 'UTC')} - INTERVAL 90 DAY) AND `
	);

/** Every view over facts, and over facts and cells together. */
const facts = bodies((name, body) =>
	// Who is retained is in no cell.
	name === 'loyalty'
		? body.replace(/(FROM customer_activity\s+WHERE) /, '$1 0 AND ')
		: (READ.get(name) ?? untimed(body))
);

const ASKS = `ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain`;

/** Histograms take long to add up: each ask reads of the roll-ups only those that are no finer than it needs. */
const toldApart = (body: string) =>
	body.replace(ASKS, () => {
		const only = (list: string) =>
			`arrayFilter((one, of) -> told = '' OR told = of, ${list}, {told:Array(String)})`;
		return `ARRAY JOIN ${only('arrayEnumerate({by:Array(String)})')} AS ask, ${only('{by:Array(String)}')} AS asked_by, ${only('{grain:Array(String)}')} AS asked_grain`;
	});

const DURATIONS_OF = new Set(
	(Object.keys(CELLS) as CellsOf[])
		.filter((kpi) => (CELLS[kpi] as Cells).durations)
		.map((kpi) => `kpi_${kpi}`)
);

/** Stands for the times at which customers were active, which have roll-ups of their own. */
const ACTIVE = '⟨active_customers⟩';

const answers = bodies((name, body) => {
	const kpi = name.replace(/_items$/, '');
	if (name === 'loyalty') return ofComplainers(body);
	if (name === 'active_customers_items') return ACTIVE;
	if (DURATIONS_OF.has(name)) return toldApart(body);
	return READ.get(name) ?? untimed(kpi !== name && kpi in CELLS ? together(kpi as CellsOf, body) : body);
});

/** Of which nothing is left once changes are counted is not there. */
function counted(kpi: KpiId): string {
	const text = answers.get(`kpi_${kpi}`) ?? '';
	return SETTLED[kpi]
		? text.replace(/(GROUP BY ask, `group`, bucket)(\s*\)?\s*)$/, '$1\nHAVING sum(weight) > 0$2')
		: text;
}

const sourced = (text: string, of: Source) =>
	of.facts || of.changes ? read(text, of).replace(/[‹›]/g, '') : text.replace(FROM_FACTS, '');

/** What says which of the roll-ups are read. */
const WHICH =
	/\{(dimension|rolled|rolls|open|seen|least_seen|first_day|last_day|covered|facts_from|facts_to):/g;

/**
 * The times at which customers were active. What says which of their roll-ups are read begins with `active_`. A time before of which nothing is kept any
 * more is none; that of a roll-up is when its day began, somewhere on earth.
 */
const active = (of: Source) =>
	`SELECT * REPLACE (if(prev_at < (SELECT toDateTime64(min(day) - 2, 3, 'UTC') FROM {settled:Identifier}.actives), NULL, prev_at) AS prev_at)
FROM
(
${sourced(together('active_customers', facts.get('active_customers_items') ?? ''), of).replace(WHICH, '{active_$1:')}
)`;

/**
 * What a KPI is asked with where it is settled: as its view is, and which days are rolled up. Working out when a promise by the business
 * clock falls due costs more to plan than all else, so without `business` it cannot. `active`: how customers' activity is read.
 */
export function settledQuestion(
	kpi: KpiId,
	{ business, active: ofActive, ...of }: { business: boolean; active?: Source } & Source
): string {
	const body = sourced(counted(kpi), of).replace(ACTIVE, () =>
		active(ofActive ?? { facts: false, changes: false })
	);
	return `SELECT * FROM
(
${business ? body : body.replaceAll('touchstone_due(', 'touchstone_due_plain(')}
)
ORDER BY ask, bucket, \`group\``;
}

/** Of which kinds a text reads facts. It is asked with every question, and the texts stay as they are. */
const kindsIn = (texts: ReadonlyMap<string, string>) => {
	const known = new Map<string, string[]>();
	return (name: string): string[] => {
		const found = known.get(name) ?? [
			...new Set([...(texts.get(name) ?? '').matchAll(FACTS)].flatMap(([, kind]) => kind ?? []))
		];
		known.set(name, found);
		return found;
	};
};

const kindsOfAnswer = kindsIn(answers);

/** Of which kinds a KPI's question reads facts. */
export const kindsOfKpi = (kpi: KpiId): string[] => kindsOfAnswer(`kpi_${kpi}`);

/** The same of a view over the ledger. */
export const kindsOfView = kindsIn(facts);

/** A view over the ledger, asked where that is settled: as it is, and which days are read of the facts. */
export const settledView = (name: string): string =>
	`SELECT * FROM (${read(facts.get(name) ?? '', { facts: true, changes: false })})`;

const END = "toDateTime64('2290-01-01 00:00:00', 3, 'UTC')";

/** Of the days that are to be rolled up. */
const DUE = 'has({days:Array(Date)}, toDate(basis_at, {zone:String}))';

/** Items of the facts that stand, as they will be long after. */
const dayItems = (kpi: CellsOf) =>
	read(facts.get(`${kpi}_items`) ?? '', { facts: true, changes: false })
		.replace(/\{as_of:[^}]+\}/g, END)
		.replace(/\{(teams|channels):[^}]+\}/g, '[]')
		.replace(/\{threshold_s:[^}]+\}/g, "CAST(NULL, 'Nullable(Float64)')");

/** When the piece begins in which an item counts: an hour of a day that is rolled up finely, else its day. */
const AT = `toUnixTimestamp(if(has({fine:Array(Date)}, toDate(basis_at, {zone:String})),
		toStartOfHour(basis_at, {zone:String}), toDateTime(toDate(basis_at, {zone:String}), {zone:String})))`;

const DIMENSIONS = ['total', 'team', 'channel', 'agent', 'tier', 'topic'];

const meansOf = ({ means = [] }: Cells) =>
	means.map((name) => `,\n\tarrayMap(sum -> sum / weight, sumForEach(items.${name})) AS ${name}`).join('');

function rows(kpi: CellsOf): string {
	const cells: Cells = CELLS[kpi];
	const groups = Object.entries(cells.keeps).map(([name, [stored]]) => [name, stored] as const);
	return `SELECT
	toDate(basis_at, {zone:String}) AS day,
	${AT} AS at,
	{run:UInt64} AS run,
	{roll:UInt64} AS roll,
	dimension,
	toLowCardinality(if(dimension = 'total', '', toString(items.team))) AS team,
	toLowCardinality(if(dimension IN ('total', 'team'), '', toString(items.channel))) AS channel,
	toLowCardinality(multiIf(dimension = 'agent', toString(agent), dimension = 'tier', toString(tier), dimension = 'topic', toString(topic), '')) AS other,
	${groups.map(([name]) => `cell_${name} AS ${name}`).join(', ')},
	sum(items.weight) AS weight${meansOf(cells)}${cells.durations ? DURATION_SUMS : ''}
FROM
(
	SELECT *, ${groups.map(([name, stored]) => `${stored} AS cell_${name}`).join(', ')}${cells.durations ? `, ${ROUGHLY} AS cell_duration` : ''}
	FROM (${dayItems(kpi)})
	WHERE ${DUE}${cells.only ? ` AND (${cells.only.replace('{piece}', AT)})` : ''}
) AS items
ARRAY JOIN [${(cells.dimensions ?? DIMENSIONS).map((name) => `toLowCardinality('${name}')`).join(', ')}] AS dimension
GROUP BY ALL`;
}

/** Rolls the {days} up, which lie from {from} to before {to}. */
export const rollOf = (kpi: CellsOf) => `INSERT INTO {settled:Identifier}.cells_${kpi} ${rows(kpi)}`;

/** Rolls up the week that begins at {at} of its {days} in these {day_rolls}. It stands at the last {day} it has, for as long as anything of it is kept. */
export function rollWeekOf(kpi: CellsOf): string {
	const cells: Cells = CELLS[kpi];
	const names = Object.keys(cells.keeps);
	return `INSERT INTO {settled:Identifier}.cells_${kpi}
SELECT
	{day:Date} AS day,
	{at:UInt32} AS at,
	{run:UInt64} AS run,
	{roll:UInt64} AS roll,
	dimension, team, channel, other, ${names.join(', ')},
	sum(cells.weight) AS weight${cells.durations ? WEEK_DURATIONS : ''}
FROM
(
	SELECT *
	FROM {settled:Identifier}.cells_${kpi}
	WHERE day IN {days:Array(Date)} AND ${IS_OF_ROLLS('days', 'day_rolls')}
		AND (${(cells.weeks ?? '').replace('{week}', '{at:UInt32}')})
) AS cells
GROUP BY ALL`;
}

/** The pieces of the {days} that have items, and from when on, and until when, each of their windows is passing. */
export const windowsOf = (kpi: CellsOf) => {
	const { windows = [] }: Cells = CELLS[kpi];
	const ms = (window: string) => `toUnixTimestamp64Milli(CAST(${window}, 'Nullable(DateTime64(3))'))`;
	return `SELECT day,
	CAST(groupArray((at, passing_from, passing_until)), 'Array(Tuple(at UInt32, passing_from Array(Nullable(Int64)), passing_until Array(Nullable(Int64))))') AS pieces
FROM
(
	SELECT
		toDate(basis_at, {zone:String}) AS day,
		${AT} AS at,
		[${windows.map((window) => `min(${ms(window)})`).join(', ')}]::Array(Nullable(Int64)) AS passing_from,
		[${windows.map((window) => `max(${ms(window)})`).join(', ')}]::Array(Nullable(Int64)) AS passing_until
	FROM (${dayItems(kpi)})
	WHERE ${DUE}
	GROUP BY day, at
)
GROUP BY day`;
};

/** The same asked of no day: for its columns. */
const nothing = (query: string) =>
	query
		.replaceAll('{days:Array(Date)}', '[toDate(0)]')
		.replaceAll('{zone:String}', "'UTC'")
		.replace(/\{(run|roll):UInt64\}/g, 'toUInt64(0)')
		.replace(/\{(first_day|last_day):Date\}/g, 'toDate(0)')
		.replace(/\{(covered|fine|rolled):Array\(Date\)\}/g, '[toDate(0)]')
		.replaceAll('{open:Array(UInt32)}', '[toUInt32(0)]')
		.replace(/\{(from|to|facts_from|facts_to|clock):[^}]+\}/g, END);

const WEEKS_TABLE = `CREATE TABLE {settled:Identifier}.weeks
(
	kpi LowCardinality(String), zone LowCardinality(String), week Date COMMENT 'its Monday', day Date COMMENT 'of its rows: the last one it has', run UInt64,
	roll UInt64 COMMENT 'which rows of the cells',
	rolls Array(UInt64) COMMENT 'the roll-ups of its seven days that are in it, 0: none; where a day has another one, it says nothing',
	at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(run) ORDER BY (kpi, zone, week)
COMMENT 'which is the roll-up of a week'`;

export const CELL_TABLES: readonly string[] = [
	WEEKS_TABLE,
	...(Object.keys(CELLS) as CellsOf[]).map(
		(kpi) => `CREATE TABLE {settled:Identifier}.cells_${kpi}
ENGINE = MergeTree
PARTITION BY toMonday(day)
ORDER BY (dimension, day, team, channel, other, at)
SETTINGS allow_nullable_key = 1, index_granularity = 512, default_compression_codec = 'ZSTD(1)'
EMPTY AS ${nothing(rows(kpi))}`
	)
];
