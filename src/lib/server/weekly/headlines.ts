import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import type { KpiAnswer, KpiAsk, KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence } from '../../evidence.ts';
import { totalOf } from '../../plan.ts';
import { REVIEWED, type News, type ReviewedOrFailed, type ReviewedSeries } from '../../weekly/reviewed.ts';
import { addDays, dateIn, startOfDate } from '../../zone.ts';
import { askKpis } from '../kpi/ask.ts';
import type { ReviewAsking } from './asking.ts';
import { knowWeeks } from './kpi.ts';
import { parametersOf } from './parameters.ts';
import { byWeek, itemsOf, mondaysTo, seriesOf, type ByWeek } from './series.ts';
import { BASELINE, judgeWeeks, WEEKS, type Verdict } from './signals.ts';

/** What ripens for days is judged later: at most so many weeks. */
const RIPENS_WEEKS = 2;

/** What one number answered: by week in total and by team, and, of a running week, the same part of the week before. */
type Answered = {
	kpi: KpiId;
	weeks: KpiAnswer;
	teams: KpiAnswer;
	before: KpiAnswer | null;
};

/** Numbers of the review: the week, what it stands beside, its trend with limits, and what is news. One that fails fails alone. */
export async function headlines(
	asking: ReviewAsking,
	kpis: readonly KpiId[] = REVIEWED
): Promise<ReviewedOrFailed[]> {
	const [answered, targets] = await Promise.all([askAll(asking, kpis), parametersOf(asking, 'target')]);
	for (const one of answered) if (one) knowWeeks(asking, one.kpi, [...one.weeks.rows, ...one.teams.rows]);
	const monday = dateIn(Date.parse(asking.week.from), asking.zone);
	const told = answered.map((one) => one && laidOut(one, monday, asking));
	const verdicts = await judgeWeeks(
		asking.clickhouse,
		told.flatMap((one) => one?.groups.map(({ judging }) => judging) ?? [])
	);
	const left = verdicts.values();
	return kpis.map((kpi, at) => {
		const one = told[at];
		if (!one) return { kpi, series: null };
		const series = one.groups.map((group) => reviewed(group, monday, one, left.next().value));
		return { kpi, judged: one.running ? null : one.judged, target: targets.get(kpi) ?? null, series };
	});
}

type Trend = readonly [KpiAnswer['rows'], KpiAnswer['rows']];
const trends = new WeakMap<ReviewAsking, Map<KpiId, Trend>>();

/** All numbers side by side, in order; null where a question failed. A scorecard comes last: what it is made of is not asked again. */
async function askAll(asking: ReviewAsking, kpis: readonly KpiId[]): Promise<(Answered | null)[]> {
	const known = trends.get(asking) ?? new Map<KpiId, Trend>();
	trends.set(asking, known);
	const found = new Map<KpiId, Answered | null>();
	for (const last of [false, true]) {
		const some = kpis.filter((kpi) => (kpi === 'scorecard') === last);
		const answered = await askSome(asking, some, known);
		some.forEach((kpi, at) => {
			const one = answered[at];
			found.set(kpi, one ?? null);
			if (one && PARTS.has(kpi)) known.set(kpi, [one.weeks.rows, one.teams.rows]);
		});
	}
	return kpis.map((kpi) => found.get(kpi) ?? null);
}

const PARTS: ReadonlySet<KpiId> = new Set(SCORECARD_PARTS);

async function askSome(
	{ clickhouse, settler, zone, watermark, asOf, ...asking }: ReviewAsking,
	kpis: readonly KpiId[],
	known: ReadonlyMap<KpiId, Trend>
): Promise<(Answered | null)[]> {
	const questions = kpis.map((kpi) => asksOf(kpi, asking, zone));
	const all = questions.flat();
	const found = new Map<number, KpiAnswer | null>();
	await askKpis(clickhouse, all, {
		...{ zone, settler, watermark, now: asOf },
		// Of the weeks before those that are told in full only what is drawn.
		wholeFrom: weeksBefore(asking.week.from, RIPENS_WEEKS, zone),
		// A running week asks for a part of the week before as well, of which they know nothing.
		...(asking.week.complete && { known }),
		onAnswers: (answers) => answers.forEach((answer, index) => found.set(index, answer))
	});
	const left = all.keys();
	return questions.map((asks, at) => {
		const [weeks, teams, before] = asks.map(() => found.get(left.next().value ?? -1));
		const kpi = kpis[at];
		return kpi && weeks && teams && before !== null ? { kpi, weeks, teams, before: before ?? null } : null;
	});
}

