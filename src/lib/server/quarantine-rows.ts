import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { QuarantinedEvent, QuarantineProblem, type QuarantineFilter } from '#schema/quarantine.ts';
import { moment } from './kpi/moment.ts';

/** The conditions of a filter; what is not asked is null. */
export const WHERE = /* sql */ `
	({state:String} = 'all' OR state = {state:String})
	AND ({problem:Nullable(String)} IS NULL OR problem = {problem:Nullable(String)})
	AND ({reason:Nullable(String)} IS NULL OR reason = {reason:Nullable(String)})
	AND ({source:Nullable(String)} IS NULL OR source = {source:Nullable(String)})
	AND ({key:Nullable(String)} IS NULL OR key = {key:Nullable(String)})
	AND ({path:Nullable(String)} IS NULL OR {path:Nullable(String)} IN (path, place))
	AND ({from:Nullable(DateTime64(3, 'UTC'))} IS NULL OR last_received >= {from:Nullable(DateTime64(3, 'UTC'))})
	AND ({to:Nullable(DateTime64(3, 'UTC'))} IS NULL OR last_received < {to:Nullable(DateTime64(3, 'UTC'))})`;

/** A filter as the values of WHERE. */
export const filterParams = ({ from, to, state, ...filter }: QuarantineFilter) => ({
	state,
	problem: filter.problem ?? null,
	reason: filter.reason ?? null,
	source: filter.source ?? null,
	key: filter.key ?? null,
	path: filter.path ?? null,
	from: from === undefined ? null : moment(from),
	to: to === undefined ? null : moment(to)
});

const COLUMNS = /* sql */ `
	id, state, problem, reason, path, detail, source, key, via, event_id, type, event, cut, dropped, simulated,
	first_received, last_received, settled_at`;

const GROUPS = /* sql */ `
	SELECT
		problem,
		any(r.reason)                         AS reason,
		any(r.place)                          AS path,
		any(r.detail)                         AS detail,
		any(r.source)                         AS source,
		any(r.key)                            AS key,
		arraySort(groupUniqArray(20)(r.type)) AS types,
		count()                               AS events,
		min(r.first_received)                 AS first_received,
		max(r.last_received)                  AS last_received,
		argMax(r.id, (r.last_received, r.id)) AS example
	FROM (SELECT * FROM quarantine_rows WHERE ${WHERE}) AS r
	GROUP BY problem
	ORDER BY max(r.last_received) DESC, problem
	LIMIT {limit:UInt32}`;

/** The ids are found first, for their events are the bulk: only those of the page are read. */
const ofIds = (ids: string, order: string) => /* sql */ `
	SELECT ${COLUMNS}
	FROM quarantine_rows
	WHERE id IN (SELECT id FROM quarantine_rows WHERE ${ids} ORDER BY ${order} LIMIT {limit:UInt32})
	ORDER BY ${order}`;

const PAGE = ofIds(
	`${WHERE}
		AND ({at:Nullable(DateTime64(3, 'UTC'))} IS NULL OR last_received < {at:Nullable(DateTime64(3, 'UTC'))}
			OR (last_received = {at:Nullable(DateTime64(3, 'UTC'))} AND id > {after:String}))`,
	'last_received DESC, id'
);

const STEP = ofIds(`${WHERE} AND id > {after:String}`, 'id');

const BY_ID = /* sql */ `
	SELECT ${COLUMNS}
	FROM quarantine_rows
	WHERE id IN {ids:Array(String)}`;

async function ask<Row extends z.ZodType>(
	clickhouse: ClickHouseClient,
	row: Row,
	query: string,
	query_params: Record<string, unknown>
) {
	const result = await clickhouse.query({ query, query_params, format: 'JSONEachRow' });
	return z.array(row).parse(await result.json());
}

/** The most kinds of problems told apart at once. */
const MOST_GROUPS = 200;

/** What is wrong, the latest first: one row per problem of a source and key. */
export const readProblems = (clickhouse: ClickHouseClient, filter: QuarantineFilter) =>
	ask(clickhouse, QuarantineProblem, GROUPS, { ...filterParams(filter), limit: MOST_GROUPS });

/** Where a page of rows ended. */
const Cursor = z.templateLiteral([z.iso.datetime({ precision: 3 }), '~', z.string()]);

/** A cursor taken apart; null when it is none of ours. */
export function readCursor(cursor: string): { at: string; after: string } | null {
	const [at = '', after = ''] = cursor.split('~');
	return Cursor.safeParse(cursor).success ? { at: moment(at), after } : null;
}

type Paging = { limit: number; cursor?: string };

/** Rejected events, the latest first, `limit` of them after `cursor`. */
export async function readRows(
	clickhouse: ClickHouseClient,
	filter: QuarantineFilter,
	{ limit, cursor }: Paging
): Promise<{ rows: QuarantinedEvent[]; next: string | null }> {
	const from = cursor === undefined ? null : readCursor(cursor);
	const params = {
		...filterParams(filter),
		at: from?.at ?? null,
		after: from?.after ?? '',
		limit: limit + 1
	};
	const found = await ask(clickhouse, QuarantinedEvent, PAGE, params);
	const rows = found.slice(0, limit);
	const last = rows.at(-1);
	return { rows, next: found.length > limit && last ? `${last.last_received}~${last.id}` : null };
}

/** The next `limit` of all that a filter finds, in order of their ids. */
export const readStep = (
	clickhouse: ClickHouseClient,
	filter: QuarantineFilter,
	after: string,
	limit: number
) => ask(clickhouse, QuarantinedEvent, STEP, { ...filterParams(filter), after, limit });

/** Rows by their ids. */
export const readByIds = (clickhouse: ClickHouseClient, ids: string[]) =>
	ask(clickhouse, QuarantinedEvent, BY_ID, { ids });
