import type { Cells, Columns } from './cells.ts';
import type { Mapping, Time } from './mapping.ts';
import { readDuration, timeFormat } from './time-format.ts';

/** The time of a row in ms; null when a column it needs is missing. Throws a CellError on a text that is no time. */
export type TimeOf = (cells: Cells) => number | null;

/** A cell that cannot be read. */
export class CellError extends Error {
	readonly column: string;
	constructor(column: string, why: string) {
		super(why);
		this.column = column;
	}
}

const text = (cells: Cells, at: number) => cells[at] ?? null;

function writtenTime(names: string[], format: string, zone: string, columns: Columns): TimeOf {
	const read = timeFormat({ format, zone });
	const places = names.map((name) => columns.at(name));
	return (cells) => {
		const parts = places.map((place) => text(cells, place));
		if (parts.includes(null)) return null;
		const written = parts.join(' ');
		const time = read(written);
		if (time === undefined)
			throw new CellError(names.join('" and "'), `"${written}" is not a time of the form ${format}`);
		return time;
	};
}

function laterTime(start: TimeOf, column: string, columns: Columns): TimeOf {
	const place = columns.at(column);
	return (cells) => {
		const from = start(cells);
		const written = text(cells, place);
		if (from === null || written === null) return null;
		const ms = readDuration(written);
		if (ms === undefined) throw new CellError(column, `"${written}" is neither seconds nor H:MM:SS`);
		return from + ms;
	};
}

function notBefore(time: TimeOf, floors: TimeOf[]): TimeOf {
	if (floors.length === 0) return time;
	return (cells) => {
		const own = time(cells);
		return own === null ? null : Math.max(own, ...floors.map((floor) => floor(cells) ?? own));
	};
}

/** The mapping's times by name. `zone`: the business zone, when the mapping names none. */
export function timesOf(
	mapping: Mapping,
	{ zone, columns }: { zone: string; columns: Columns }
): Map<string, TimeOf> {
	const times = new Map<string, TimeOf>();
	const named = (name: string) => times.get(name) ?? (() => null);
	const read = ({ columns: names, format, after, plus }: Time): TimeOf =>
		names && format
			? writtenTime(names, format, mapping.zone ?? zone, columns)
			: laterTime(named(after ?? ''), plus ?? '', columns);
	for (const [name, time] of Object.entries(mapping.times))
		times.set(name, notBefore(read(time), (time.not_before ?? []).map(named)));
	return times;
}
