import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import type { KpiAsk, KpiId, KpiRow } from '#schema/kpi.ts';
import { totalOf } from '../../plan.ts';
import { ALL_REVIEWED, type YearAgo } from '../../weekly/reviewed.ts';
import type { Span } from '../../weekly/weeks.ts';
import { askKpis } from '../kpi/ask.ts';
import type { ReviewAsking } from './asking.ts';

/**
 * Every number of the review a year ago. One that fails is null, and fails alone; there are no cases opened, not even none, where nobody at
 * all had one that week: nothing was counted then.
 */
export async function askYearAgo(asking: ReviewAsking, span: Span): Promise<YearAgo> {
	if (await isUnknown(asking, span)) return {};
	const found = await totals(asking, ALL_REVIEWED, span);
	if (found.cases_opened?.n !== 0) return found;
	const everybody = await totals({ ...asking, teams: [], channels: [] }, ['cases_opened'], span);
	const { cases_opened } = everybody;
	if (cases_opened === null) found.cases_opened = null;
	else if (!cases_opened?.n) delete found.cases_opened;
	return found;
}

const KNOWN = /* sql */ `
	SELECT 1
	FROM {settled:Identifier}.places
	WHERE quarter >= parseDateTimeBestEffort({from:String}, 'UTC')
		AND quarter < parseDateTimeBestEffort({to:String}, 'UTC')
	LIMIT 1`;

/** Whether nothing of any kind is known of that time, where that can be told at once: sixteen questions about nothing take as long as others. */
async function isUnknown({ clickhouse, settler }: ReviewAsking, span: Span): Promise<boolean> {
	try {
		const all = await settler?.catchUp({ kpis: ALL_REVIEWED });
		const settled = await (await all?.withLedger())?.withCustomers();
		if (!settled) return false;
		const query_params = { settled: settled.settled, from: span.from, to: span.to };
		const found = await clickhouse.query({ query: KNOWN, query_params, format: 'JSONEachRow' });
		return (await found.json()).length === 0;
	} catch {
		return false; // It is asked, and then fails for itself.
	}
}

/** A scorecard comes last: what it is made of is not asked again. */
async function totals(asking: ReviewAsking, kpis: readonly KpiId[], span: Span): Promise<YearAgo> {
	const first = kpis.filter((kpi) => kpi !== 'scorecard');
	const found = await totalsOf(asking, first, span);
	if (first.length === kpis.length) return found;
	const known = SCORECARD_PARTS.flatMap((kpi): [KpiId, KpiRow[][]][] => {
		const row = found[kpi];
		return row ? [[kpi, [[row]]]] : [];
	});
	return { ...found, ...(await totalsOf(asking, ['scorecard'], span, new Map(known))) };
}

async function totalsOf(
	{ clickhouse, settler, zone, watermark, asOf, teams, channels }: ReviewAsking,
	kpis: readonly KpiId[],
	span: Span,
	known?: ReadonlyMap<KpiId, KpiRow[][]>
): Promise<YearAgo> {
	const asks = kpis.map((kpi): KpiAsk => ({ kpi, ...span, grain: 'total', teams, channels }));
	const found: YearAgo = {};
	await askKpis(clickhouse, asks, {
		...{ zone, settler, watermark, now: asOf, known },
		onAnswers: (answers) => {
			for (const [index, answer] of answers) {
				const kpi = kpis[index];
				if (kpi) found[kpi] = answer && (totalOf(answer) ?? null);
			}
		}
	});
	return found;
}