/** When the week began that was so many weeks before the one that begins then, in ms. */
const weeksBefore = (from: string, weeks: number, zone: string) =>
	startOfDate(addDays(dateIn(Date.parse(from), zone), -7 * weeks), zone);

/** A number by week in total and by team, long enough to judge a week that ripened late. */
function asksOf(
	kpi: KpiId,
	{ week, before, teams, channels }: Pick<ReviewAsking, 'week' | 'before' | 'teams' | 'channels'>,
	zone: string
): KpiAsk[] {
	const first = weeksBefore(week.from, WEEKS - 1 + RIPENS_WEEKS, zone);
	const trend: KpiAsk = {
		...{ kpi, from: new Date(first).toISOString(), to: week.to, grain: 'week' },
		...{ teams, channels }
	};
	return [
		trend,
		{ ...trend, by: 'team' },
		...(week.complete ? [] : [{ ...trend, ...before, grain: 'total' as const }])
	];
}

/** A week is judged, and drawn as one that is over, when so few of its items are too young to tell. */
const YOUNG = 0.1;
const isRipe = (row: KpiRow | undefined) => !row || row.immature <= YOUNG * (row.n + row.immature);

type Group = {
	group: string | null;
	rows: ByWeek;
	judging: ReturnType<typeof seriesOf>;
	before: KpiAnswer | null;
};

type LaidOut = { kpi: KpiId; judged: string; running: boolean; groups: Group[] };

/** A number's series, and the week by which they are judged: the last that is ripe. */
function laidOut({ kpi, weeks, teams, before }: Answered, monday: string, { week }: ReviewAsking): LaidOut {
	const all = byWeek(weeks.rows);
	const ripe = mondaysTo(monday, RIPENS_WEEKS + 1).findLast((one) => isRipe(all.get(one)));
	const judged = week.complete ? (ripe ?? monday) : monday;
	const mondays = mondaysTo(judged, WEEKS);
	const groupOf = (group: string | null, rows: ByWeek): Group => ({
		...{ group, rows, judging: seriesOf(kpi, rows, mondays, week.complete ? null : monday) },
		before: group === null ? before : null
	});
	const names = [...new Set(teams.rows.flatMap(({ group }) => (group === null ? [] : [group])))];
	// What single teams’ staff said stands where those are hidden from whose it could be worked out.
	const named = kpi === 'staff_satisfaction' ? [] : names.toSorted();
	const ofTeam = (name: string) => byWeek(teams.rows.filter(({ group }) => group === name));
	return {
		...{ kpi, judged },
		running: !week.complete,
		groups: [groupOf(null, all), ...named.map((name) => groupOf(name, ofTeam(name)))]
	};
}

function reviewed(
	{ group, rows, before }: Group,
	monday: string,
	{ kpi, judged, running }: LaidOut,
	verdict: Verdict | undefined
): ReviewedSeries {
	const limited = mondaysTo(judged, BASELINE + 1);
	const points = mondaysTo(monday, BASELINE + 1).map((week) => {
		const row = rows.get(week);
		const at = limited.indexOf(week);
		return {
			...{ monday: week, n: itemsOf(kpi, row), open: (running && week === monday) || !isRipe(row) },
			value: row && !['none', 'few'].includes(evidence(itemsOf(kpi, row))) ? row.value : null,
			low: verdict?.low[at] ?? null,
			high: verdict?.high[at] ?? null
		};
	});
	return {
		...{ group, points, row: rows.get(monday) },
		before: running ? totalOf(before) : rows.get(addDays(monday, -7)),
		news: running ? null : newsOf(verdict),
		judgedRow: rows.get(judged)
	};
}

function newsOf(verdict: Verdict | undefined): News | null {
	if (!verdict || (verdict.beyond === 0 && verdict.run === 0)) return null;
	const { beyond, run, run_value, run_centre, low, high } = verdict;
	return {
		rule: beyond === 0 ? 'run' : 'beyond',
		up: (beyond || run) > 0,
		...{ low: low.at(-1) ?? null, high: high.at(-1) ?? null, run_value, run_centre }
	};
}
