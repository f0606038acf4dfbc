import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { inGroups } from './kpi.ts';

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
	const { week, before } = asking;
	const [now, then, kept] = await Promise.all([
		inGroups(asking, 'scorecard', week),
		inGroups(asking, 'scorecard', before),
		inGroups(asking, 'promises_kept', week)
	]);
	const last = new Map(then.groups.map((row) => [row.group, row]));
	const broken = new Map(kept.groups.map((row) => [row.group, row.broken]));
	return {
		teams: now.groups
			.map((row) => ({
				team: row.group ?? '',
				row,
				broken: broken.get(row.group) ?? 0,
				before: last.get(row.group) ?? null
			}))
			.toSorted(
				(a, b) => RANK[a.row.card ?? 'none'] - RANK[b.row.card ?? 'none'] || a.team.localeCompare(b.team)
			),
		before: { from: before.from, to: before.to }
	};
}
