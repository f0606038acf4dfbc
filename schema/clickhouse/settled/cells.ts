import type { KpiId } from '../../kpi.ts';
import { bodies } from '../definitions.ts';
import { readFacts } from './facts.ts';
import { KINDS, RECOVERIES, REPEATS, type Kind } from './kinds.ts';
import { CELLS, type Cells, type CellsOf } from './rolled.ts';

/** How a KPI's items are rolled up; undefined: they are not. */
const cellsOf = (kpi: string): Cells | undefined => (CELLS as Record<string, Cells>)[kpi];

/** What stands in the place of which view where facts are read from what is settled. */
const READ = new Map<string, string>([
	...KINDS.map((kind: Kind): [string, string] => [`${kind.name}_of`, readFacts(kind)]),
	['complaints_of', readFacts(RECOVERIES)],
	[
		'recoveries',
		`SELECT * FROM (${readFacts(RECOVERIES)})
		WHERE basis_at >= {from:DateTime64(3, 'UTC')} AND basis_at < {to:DateTime64(3, 'UTC')}`
	],
	[
		'repeats',
		`SELECT * FROM (${readFacts(REPEATS)})
		WHERE basis_at >= {from:DateTime64(3, 'UTC')} AND basis_at < {to:DateTime64(3, 'UTC')}
			AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
			AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})`
	]
]);

const DURATIONS = ['total_s', 'longest_s', 'durations', 'weights'];

/** Seconds to 1 %: in steps of 2 %, each named by its middle. Quantiles are as exact. */
const ROUGHLY =
	'if(seconds > 0, exp(round(log(seconds) / 0.0198026272961797) * 0.0198026272961797), seconds)';

const DURATION_SUMS = `,
	sum(ifNull(items.seconds, 0)) AS total_s,
	max(items.seconds) AS longest_s,
	sumMapIf([assumeNotNull(cell_duration)], [items.weight], items.seconds IS NOT NULL) AS histogram,
	histogram.1 AS durations,
	histogram.2 AS weights`;

const SCOPE = `(empty({teams:Array(String)}) OR team IN {teams:Array(String)}) AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})`;

/** The items of a KPI: of days that are rolled up their cells, of others one by one. */
function together(kpi: string, cells: Cells, items: string): string {
	const names = [...Object.keys(cells.keeps), ...(cells.durations ? DURATIONS : [])];
	const given = Object.entries(cells.keeps).map(([name, [, read]]) =>
		read ? `${read.replace(/\{mature(\d)\}/, 'has({mature:Array(Array(Date))}[$1], day)')} AS ${name}` : name
	);
	return `SELECT basis_at, team, agent, channel, tier, topic, weight, ${names.join(', ')}
FROM
(
	${items.replaceAll('{from:', '{facts_from:').replaceAll('{to:', '{facts_to:')}
)
WHERE NOT has({rolled:Array(Date)}, toDate(basis_at, {zone:String}))
UNION ALL
SELECT
	basis_at,
	team,
	if({dimension:String} = 'agent', other, '') AS agent,
	channel,
	if({dimension:String} = 'tier', other, '') AS tier,
	if({dimension:String} = 'topic', other, '') AS topic,
	weight,
	${[...given, ...(cells.durations ? DURATIONS : [])].join(',\n\t')}
FROM
(
	SELECT toDateTime64(toDateTime(day, {zone:String}), 3, 'UTC') AS basis_at, *
	FROM {settled:Identifier}.cells_${kpi}
	WHERE dimension = {dimension:String} AND day IN {rolled:Array(Date)}
		AND (day, roll) IN (SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip({rolled:Array(Date)}, {rolls:Array(UInt64)})) AS pair)) AND ${SCOPE}
)`;
}

/** Every view over facts, and over facts and cells together. */
const facts = bodies((name, body) => READ.get(name) ?? body);

const answers = bodies((name, body) => {
	const cells = cellsOf(name.replace(/_items$/, ''));
	return (
		READ.get(name) ?? (cells && name.endsWith('_items') ? together(name.slice(0, -6), cells, body) : body)
	);
});

/**
 * What a KPI is asked with where it is settled: as its view is, and which days are rolled up. Working out when a promise by the business
 * clock falls due costs more to plan than all else, so without `business` it cannot.
 */
