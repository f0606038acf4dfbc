import { z } from 'zod';
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
import { staff } from '../../../src/lib/server/weekly/staff.ts';
import { askYearAgo } from '../../../src/lib/server/weekly/year-ago.ts';
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
		{ target: countTarget(kpi, row), count: row?.n ?? 0 },
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
		...said.teams.flatMap((row) => [
			...rowLeads('said', 'satisfaction', row),
			...Object.entries(row.distribution).map(([level, count]): Leading => ({
				...{ where: `level ${row.group} ${level}`, count },
				target: {
					...{ list: 'satisfaction', figure: `distribution.${level}` },
					...{ by: 'team', group: row.group ?? '' }
				}
			}))
		]),
		...gap.sides.flatMap(({ dimension, perceived }): Leading[] =>
			perceived
				? [
						{
							...{ where: `gap ${dimension}`, count: perceived.n },
							target: { list: 'servqual_gap', figure: `dimensions.${dimension}.n` }
						}
					]
				: []
		),
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
export async function inSql(
	clickhouse: ClickHouseClient,
	kpi: KpiId,
	{ week, asOf }: { week: Span; asOf: number }
) {
	const at = (time: string | number) => `'${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}'`;
	const result = await clickhouse.query({
		query: `SELECT group, value, n, numerator, denominator, immature
			FROM kpi_${kpi}(from = ${at(week.from)}, to = ${at(week.to)}, as_of = ${at(asOf)}, teams = [], channels = [],
				threshold_s = NULL, by = ['', 'team'], grain = ['total', 'total'], zone = 'UTC')
			WHERE n + immature > 0`,
		format: 'JSONEachRow'
	});
	return z.array(SqlRow).parse(await result.json());
}

type Span = { from: string; to: string };
const figure = z.number().nullable();
const SqlRow = z.object({
	group: z.string().nullable(),
	...{ value: figure, n: z.number(), numerator: z.number(), denominator: z.number(), immature: z.number() }
});

/** Rows of a number that the review says of the week, or of one it stands beside. */
export type Said = { where: string; kpi: KpiId; time: Span; rows: KpiRow[] };

/** Every row of a number that the review's headlines and sections say: of the week, the week before and the same week a year ago. */
export async function saidBy(asking: ReviewAsking, yearAgo: Span): Promise<Said[]> {
	const { week, before } = asking;
	const said = (where: string, kpi: KpiId, rows: (KpiRow | null | undefined)[], time: Span = week): Said => ({
		...{ where, kpi, time },
		rows: rows.flatMap((row) => row ?? [])
	});
	const [told, ago, left, complaints, voice, gaps, people, cards, checks] = await Promise.all([
		...[headlines(asking), askYearAgo(asking, yearAgo), broken(asking), recovery(asking)],
		...[satisfaction(asking), perception(asking), staff(asking), scorecards(asking), quadrant(asking)]
	] as const);
	return [
		...told.flatMap(({ kpi, series }) => [
			said('headline', kpi, series?.map(({ row }) => row) ?? []),
			said('headline before', kpi, series?.map((one) => one.before) ?? [], before)
		]),
		...told.map(({ kpi }) => said('year ago', kpi, [ago[kpi]], yearAgo)),
		said('broken', 'promises_kept', [left.total, ...left.teams.map(({ row }) => row)]),
		said('broken before', 'promises_kept', [left.before.total], before),
		said('recovery', 'complaint_acknowledged', [complaints.acknowledged]),
		said('recovery', 'complaint_recovery', [complaints.recovery]),
		said('recovery', 'follow_up', [complaints.followed_up]),
		said('recovery before', 'complaint_recovery', [complaints.before], before),
		said('satisfaction', 'satisfaction', [voice.week.satisfaction, ...voice.teams]),
		said('satisfaction', 'survey_response', [voice.week.response]),
		said('satisfaction', 'expected_leavers', [voice.week.leavers]),
		said('satisfaction before', 'satisfaction', [voice.before.satisfaction], before),
		said('satisfaction before', 'survey_response', [voice.before.response], before),
		said('satisfaction before', 'expected_leavers', [voice.before.leavers], before),
		said('perception', 'servqual_gap', [gaps.gap]),
		said('perception before', 'servqual_gap', [gaps.before], before),
		...gaps.sides.map(({ driver, row }) => said('driver', driver, [row])),
		// Of teams of which nothing is told lest others be worked out, nothing is compared.
		said('staff', 'staff_satisfaction', [people.total, ...people.teams.filter(({ hidden }) => !hidden)]),
		said('staff before', 'staff_satisfaction', [people.before.total], before),
		...cards.teams.flatMap(({ row, before: then }) => [
			said('card', 'scorecard', [row]),
			said('card before', 'scorecard', [then], before)
		]),
		...checks.teams.flatMap(({ row, before: then }) => [
			said('kind', 'inspection', [row]),
			said('kind before', 'inspection', [then], before)
		])
	];
}
