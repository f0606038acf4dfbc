import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import { KPI_ROWS, type KpiAsk, type KpiId, type KpiRow } from '#schema/kpi.ts';
import { askKpis, type Asking } from '../kpi/ask.ts';
import type { ReviewAsking } from './asking.ts';

type Time = { from: string; to: string };

/** A KPI over a week: its total, and its row of each team, by name. */
export type InTeams<Kpi extends KpiId> = { total: KpiRow<Kpi>; teams: KpiRow<Kpi>[] };
/** The same of the week under review, and of the one it is compared with. */
export type Weeks<Kpi extends KpiId> = { week: InTeams<Kpi>; before: InTeams<Kpi> };

type Known = Map<KpiId, Promise<Weeks<KpiId>>>;
const asked = new WeakMap<ReviewAsking, Known>();

function knownOf(asking: ReviewAsking): Known {
	const known: Known = asked.get(asking) ?? new Map();
	asked.set(asking, known);
	return known;
}

/** A KPI in both weeks. Sections of a review that need the same one ask it once. Rejects when ClickHouse cannot be reached. */
export function weeksOf<Kpi extends KpiId>(asking: ReviewAsking, kpi: Kpi): Promise<Weeks<Kpi>> {
	const known = knownOf(asking);
	const found = known.get(kpi) ?? ask(asking, kpi);
	known.set(kpi, found);
	// What is kept under a KPI's name are its rows.
	return found as Promise<Weeks<Kpi>>;
}

/** Two whole weeks one after the other are two buckets of one question: it is planned, and reads, once. */
const areBuckets = ({ week, before }: ReviewAsking) =>
	week.complete && Date.parse(before.to) === Date.parse(week.from);

/** Takes a KPI's rows by week, in total and by team, for both weeks: what has been asked for the trends is not asked again. */
export function knowWeeks(asking: ReviewAsking, kpi: KpiId, rows: KpiRow[]): void {
	if (!areBuckets(asking)) return;
	const { week, before } = asking;
	knownOf(asking).set(
		kpi,
		Promise.resolve({ week: inWeek(rows, kpi, week), before: inWeek(rows, kpi, before) })
	);
}

async function ask(asking: ReviewAsking, kpi: KpiId): Promise<Weeks<KpiId>> {
	const { week, before } = asking;
	if (areBuckets(asking)) {
		const known = kpi === 'scorecard' ? await partsIn(asking) : undefined;
		const rows = await rowsOver(asking, kpi, { from: before.from, to: week.to }, 'week', known);
		return { week: inWeek(rows, kpi, week), before: inWeek(rows, kpi, before) };
	}
	const [now, then] = await Promise.all([
		rowsOver(asking, kpi, week, 'total'),
		rowsOver(asking, kpi, before, 'total')
	]);
	return { week: inTeams(now, kpi), before: inTeams(then, kpi) };
}

/** What a scorecard is made of in both weeks, in total and by team: most of it the trends have asked. */
async function partsIn(asking: ReviewAsking): Promise<NonNullable<Asking['known']>> {
	const parts = SCORECARD_PARTS.map(async (kpi) => {
		const { week, before } = await weeksOf(asking, kpi);
		// A week in which nothing was judged has a total, and no bucket.
		const totals = [before.total, week.total].filter(({ bucket }) => bucket !== null);
		return [kpi, [totals, [...before.teams, ...week.teams]]] as const;
	});
	return new Map(await Promise.all(parts));
}

async function rowsOver(
	asking: ReviewAsking,
	kpi: KpiId,
	{ from, to }: Time,
	grain: 'total' | 'week',
	known?: Asking['known']
) {
	const { clickhouse, settler, zone, watermark, asOf, teams, channels } = asking;
	const question: KpiAsk = { kpi, from, to, grain, teams, channels };
	const answers = await askKpis(clickhouse, [question, { ...question, by: 'team' }], {
		zone,
		settler,
		watermark,
		known,
		now: asOf
	});
	return answers.flatMap(({ rows }) => rows);
}

const inTeams = (rows: KpiRow[], kpi: KpiId): InTeams<KpiId> => ({
	total: rows.find(({ group }) => group === null) ?? KPI_ROWS[kpi].parse({}),
	teams: rows
		.filter(({ group }) => group !== null)
		.toSorted((a, b) => (a.group ?? '').localeCompare(b.group ?? ''))
});

const inWeek = (rows: KpiRow[], kpi: KpiId, { from }: Time) =>
	inTeams(
		rows.filter(({ bucket }) => bucket !== null && Date.parse(bucket) === Date.parse(from)),
		kpi
	);
