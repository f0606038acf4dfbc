import type { GroupBy, KpiAnswer, KpiAsk, KpiId, KpiRow } from '#schema/kpi.ts';
import { askKpis } from '../kpi/ask.ts';
import type { ReviewAsking } from './asking.ts';

type Time = { from: string; to: string };

/** A KPI over a time of the review: its total, and its row of each group. */
export type InGroups<Kpi extends KpiId> = { total: KpiRow<Kpi>; groups: KpiRow<Kpi>[] };

const askOf = <Kpi extends KpiId>(kpi: Kpi, { from, to }: Time, { teams, channels }: ReviewAsking) =>
	({ kpi, from, to, grain: 'total', teams, channels }) satisfies KpiAsk;

/** The total of a KPI over a time of the review. */
export async function totalOf<Kpi extends KpiId>(
	asking: ReviewAsking,
	kpi: Kpi,
	time: Time
): Promise<KpiRow<Kpi>> {
	const { clickhouse, settler, zone, asOf } = asking;
	const answers = await askKpis(clickhouse, [askOf(kpi, time, asking)], { zone, settler, now: asOf });
	return firstOf<Kpi>(answers);
}

/** The same with its groups, which read their items once. */
export async function inGroups<Kpi extends KpiId>(
	asking: ReviewAsking,
	kpi: Kpi,
	time: Time,
	by: GroupBy = 'team'
): Promise<InGroups<Kpi>> {
	const { clickhouse, settler, zone, asOf } = asking;
	const ask = askOf(kpi, time, asking);
	const answers = await askKpis(clickhouse, [ask, { ...ask, by }], { zone, settler, now: asOf });
	// Answers come in the order of their questions, each with the rows of its KPI.
	const [, groups] = answers as KpiAnswer<Kpi>[];
	return { total: firstOf<Kpi>(answers), groups: groups?.rows ?? [] };
}

function firstOf<Kpi extends KpiId>(answers: KpiAnswer[]): KpiRow<Kpi> {
	const [row] = (answers[0] as KpiAnswer<Kpi>).rows;
	if (!row) throw new Error('a total without a row');
	return row;
}
