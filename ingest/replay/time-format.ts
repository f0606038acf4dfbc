import { toUtcFrom } from './zone.ts';

/** Reads a time; undefined when the text is not one. In ms since 1970, UTC. */
export type ReadTime = (text: string) => number | undefined;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What each token of a format reads. One letter takes one or two digits, two letters take just two. */
const TOKENS: Record<string, string> = {
	YYYY: '(?<year>\\d{4})',
	YY: '(?<short_year>\\d\\d)',
	MMM: '(?<month_name>[A-Za-z]{3})',
	MM: '(?<month>\\d\\d)',
	M: '(?<month>\\d\\d?)',
	DD: '(?<day>\\d\\d)',
	D: '(?<day>\\d\\d?)',
	HH: '(?<hour>\\d\\d)',
	H: '(?<hour>\\d\\d?)',
	hh: '(?<hour12>\\d\\d)',
	h: '(?<hour12>\\d\\d?)',
	mm: '(?<minute>\\d\\d)',
	m: '(?<minute>\\d\\d?)',
	ss: '(?<second>\\d\\d)',
	s: '(?<second>\\d\\d?)',
	SSS: '(?<fraction>\\d{1,9})',
	A: '(?<half>[AaPp][Mm])',
	Z: '(?<offset>Z|[+-]\\d\\d:?\\d\\d)',
	T: 'T'
};

const ISO =
	'(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)(?:[T ](?<hour>\\d\\d):(?<minute>\\d\\d)' +
	'(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{1,9}))?)?(?<offset>Z|[+-]\\d\\d:?\\d\\d)?)?';

const TOKEN = new RegExp(`${Object.keys(TOKENS).join('|')}|[A-Za-z]+|[^A-Za-z]`, 'g');

/** As many texts are remembered: dates of a file repeat, and zones are slow to look up. */
const REMEMBERED = 100_000;

function patternOf(format: string): RegExp {
	if (format === 'ISO') return new RegExp(`^${ISO}$`);
	const parts = (format.match(TOKEN) ?? []).map((part) => {
		const token = TOKENS[part];
		if (token) return token;
		if (/^[A-Za-z]/.test(part)) throw new Error(`unknown token "${part}" in time format "${format}"`);
		return part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
	});
	return new RegExp(`^${parts.join('')}$`);
}

const number = (text: string | undefined, otherwise: number) =>
	text === undefined ? otherwise : Number(text);

/** Two digits: 69 to 99 are of the last century, as POSIX has it. */
const century = (year: number) => year + (year < 69 ? 2000 : 1900);

function hourOf({ hour, hour12, half }: Record<string, string | undefined>): number {
	if (hour12 === undefined) return number(hour, 0);
	const hours = Number(hour12);
	return hours < 1 || hours > 12 ? NaN : (hours % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0);
}

/** What the clock showed, as if it were UTC; undefined for a 30th of February or a 25th hour. */
function localMs(part: Record<string, string | undefined>): number | undefined {
	const year = part.short_year === undefined ? number(part.year, NaN) : century(Number(part.short_year));
	const month = part.month_name ? MONTHS.indexOf(part.month_name.toLowerCase()) : number(part.month, 1) - 1;
	const day = number(part.day, 1);
	const [hour, minute, second] = [hourOf(part), number(part.minute, 0), number(part.second, 0)];
	const ms = Math.floor(Number(`0.${part.fraction ?? 0}`) * 1000);
	const time = new Date(Date.UTC(year, month, day, hour, minute, second, ms));
	const same =
		time.getUTCFullYear() === year &&
		time.getUTCMonth() === month &&
		time.getUTCDate() === day &&
		time.getUTCHours() === hour &&
		time.getUTCMinutes() === minute &&
		time.getUTCSeconds() === second;
	return same ? time.getTime() : undefined;
}

function offsetMs(offset: string): number {
	if (offset === 'Z') return 0;
	const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
	return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function remembering(read: ReadTime): ReadTime {
	const known = new Map<string, number | undefined>();
	return (text) => {
		const time = known.get(text);
		if (time !== undefined || known.has(text)) return time;
		if (known.size >= REMEMBERED) known.clear();
		const read_now = read(text);
		known.set(text, read_now);
		return read_now;
	};
}

const unix =
	(factor: number): ReadTime =>
	(text) =>
		/^-?\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * factor) : undefined;

/**
 * A reader of times in `format`: tokens such as `D/M/YYYY HH:mm` (see README), or `ISO`, `unix`, `unix_ms`. A text
 * without an offset of its own is taken in `zone`. Throws when the format cannot be understood.
 */
export function timeFormat({ format, zone }: { format: string; zone: string }): ReadTime {
	if (format === 'unix') return unix(1000);
	if (format === 'unix_ms') return unix(1);
	const pattern = patternOf(format);
	const toUtc = toUtcFrom(zone);
	return remembering((text) => {
		const part = pattern.exec(text)?.groups;
		const local = part && localMs(part);
		if (local === undefined) return undefined;
		return part?.offset === undefined ? toUtc(local) : local - offsetMs(part.offset);
	});
}

/** Seconds as a number, or as H:MM:SS; in ms. Undefined when the text is neither. */
export function readDuration(text: string): number | undefined {
	if (/^-?\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
	const clock = /^(\d+):([0-5]\d):([0-5]\d)$/.exec(text);
	return clock ? ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1000 : undefined;
}
