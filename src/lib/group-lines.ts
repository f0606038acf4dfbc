import type { Grain, GroupBy, KpiRow } from '#schema/kpi.ts';
import { measureOf, pointsOf, type Extent, type Point } from './charts/series.ts';
import { domainOf } from './charts/sparkline.ts';
import { durationsOf, evidence, shareOf, type Share } from './evidence.ts';
import { trendGrain, type View } from './plan.ts';
import { HEADLINES, type Headline, type Period } from './question.ts';

/** One number of one group. */
export type GroupCell = {
	share: Share;
	durations: { p50: number; p90: number | null } | null;
	points: Point[];
	/** How wide the trend's buckets are. */
	grain: Grain;
};

/** One group with its headline numbers. */
export type GroupLine = { group: string; cells: Record<Headline, GroupCell> };

export type GroupLines = {
	lines: GroupLine[];
	/** The scale each headline's trends share down the column. */
	domains: Record<Headline, [number, number]>;
};

type Grouped = Map<string, KpiRow[]>;

function byGroup(rows: KpiRow[]): Grouped {
	const groups: Grouped = new Map();
	for (const row of rows) {
		const group = row.group ?? '';
		const known = groups.get(group);
		if (known) known.push(row);
		else groups.set(group, [row]);
	}
	return groups;
}

/** Every group of a breakdown, the furthest from what `kpi` asks for first; those that say too little last. */
export function groupLines(
	view: View,
	by: GroupBy,
	kpi: Headline,
	period: Period,
	extent: Extent
): GroupLines {
	const totals = forEachHeadline((headline) => byGroup(view.rows(`${headline} by ${by}`)));
	const trends = forEachHeadline((headline) => byGroup(view.rows(`${headline} by ${by} trend`)));
	const groups = new Set(HEADLINES.flatMap((headline) => [...totals[headline].keys()]));

	const lines = [...groups].map((group) => ({
		group,
		cells: forEachHeadline((each) => cellOf(each, group))
	}));
	lines.sort((a, b) => distance(a.cells[kpi]) - distance(b.cells[kpi]) || a.group.localeCompare(b.group));
	const domains = forEachHeadline((headline) => domainOf(lines.map(({ cells }) => cells[headline].points)));
	return { lines, domains };

	function cellOf(headline: Headline, group: string): GroupCell {
		const total = totals[headline].get(group)?.[0];
		const measure = measureOf(view.total(headline));
		const grain = trendGrain(headline, period);
		return {
			share: shareOf(total),
			durations: durationsOf(total),
			points: pointsOf(trends[headline].get(group) ?? [], grain, measure, extent),
			grain
		};
	}
}

/** Where a group stands in the order: by its share, or slowest first where nothing was promised. */
function distance({ share, durations }: GroupCell) {
	if (share.share !== null) return evidence(share.denominator) === 'few' ? 2 + share.share : share.share;
	return durations ? 4 - Math.min(1, durations.p50 / 1e9) : 5;
}

const forEachHeadline = <T>(of: (kpi: Headline) => T): Record<Headline, T> => ({
	first_response: of('first_response'),
	first_contact_resolution: of('first_contact_resolution'),
	complaint_recovery: of('complaint_recovery'),
	satisfaction: of('satisfaction')
});
