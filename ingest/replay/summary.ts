import type { FrameAnswer } from '#schema/frame.ts';
import type { Issue } from './cells.ts';
import { durationText } from './progress.ts';

/** As many row errors, and as many rows of a refusal, are named; the rest is counted. */
const NAMED_ISSUES = 20;
const NAMED_ROWS = 5;

const number = new Intl.NumberFormat('en-US');

/** What was wrong with the rows: the first few kept, all counted. */
export function createIssues() {
	const first: Issue[] = [];
	let count = 0;
	return {
		add(issue: Issue) {
			count++;
			if (first.length < NAMED_ISSUES) first.push(issue);
		},
		get count() {
			return count;
		},
		first
	};
}
export type Issues = ReturnType<typeof createIssues>;

/** Events the ingest refused, by reason: how many, and the rows of the first few. */
export function createRefusals() {
	const refusals = new Map<string, { count: number; rows: number[] }>();
	return {
		add({ reason, path, detail }: FrameAnswer['rejected'][number], row: number | undefined) {
			const what = `${reason}${path && ` ${path}`}: ${detail}`;
			const known = refusals.get(what) ?? { count: 0, rows: [] };
			known.count++;
			if (row !== undefined && known.rows.length < NAMED_ROWS) known.rows.push(row);
			refusals.set(what, known);
		},
		get byReason(): ReadonlyMap<string, { count: number; rows: number[] }> {
			return refusals;
		}
	};
}
export type Refusals = ReturnType<typeof createRefusals>;

export type Summary = {
	file: string;
	stopped: boolean;
	read_s: number;
	sent_s: number;
	rows: number;
	issues: Issues;
	refusals: Refusals;
	/** Events the rows gave. */
	events: number;
	counts: { sent: number; accepted: number; duplicates: number; rejected: number; unacknowledged: number };
};

export function issueText({ row, column, why }: Issue): string {
	return `row ${row}${column === undefined ? '' : `, column "${column}"`}: ${why}`;
}

function issueLines({ first, count }: Issues): string[] {
	const lines = first.map((issue) => `    ${issueText(issue)}`);
	return count > first.length ? [...lines, `    and ${number.format(count - first.length)} more`] : lines;
}

function refusalLines({ byReason }: Refusals): string[] {
	return [...byReason].map(([what, { count, rows }]) => {
		const named =
			rows.length === 0
				? ''
				: ` (${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')}${count > rows.length ? ', …' : ''})`;
		return `    ${number.format(count)} × ${what}${named}`;
	});
}

/** Whether everything went as it should. */
export const isClean = ({ stopped, issues, counts }: Summary) =>
	!stopped && issues.count === 0 && counts.rejected === 0 && counts.unacknowledged === 0;

/** What is said at the end. */
export function summaryText(summary: Summary): string {
	const { file, stopped, read_s, sent_s, rows, issues, refusals, events, counts } = summary;
	const line = (label: string, count: number) => `  ${label.padEnd(15)} ${number.format(count).padStart(11)}`;
	return [
		`${stopped ? 'Stopped replaying' : 'Replayed'} ${file}: read in ${durationText(read_s)}, sent in ${durationText(sent_s)}`,
		line('rows read', rows),
		line('row errors', issues.count),
		...issueLines(issues),
		line('events', events),
		line('sent', counts.sent),
		line('accepted', counts.accepted),
		line('duplicate', counts.duplicates),
		line('rejected', counts.rejected),
		...refusalLines(refusals),
		...(counts.unacknowledged > 0 ? [line('unacknowledged', counts.unacknowledged)] : [])
	].join('\n');
}
