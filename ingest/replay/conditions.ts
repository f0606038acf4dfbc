import type { Cells, Columns } from './cells.ts';
import type { Condition, Rule } from './mapping.ts';

/** Whether a row meets the conditions. `before`: by column, the last value known from the case's earlier rows. */
export type Matches = (cells: Cells, before: Cells) => boolean;

const same = (list: readonly (string | null)[] | undefined, value: string | null) =>
	list === undefined || list.includes(value);
const other = (list: readonly (string | null)[] | undefined, value: string | null) =>
	list === undefined || !list.includes(value);

function matches(
	{ is, not, was, was_not, changed }: Condition,
	value: string | null,
	before: string | null
): boolean {
	return (
		same(is, value) &&
		other(not, value) &&
		same(was, before) &&
		other(was_not, before) &&
		(changed === undefined || changed === (value !== null && value !== before))
	);
}

/** The rule's `when`: any one of its sets of conditions, all of that set. */
export function matchesWhen(when: Rule['when'], columns: Columns): Matches {
	const sets = when.map((conditions) =>
		Object.entries(conditions).map(([column, condition]) => ({ place: columns.at(column), condition }))
	);
	return (cells, before) =>
		sets.some((set) =>
			set.every(({ place, condition }) => matches(condition, cells[place] ?? null, before[place] ?? null))
		);
}
