import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiItem } from '#schema/kpi.ts';
import { Count } from '#schema/row.ts';
import { SCOPE, scopeOf } from '../kpi/ask.ts';
import type { Settler } from '../settled/settler.ts';
import { ALL, conditionOf, FIGURES, keptOf, timesOf, type Behind } from './figures.ts';
import type { BehindQuestion } from './params.ts';
import { itemsOf, readItems } from './items.ts';

/** What else is said of an item, where its list knows it. */
export const SAYS: Partial<
	Record<Behind, Partial<Record<'score' | 'metric' | 'reason' | 'from_team', string>>>
> = {
	satisfaction: { score: 'score' },
	expected_leavers: { score: 'level' },
	nps: { score: 'score' },
	effort: { score: 'score' },
	inspection: { score: 'score' },
	promises_kept: { metric: 'metric' },
	dpmo: { metric: 'metric' },
	time_to_act: { metric: 'metric' },
	complaint_recovery: { reason: 'reason' },
	follow_up: { reason: 'reason' },
	handovers: { metric: 'metric', from_team: 'from_team' }
};

const ORDERS = {
	outcome: 'kept ASC NULLS LAST, basis_at DESC',
	newest: 'basis_at DESC',
	oldest: 'basis_at ASC',
	longest: 'seconds DESC NULLS LAST, basis_at DESC'
} as const;

const rowsOf = ({ list, figure, sort }: BehindQuestion) => {
	const { score = 'NULL', metric = "''", reason = "''", from_team = "''" } = SAYS[list] ?? {};
	return /* sql */ `
	SELECT
		case_id,
		basis_at,
		team,
		agent,
		channel,
		tier,
		topic,
		said_kept = 1 AS kept,
		seconds,
		CAST(said_score, 'Nullable(Float64)') AS score,
		said_metric AS metric,
		said_reason AS reason,
		said_from_team AS from_team
	FROM
	(
		SELECT *, ${keptOf(figure)} AS said_kept, ${score} AS said_score, ${metric} AS said_metric, ${reason} AS said_reason, ${from_team} AS said_from_team
		FROM items${timesOf(figure) === '1' ? '' : ` ARRAY JOIN range(toUInt64(${timesOf(figure)})) AS time`}
		WHERE ${conditionOf(list, figure) ?? 'false'}
	)
	ORDER BY ${ORDERS[sort]}, case_id, said_metric, score
	LIMIT {limit:UInt32}
	OFFSET {offset:UInt64}`;
};

const FiguresRow = z.object({ found: z.array(Count) });

const countOf = (list: Behind, figure: string) =>
	timesOf(figure) === '1'
		? `countIf(${conditionOf(list, figure)})`
		: `sumIf(${timesOf(figure)}, ${conditionOf(list, figure)})`;

const countsOf = (list: Behind) => /* sql */ `
	SELECT [${[ALL, ...Object.keys(FIGURES[list])].map((id) => countOf(list, id)).join(', ')}] AS found
	FROM items`;

/** An item as a list shows it. `kept`: as the figure asks. `score`, `metric`, `reason`, `from_team`: where the list knows them. */
export const BehindItem = KpiItem.extend({
	kept: z
		.int()
		.nullable()
		.transform((kept) => (kept === null ? null : kept === 1)),
	score: z.number().nullable(),
	metric: z.string(),
	reason: z.string(),
	from_team: z.string()
});
export type BehindItem = z.infer<typeof BehindItem>;

export type BehindAsking = {
	/** The business zone. */
	zone: string;
	/** Answers from what is settled, where it is; the rows are the same. */
	settler?: Settler | undefined;
};

const boundOf = ({ as_of, by, group, reasons, other_than, metric, from_team, ...more }: BehindQuestion) => ({
	...scopeOf({ ...more, kpi: 'cases_opened', grain: 'total' }, as_of),
	by: group === undefined ? '' : (by ?? ''),
	group: group ?? '',
	metric: metric ?? '',
	reasons,
	other_than,
	from_team: from_team ?? null,
	limit: more.limit,
	offset: more.offset
});

/** The rows behind a figure: sorted as asked, those from `offset` on. Rejects when ClickHouse cannot be reached. */
export async function askBehind(
	clickhouse: ClickHouseClient,
	question: BehindQuestion,
	asking: BehindAsking
): Promise<BehindItem[]> {
	const items = { list: question.list, query: rowsOf(question), timed: true, params: boundOf(question) };
	return z.array(BehindItem).parse(await readItems(clickhouse, { ...items, ...asking, span: question }));
}

/** No list has more rows. */
const EVERY = 2 ** 32 - 1;

/**
 * Every row behind a figure, in the same order, in batches as they are read: a million of them need no memory of their own. Rejects before
 * the first where the question fails.
 */
export async function askEveryBehind(
	clickhouse: ClickHouseClient,
	question: BehindQuestion
): Promise<AsyncIterable<BehindItem[]>> {
	const { list } = question;
	const result = await clickhouse.query({
		query: `${itemsOf(list, `${list}_items(${SCOPE})`)} ${rowsOf(question)}`,
		query_params: { ...boundOf(question), limit: EVERY, offset: 0 },
		format: 'JSONEachRow'
	});
	return batchesOf(result.stream());
}

async function* batchesOf(read: AsyncIterable<{ json(): unknown }[]>) {
	for await (const batch of read) yield batch.map((row) => BehindItem.parse(row.json()));
}

/** How many rows each figure of the list has, and how many there are in all, asked as one. */
export async function countBehind(
	clickhouse: ClickHouseClient,
	question: BehindQuestion,
	asking: BehindAsking
): Promise<Record<string, number>> {
	const items = { list: question.list, query: countsOf(question.list), timed: false };
	const [row] = z
		.array(FiguresRow)
		.parse(await readItems(clickhouse, { ...items, params: boundOf(question), ...asking, span: question }));
	const ids = [ALL, ...Object.keys(FIGURES[question.list])];
	return Object.fromEntries(ids.map((id, at) => [id, row?.found[at] ?? 0]));
}
