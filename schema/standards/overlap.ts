import { problem, type Problem } from './problem.ts';
import { isInstant, type Standard } from './standard.ts';

type Row = { index: number; row: Standard; from: number; to: number };

/** For whom a standard is: two of the same may not hold at the same time. */
export const scopeOf = ({ metric, team, channel, tier }: Standard) =>
	JSON.stringify([metric, team, channel, tier]);

const timed = (row: Standard) =>
	isInstant(row.valid_from) && (row.valid_to === null || isInstant(row.valid_to));

const rowOf = (row: Standard, index: number): Row => ({
	index,
	row,
	from: Date.parse(row.valid_from),
	to: row.valid_to === null ? Infinity : Date.parse(row.valid_to)
});

const whoOf = ({ metric, team, channel, tier }: Standard) =>
	[metric, team || 'all teams', channel || 'all channels', tier || 'all tiers'].join(', ');

/** Rows one after another by their start; of those before, the one that holds longest may reach into the next. */
function overlapsOf(rows: Row[]): Problem[] {
	const wrong: Problem[] = [];
	let longest: Row | undefined;
	for (const row of rows.toSorted((a, b) => a.from - b.from || a.index - b.index)) {
		if (longest && row.from < longest.to)
			wrong.push(
				problem(['standards', row.index, 'valid_from'], 'overlap', {
					other: `standards.${longest.index}`,
					who: whoOf(row.row),
					at: row.row.valid_from
				})
			);
		if (!longest || row.to > longest.to) longest = row;
	}
	return wrong;
}

/** Standards for the same metric, team, channel and tier whose periods share a moment. */
export function overlapProblems(standards: Standard[]): Problem[] {
	const rows = standards.map(rowOf).filter(({ row, from, to }) => timed(row) && from < to);
	const scopes = new Map<string, Row[]>();
	for (const row of rows) scopes.set(scopeOf(row.row), [...(scopes.get(scopeOf(row.row)) ?? []), row]);
	return [...scopes.values()].flatMap(overlapsOf);
}
