import type { KpiId } from '#schema/kpi.ts';
import { Why, type Restatement } from '#schema/published.ts';
import { kpisByFamily } from './families.ts';

/** A KPI that changed: for the organisation (null when only teams did), and for teams. */
export type ChangedKpi = { kpi: KpiId; all: Restatement | null; teams: Restatement[] };

/** What changed for the same reasons. `late_events`: how many came. */
export type Cause = { why: Why[]; late_events: number; kpis: ChangedKpi[] };

/** What one check found changed in one week. */
export type Change = { as_of: string; week: string; causes: Cause[] };

const ORDER: readonly Why[] = Why.options;

const places = new Map(
	kpisByFamily()
		.flatMap(({ kpis }) => kpis)
		.map((kpi, index) => [kpi, index])
);
const placeOf = ({ kpi }: ChangedKpi) => places.get(kpi) ?? places.size;

function gather<Item>(items: Item[], keyOf: (item: Item) => string): [Item, ...Item[]][] {
	const groups = new Map<string, [Item, ...Item[]]>();
	for (const item of items) {
		const group = groups.get(keyOf(item));
		if (group) group.push(item);
		else groups.set(keyOf(item), [item]);
	}
	return [...groups.values()];
}

const changedKpi = (found: [Restatement, ...Restatement[]]): ChangedKpi => ({
	kpi: found[0].kpi,
	all: found.find(({ by }) => by === '') ?? null,
	teams: found.filter(({ by }) => by === 'team')
});

/** Late events are said only where they are a reason. */
const lateOf = ({ why, late_events }: Restatement) => (why.includes('late_events') ? late_events : 0);

const causeOf = (found: [Restatement, ...Restatement[]]): Cause => ({
	why: ORDER.filter((why) => found[0].why.includes(why)),
	late_events: lateOf(found[0]),
	kpis: gather(found, ({ kpi }) => kpi)
		.map(changedKpi)
		.sort((a, b) => placeOf(a) - placeOf(b))
});

/** Restatements, newest first, by the check that found them, the week they are about, and the reasons. */
export const changesOf = (restatements: Restatement[]): Change[] =>
	gather(restatements, ({ as_of, week }) => `${as_of} ${week}`).map((found) => ({
		as_of: found[0].as_of,
		week: found[0].week,
		causes: gather(found, (one) => `${one.why.toSorted().join()} ${lateOf(one)}`)
			.map(causeOf)
			.sort((a, b) => ORDER.indexOf(a.why[0] ?? 'other') - ORDER.indexOf(b.why[0] ?? 'other'))
	}));
