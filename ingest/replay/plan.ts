import type { CloudEvent } from '#schema/event.ts';
import type { Cells, Issue, Row } from './cells.ts';
import type { Rules } from './rules.ts';
import { CellError } from './times.ts';

/**
 * Every event of a file, in order of its time; ties as the rows stand. An event is made when it is asked for: until
 * then it is three numbers, so that a large file fits into memory.
 */
export type Plan = {
	readonly length: number;
	/** When the event at this place happened, in ms. */
	time(place: number): number;
	/** The number of its row. */
	row(place: number): number;
	event(place: number): CloudEvent;
	/** The same events in another order, the same for the same seed. */
	shuffled(seed: number): Plan;
};

type Planned = { time: number; row: Row; rule: Rules['rules'][number] };

/** What is known of a case from its earlier rows: by column the last value, and which events it has had; and its last row. */
type Seen = { before: (string | null)[]; keys: Set<string>; last: Row | undefined };

function inOrder(rows: readonly Row[], rules: Rules): readonly Row[] {
	const keyed = rows.map((row) => ({ row, keys: rules.order(row.cells) }));
	if (keyed[0]?.keys.length === 0) return rows;
	return keyed.sort((a, b) => compare(a.keys, b.keys) || a.row.number - b.row.number).map(({ row }) => row);
}

function compare(a: readonly number[], b: readonly number[]): number {
	for (let i = 0; i < a.length; i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function planRow(row: Row, rules: Rules, { before, keys, last }: Seen): Planned[] {
	const planned: Planned[] = [];
	const fresh: string[] = [];
	for (const rule of rules.rules) {
		if (rule.last && row !== last) continue;
		if (!rule.matches(row.cells, before)) continue;
		const key = rule.key(row.cells);
		if (keys.has(key)) continue;
		planned.push({ time: rule.at(row.cells), row, rule });
		fresh.push(key);
	}
	for (const key of fresh) keys.add(key);
	remember(before, row.cells);
	return planned;
}

function remember(before: (string | null)[], cells: Cells) {
	cells.forEach((cell, place) => {
		if (cell !== null) before[place] = cell;
	});
}

/** The cases, each with its last row; one that goes on where we cannot read has none. */
function casesOf(rows: readonly Row[], rules: Rules, unfinished: ReadonlySet<string>): Map<string, Seen> {
	const cases = new Map<string, Seen>();
	for (const row of rows) {
		const subject = rules.caseOf(row.cells);
		const seen = cases.get(subject) ?? { before: [], keys: new Set<string>(), last: undefined };
		if (!unfinished.has(subject)) seen.last = row;
		cases.set(subject, seen);
	}
	return cases;
}

type PlanOptions = {
	rules: Rules;
	onIssue: (issue: Issue) => void;
	/** Cases of which not every row could be read. */
	unfinished?: ReadonlySet<string>;
};

/** Makes the plan of a file's rows. A row one of whose events cannot be timed is left out as a whole, with an issue. */
export function planEvents(
	rows: readonly Row[],
	{ rules, onIssue, unfinished = new Set() }: PlanOptions
): Plan {
	const ordered = inOrder(rows, rules);
	const cases = casesOf(ordered, rules, unfinished);
	const planned: Planned[] = [];
	for (const row of ordered) {
		const seen = cases.get(rules.caseOf(row.cells));
		if (!seen) continue;
		try {
			for (const event of planRow(row, rules, seen)) planned.push(event);
		} catch (error) {
			if (!(error instanceof CellError)) throw error;
			onIssue({ row: row.number, column: error.column, why: error.message });
		}
	}
	return planOf(planned.sort((a, b) => a.time - b.time)); // a stable sort: ties keep their order
}

function planOf(planned: readonly Planned[]): Plan {
	const at = (place: number): Planned => {
		const found = planned[place];
		if (!found) throw new RangeError(`no event at ${place} of ${planned.length}`);
		return found;
	};
	return {
		length: planned.length,
		time: (place) => at(place).time,
		row: (place) => at(place).row.number,
		event(place) {
			const { time, row, rule } = at(place);
			return rule.event(row.cells, time);
		},
		shuffled: (seed) => planOf(shuffle(planned, seed))
	};
}

/** Fisher and Yates, drawing from mulberry32. */
function shuffle<T>(items: readonly T[], seed: number): T[] {
	const shuffled = [...items];
	let state = seed >>> 0;
	for (let i = shuffled.length - 1; i > 0; i--) {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		const other = ((mixed ^ (mixed >>> 14)) >>> 0) % (i + 1);
		const [a, b] = [shuffled[i], shuffled[other]];
		if (a !== undefined && b !== undefined) [shuffled[i], shuffled[other]] = [b, a];
	}
	return shuffled;
}
