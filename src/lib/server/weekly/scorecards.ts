import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';

/** A team's card: its score, the promises it broke, and what stood a week before. */
export type Scorecard = {
	team: string;
	row: KpiRow<'scorecard'>;
	/** How many it broke: the card is by these. */
	broken: number;
	before: KpiRow<'scorecard'> | null;
};
export type Scorecards = { teams: Scorecard[]; before: { from: string; to: string } };

const RANK = { red: 0, yellow: 1, none: 2 };

/** Scorecards of the week, red cards first, then yellow ones, then by name. Rejects when ClickHouse cannot be reached. */
export async function scorecards(asking: ReviewAsking): Promise<Scorecards> {
	const { from, to } = asking.before;
	const [{ week, before }, kept] = await Promise.all([
		weeksOf(asking, 'scorecard'),
		weeksOf(asking, 'promises_kept')
	]);
	const last = new Map(before.teams.map((row) => [row.group, row]));
	const broken = new Map(kept.week.teams.map((row) => [row.group, row.broken]));
	return {
		teams: week.teams
			.map((row) => ({
				team: row.group ?? '',
				row,
				broken: broken.get(row.group) ?? 0,
				before: last.get(row.group) ?? null
			}))
			.toSorted((a, b) => RANK[a.row.card ?? 'none'] - RANK[b.row.card ?? 'none']),
		before: { from, to }
	};
}
