import { Channel, Tier } from '#schema/event.ts';
import { scopeOf } from '#schema/standards/overlap.ts';
import { METRICS, type Standard } from '#schema/standards/standard.ts';
import { isOver } from './revise.ts';

/** The kinds of promise that are always offered, beside the metrics. */
const KINDS = ['promise:repair_visit', 'promise:installation_visit'];

/** What can be promised, in the order of the page: also what nothing is promised of yet. */
export const metricsOf = (standards: readonly Standard[]) => [
	...new Set([...METRICS, ...KINDS, ...standards.map(({ metric }) => metric).toSorted()])
];

const place = (options: readonly string[], value: string) => options.indexOf(value);

/** From the general to the specific, and of the same first what holds first. */
const inOrder = (a: Standard, b: Standard) =>
	a.team.localeCompare(b.team) ||
	place(Channel.options, a.channel) - place(Channel.options, b.channel) ||
	place(Tier.options, a.tier) - place(Tier.options, b.tier) ||
	Date.parse(a.valid_from) - Date.parse(b.valid_from);

/** The promises of a metric: those that hold or will, and those that are over. */
export function rowsOf(standards: readonly Standard[], metric: string, now: number) {
	const rows = standards.filter((row) => row.metric === metric).toSorted(inOrder);
	return { rows: rows.filter((row) => !isOver(row, now)), over: rows.filter((row) => isOver(row, now)) };
}

/** What tells one row of a file from another. */
export const rowKey = (row: Standard) => `${scopeOf(row)} ${row.valid_from}`;

/** What a due time depends on, apart from the moment. */
export const termsKey = ({
	threshold_s,
	clock,
	calendar
}: Pick<Standard, 'threshold_s' | 'clock' | 'calendar'>) => JSON.stringify([threshold_s, clock, calendar]);
