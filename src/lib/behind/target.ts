import type { GroupBy } from '#schema/kpi.ts';
import type { LensScope, LensTime } from '../lens.ts';
import type { Behind } from '../server/behind/figures.ts';

/** Which rows: those that a figure counts, of one group alone, or for some reasons, of a metric, to a team. */
export type BehindTarget = {
	list: Behind;
	figure: string;
	by?: GroupBy | undefined;
	group?: string | undefined;
	/** Where it is not the page's; `since`: where only its begin is not. */
	time?: LensTime | undefined;
	since?: string | undefined;
	metric?: string | undefined;
	reasons?: readonly string[] | undefined;
	other_than?: readonly string[] | undefined;
	from_team?: string | undefined;
	/** Instead of the page's. */
	teams?: readonly string[] | undefined;
};

/** What the page's numbers are about. */
export type BehindScope = LensScope;

const maybe = (name: string, value: string | undefined) => (value === undefined ? [] : [[name, value]]);
const each = (name: string, values: readonly string[] = []) => values.map((value) => [name, value]);

/** What is asked of a list, as an address says it: of the page and of the API. */
export function behindQuery(
	{ list, figure, by, group, time, since, ...only }: BehindTarget,
	scope: BehindScope
): string {
	const { from, to } = time ?? scope;
	return new URLSearchParams([
		...[
			['list', list],
			['figure', figure],
			['from', since ?? from],
			['to', to]
		],
		...maybe('as_of', scope.as_of),
		...each('team', only.teams ?? scope.teams),
		...each('channel', scope.channels),
		...(group === undefined ? [] : [...maybe('by', by), ['group', group]]),
		...maybe('metric', only.metric),
		...maybe('from_team', only.from_team),
		...each('reason', only.reasons),
		...each('other_than', only.other_than)
	]).toString();
}

/** The page of the rows. */
export const behindHref = (target: BehindTarget, scope: BehindScope) =>
	`/cases?${behindQuery(target, scope)}`;
