import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { countTarget, youngTarget } from '../../../src/lib/behind/count-figure.ts';
import type { BehindTarget } from '../../../src/lib/behind/target.ts';
import { broken } from '../../../src/lib/server/weekly/broken.ts';
import { handovers } from '../../../src/lib/server/weekly/handovers.ts';
import { headlines } from '../../../src/lib/server/weekly/headlines.ts';
import { iceberg } from '../../../src/lib/server/weekly/iceberg.ts';
import type { ReviewAsking } from '../../../src/lib/server/weekly/asking.ts';
import { perception } from '../../../src/lib/server/weekly/perception.ts';
import { quadrant } from '../../../src/lib/server/weekly/quadrant.ts';
import { recovery } from '../../../src/lib/server/weekly/recovery.ts';
import { satisfaction } from '../../../src/lib/server/weekly/satisfaction.ts';
import { scorecards } from '../../../src/lib/server/weekly/scorecards.ts';
import { causeTarget } from '../../../src/lib/weekly/cause-target.ts';
import { funnelOf } from '../../../src/lib/weekly/funnel.ts';
import { handoverTarget } from '../../../src/lib/weekly/handover-target.ts';

/** A number of the review that leads to a list. */
export type Leading = { where: string; target: BehindTarget; count: number };

function rowLeads(
	where: string,
	kpi: KpiId,
	row: KpiRow | undefined,
	more: Partial<BehindTarget> = {}
): Leading[] {
	const of = row?.group ?? null;
	const group = of === null ? {} : { by: 'team' as const, group: of };
	const leads = [
		{ target: countTarget(kpi), count: row?.n ?? 0 },
		{ target: youngTarget(kpi), count: row?.immature ?? 0 }
	];
	return leads.flatMap(({ target, count }) =>
		target
			? [
					{
						where: `${where} ${kpi} ${of ?? 'all'} ${target.figure}`,
						count,
						target: { ...target, ...group, ...more }
					}
				]
			: []
	);
}

async function ofHeadlines(asking: ReviewAsking): Promise<Leading[]> {
	return (await headlines(asking)).flatMap(({ kpi, series }) =>
		(series ?? []).flatMap(({ row, before, group }) => [
			...rowLeads('headline', kpi, row),
			...(group === null ? rowLeads('before', kpi, before, { time: asking.before }) : [])
		])
	);
}

async function ofRecovery(asking: ReviewAsking): Promise<Leading[]> {
	const data = await recovery(asking);
	const steps = funnelOf(data).flatMap(({ id, list, done, judged, immature }) =>
		id === 'received'
			? [{ where: 'funnel received', target: list('received'), count: done }]
			: [
					{ where: `funnel ${id}`, target: list('numerator'), count: done },
					{ where: `funnel ${id} judged`, target: list('denominator'), count: judged },
					{ where: `funnel ${id} young`, target: list('immature'), count: immature }
				]
	);
	const causes = data.causes.map((cause) => ({
		...{ where: `cause ${cause.place}`, count: cause.complaints },
		target: causeTarget(cause, data.causes)
	}));
	return [...steps, ...causes];
}

async function ofVoice(asking: ReviewAsking): Promise<Leading[]> {
	const [said, tip, gap] = await Promise.all([satisfaction(asking), iceberg(asking), perception(asking)]);
	const { week } = said;
	const response = (figure: string, count: number): Leading => ({
		...{ where: `response ${figure}`, count },
		target: { list: 'survey_response', figure }
	});
	const voices = (figure: string, count: number): Leading => ({
		...{ where: `iceberg ${figure}`, count },
		target: { list: 'voices', figure, since: tip.asked_from }
	});
	return [
		...Object.entries(week.satisfaction.distribution).map(([level, count]): Leading => ({
			...{ where: `level ${level}`, count },
			target: { list: 'satisfaction', figure: `distribution.${level}` }
		})),
		...said.teams.flatMap((row) => rowLeads('said', 'satisfaction', row)),
		response('numerator', week.response.numerator),
		response('denominator', week.response.delivered),
		response('eligible', week.response.eligible),
		...rowLeads('leavers', 'expected_leavers', week.leavers),
		...rowLeads('gap', 'servqual_gap', gap.gap),
		voices('asked', tip.asked),
		voices('spoken', tip.spoken)
	];
}

async function ofTeams(asking: ReviewAsking): Promise<Leading[]> {
	const [left, cards, kinds, between] = await Promise.all([
		broken(asking),
		scorecards(asking),
		quadrant(asking),
		handovers(asking)
	]);
	const promises = (
		where: string,
		figure: string,
		team: string,
		count: number,
		metric?: string
	): Leading => ({
		...{ where: `${where} ${team} ${metric ?? ''} ${figure}`, count },
		target: { list: 'promises_kept', figure, by: 'team', group: team, metric }
	});
	return [
		...left.teams.flatMap(({ row, metrics }) => [
			promises('broken', 'missed', row.group ?? '', row.broken),
			...metrics.flatMap((one) => [
				promises('broken', 'missed', one.team, one.broken, one.metric),
				promises('broken', 'denominator', one.team, one.due, one.metric),
				promises('broken', 'undone', one.team, one.undone, one.metric)
			])
		]),
		...cards.teams.map(({ team, broken: count }) => promises('card', 'missed', team, count)),
		...kinds.teams.flatMap(({ row }) => rowLeads('kind', 'inspection', row)),
		...between.flatMap((row) =>
			(['kept', 'due', 'broken', 'running', 'promised'] as const).map((figure) => ({
				...{ where: `handover ${row.team} ${row.from_team} ${figure}`, count: row[figure] },
				target: handoverTarget(row, figure)
			}))
		)
	];
}

/** Every number of a weekly review that leads to a list, with its list. */
export async function numbersOf(asking: ReviewAsking): Promise<Leading[]> {
	const parts = await Promise.all([
		ofHeadlines(asking),
		ofRecovery(asking),
		ofVoice(asking),
		ofTeams(asking)
	]);
	return parts.flat();
}

/** A KPI as an analyst asks for it, in words of one's own: in total and by team. */
export async function inSql(clickhouse: ClickHouseClient, kpi: KpiId, { week, asOf }: ReviewAsking) {
	const at = (time: string | number) => `'${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}'`;
	const result = await clickhouse.query({
		query: `SELECT group, value, n, numerator, denominator, immature
			FROM kpi_${kpi}(from = ${at(week.from)}, to = ${at(week.to)}, as_of = ${at(asOf)}, teams = [], channels = [],
				threshold_s = NULL, by = ['', 'team'], grain = ['total', 'total'], zone = 'UTC')
			WHERE n + immature > 0`,
		format: 'JSONEachRow'
	});
	return result.json();
}