export function settledQuestion(kpi: KpiId, { business }: { business: boolean }): string {
	const body = answers.get(`kpi_${kpi}`) ?? '';
	return `SELECT * FROM
(
${business ? body : body.replaceAll('touchstone_due(', 'touchstone_due_plain(')}
)
ORDER BY ask, bucket, \`group\``;
}

const END = "toDateTime64('2290-01-01 00:00:00', 3, 'UTC')";

/** Of the days that are to be rolled up. */
const DUE = 'has({days:Array(Date)}, toDate(basis_at, {zone:String}))';

/** Items of the facts that stand, as they will be long after. */
const dayItems = (kpi: CellsOf) =>
	(facts.get(`${kpi}_items`) ?? '')
		.replace(/\{as_of:[^}]+\}/g, END)
		.replace(/\{(teams|channels):[^}]+\}/g, '[]')
		.replace(/\{threshold_s:[^}]+\}/g, "CAST(NULL, 'Nullable(Float64)')");

function rows(kpi: CellsOf): string {
	const cells: Cells = CELLS[kpi];
	const groups = Object.entries(cells.keeps).map(([name, [stored]]) => [name, stored] as const);
	return `SELECT
	toDate(basis_at, {zone:String}) AS day,
	{run:UInt64} AS run,
	{roll:UInt64} AS roll,
	dimension,
	toLowCardinality(if(dimension = 'total', '', toString(items.team))) AS team,
	toLowCardinality(if(dimension IN ('total', 'team'), '', toString(items.channel))) AS channel,
	toLowCardinality(multiIf(dimension = 'agent', toString(agent), dimension = 'tier', toString(tier), dimension = 'topic', toString(topic), '')) AS other,
	${groups.map(([name]) => `cell_${name} AS ${name}`).join(', ')},
	sum(items.weight) AS weight${cells.durations ? DURATION_SUMS : ''}
FROM
(
	SELECT *, ${groups.map(([name, stored]) => `${stored} AS cell_${name}`).join(', ')}${cells.durations ? `, ${ROUGHLY} AS cell_duration` : ''}
	FROM (${dayItems(kpi)})
	WHERE ${DUE}
) AS items
ARRAY JOIN [toLowCardinality('total'), 'team', 'channel', 'agent', 'tier', 'topic'] AS dimension
GROUP BY ALL`;
}

/** Rolls the {days} up, which lie from {from} to before {to}. */
export const rollOf = (kpi: CellsOf) => `INSERT INTO {settled:Identifier}.cells_${kpi} ${rows(kpi)}`;

/** From when on, and until when, each window of a day of the {days} is passing. */
export const windowsOf = (kpi: CellsOf) => {
	const { windows = [] }: Cells = CELLS[kpi];
	const ms = (window: string) => `toUnixTimestamp64Milli(CAST(${window}, 'Nullable(DateTime64(3))'))`;
	return `SELECT
	toDate(basis_at, {zone:String}) AS day,
	[${windows.map((window) => `min(${ms(window)})`).join(', ')}]::Array(Nullable(Int64)) AS passing_from,
	[${windows.map((window) => `max(${ms(window)})`).join(', ')}]::Array(Nullable(Int64)) AS passing_until
FROM (${dayItems(kpi)})
WHERE ${DUE}
GROUP BY day`;
};

/** The same asked of no day: for its columns. */
const nothing = (query: string) =>
	query
		.replaceAll('{days:Array(Date)}', '[toDate(0)]')
		.replaceAll('{zone:String}', "'UTC'")
		.replace(/\{(run|roll):UInt64\}/g, 'toUInt64(0)')
		.replace(/\{(first_day|last_day):Date\}/g, 'toDate(0)')
		.replaceAll('{covered:Array(Date)}', '[toDate(0)]')
		.replace(/\{(from|to):[^}]+\}/g, END);

export const CELL_TABLES: readonly string[] = (Object.keys(CELLS) as CellsOf[]).map(
	(kpi) => `CREATE TABLE {settled:Identifier}.cells_${kpi}
ENGINE = MergeTree
PARTITION BY toMonday(day)
ORDER BY (dimension, day, team, channel, other)
SETTINGS allow_nullable_key = 1, default_compression_codec = 'ZSTD(1)'
EMPTY AS ${nothing(rows(kpi))}`
);
