import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiAsk, KpiId } from '#schema/kpi.ts';
import type { FigureKey, WeekFigure } from '#schema/published.ts';
import { askKpis } from '../kpi/ask.ts';
import { bare, keyOf, nothing } from '../published/figures.ts';
import type { ReviewAsking } from '../weekly/asking.ts';

/** What the KPIs say of a week; those in `failed` could not be asked. */
export type FiguresNow = { failed: ReadonlySet<KpiId>; of(key: FigureKey): WeekFigure };

/** So many questions at a time: whoever reads the page has its numbers already. */
const LANES = 4;

/** Figures of a week (its Monday) in total and by team, as of `asOf`. A KPI that fails fails alone. */
export async function askFigures(
	{ clickhouse, settler, zone, week, teams, channels, asOf }: Omit<ReviewAsking, 'before'>,
	monday: string,
	kpis: readonly KpiId[]
): Promise<FiguresNow> {
	const asks = kpis.flatMap((kpi): KpiAsk[] => {
		const total: KpiAsk = { kpi, from: week.from, to: week.to, grain: 'total', teams, channels };
		return [total, { ...total, by: 'team' }];
	});
	const failed = new Set(kpis);
	const asking = { zone, settler, now: asOf, lanes: LANES, onAnswers: () => undefined };
	const answers = await askKpis(clickhouse, asks, asking);
	const figures = new Map<string, WeekFigure>();
	asks.forEach(({ kpi, by }, index) => {
		const answer = answers[index];
		if (by === undefined && answer && answers[index + 1]) failed.delete(kpi);
		for (const row of answer?.rows ?? []) {
			const key: FigureKey = { week: monday, kpi, by: by ? 'team' : '', group: row.group ?? '' };
			figures.set(keyOf(key), bare({ ...row, version: CATALOGUE[kpi].version }));
		}
	});
	return { failed, of: (key) => figures.get(keyOf(key)) ?? nothing(key.kpi) };
}
