import type { KpiAnswer, KpiAsk } from '#schema/kpi.ts';
import type { Choices } from '../../weekly/choices.ts';
import { askKpis } from '../kpi/ask.ts';
import type { ReviewAsking } from './asking.ts';

const groupsOf = (answer: KpiAnswer | undefined) =>
	[...new Set(answer?.rows.flatMap(({ group }) => (group === null ? [] : [group])) ?? [])].toSorted();

/** The teams and channels that opened a case in the week or the one before, whichever are chosen. */
export async function askChoices({
	clickhouse,
	settler,
	zone,
	asOf,
	week,
	before,
	watermark
}: ReviewAsking): Promise<Choices> {
	const ask: KpiAsk = {
		...{ kpi: 'cases_opened', from: before.from, to: week.to, grain: 'total' },
		...{ teams: [], channels: [] }
	};
	const asks = [
		{ ...ask, by: 'team' as const },
		{ ...ask, by: 'channel' as const }
	];
	const [teams, channels] = await askKpis(clickhouse, asks, { zone, settler, watermark, now: asOf });
	return { teams: groupsOf(teams), channels: groupsOf(channels) };
}
