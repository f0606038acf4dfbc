import type { ServiceEvent } from '#schema/event.ts';

/** What the table `events` can hold of a time: a due date beyond is kept at the edge. */
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2299, 11, 31);

/** A time as ClickHouse reads it: `2026-11-21 09:30:00.000`, UTC. */
export function clickhouseTime(ms: number): string {
	const iso = new Date(Math.min(Math.max(ms, FIRST), LAST)).toISOString();
	return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

/** Half a character, as left by cutting a text in the middle of an emoji: JSON writes it as an escape, ClickHouse reads none. */
const HALVES = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

const mend = (json: string) => (json.includes('\\ud') ? json.replace(HALVES, '$1\\ufffd') : json);

/**
 * An event as a row of the table `events`, flat, in JSON: `subject` is its case, the fields of `data` keep their names, and
 * what it does not say takes the column's default. Text at once, for a hundred thousand small texts wait in memory far
 * cheaper than as many objects.
 */
export function eventRow(
	{ source, id, type, time, subject, data }: ServiceEvent,
	receivedAt: string
): string {
	const due = 'due' in data && data.due ? { due: clickhouseTime(Date.parse(data.due)) } : undefined;
	const fields = mend(JSON.stringify(due ? { ...data, ...due } : data)).slice(1);
	return (
		`{"source":${JSON.stringify(source)},"id":${JSON.stringify(id)},"type":"${type}",` +
		`"time":"${clickhouseTime(Date.parse(time))}","received_at":"${receivedAt}"` +
		(subject === undefined ? '' : `,"case_id":${JSON.stringify(subject)}`) +
		(fields === '}' ? fields : `,${fields}`)
	);
}
