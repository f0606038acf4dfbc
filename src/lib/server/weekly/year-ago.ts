import type { KpiAsk } from '#schema/kpi.ts';
import { totalOf } from '../../plan.ts';
import { REVIEWED, type YearAgo } from '../../weekly/reviewed.ts';
import type { Span } from '../../weekly/weeks.ts';
import { askKpis } from '../kpi/ask.ts';
import type { ReviewAsking } from './asking.ts';

/** Every number of the review a year ago. One that fails is null, and fails alone. */
export async function askYearAgo(
	{ clickhouse, settler, zone, asOf, teams, channels }: ReviewAsking,
	span: Span
): Promise<YearAgo> {
	const asks = REVIEWED.map((kpi): KpiAsk => ({ kpi, ...span, grain: 'total', teams, channels }));
	const found: YearAgo = {};
	await askKpis(clickhouse, asks, {
		...{ zone, settler, now: asOf },
		onAnswers: (answers) => {
			for (const [index, answer] of answers) {
				const kpi = REVIEWED[index];
				if (kpi) found[kpi] = answer && (totalOf(answer) ?? null);
			}
		}
	});
	return found;
}
