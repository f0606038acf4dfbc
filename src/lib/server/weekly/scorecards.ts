import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';

/** A team's card: its score, the promises it broke, and what stood a week before. */
export type Scorecard = {
	team: string;
	row: KpiRow<'scorecard'>;
	/** How many it broke: the card is by these. */
	broken: number;
	before: KpiRow<'scorecard'> | null;
	/** What its score is made of, as itself: a part may rest on two answers. */
	parts: Partial<Record<KpiId, KpiRow>>;
};
export type Scorecards = { teams: Scorecard[]; before: { from: string; to: string } };

const RANK = { red: 0, yellow: 1, none: 2 };

/** Scorecards of the week, red cards first, then yellow ones, then by name. Rejects when ClickHouse cannot be reached. */
export async function scorecards(asking: ReviewAsking): Promise<Scorecards> {
	const { from, to } = asking.before;
	const [{ week, before }, kept, parts] = await Promise.all([
		weeksOf(asking, 'scorecard'),
		weeksOf(asking, 'promises_kept'),
		partsByTeam(asking)
	]);
	const last = new Map(before.teams.map((row) => [row.group, row]));
	const broken = new Map(kept.week.teams.map((row) => [row.group, row.broken]));
	return {
		teams: week.teams
			.map((row) => ({
				team: row.group ?? '',
				row,
				broken: broken.get(row.group) ?? 0,
				before: last.get(row.group) ?? null,
				parts: parts(row.group)
			}))
			.toSorted((a, b) => RANK[a.row.card ?? 'none'] - RANK[b.row.card ?? 'none']),
		before: { from, to }
	};
}

/** The parts of the scorecards have been asked for these: here each is told with what it rests on. */
async function partsByTeam(asking: ReviewAsking) {
	const parts = await Promise.all(
		SCORECARD_PARTS.map(async (kpi) => [kpi, (await weeksOf(asking, kpi)).week.teams] as const)
	);
	return (team: string | null): Scorecard['parts'] =>
		Object.fromEntries(
			parts.flatMap(([kpi, rows]) => {
				const row = rows.find(({ group }) => group === team);
				return row ? [[kpi, row] as const] : [];
			})
		);
}
