/** Every number, duration and date people read, by locale. Thin spaces keep Chinese and digits apart. */
export type Locale = 'en' | 'zh-CN';

/** A figure in pieces, so that a screen can set units smaller and lighter than their numbers. */
export type Figure = { value: string; unit: string }[];

const NBSP = '\u00a0';
const THIN = '\u2009';

/** What stands between a number and its unit. */
const space = (locale: Locale) => (locale === 'zh-CN' ? THIN : NBSP);

const numbers = new Map<string, Intl.NumberFormat>();

function number(locale: Locale, digits: number) {
	const key = `${locale} ${digits}`;
	const known = numbers.get(key);
	if (known) return known;
	const format = new Intl.NumberFormat(locale, {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	});
	numbers.set(key, format);
	return format;
}

/** Glues a figure into one string. */
export const plain = (figure: Figure, locale: Locale) =>
	figure.map(({ value, unit }) => (unit ? value + space(locale) + unit : value)).join(space(locale));

/** A count with thousands separated. */
export const count = (n: number, locale: Locale) => number(locale, 0).format(n);

/** A plain decimal, such as a mean score. */
export const decimal = (value: number, locale: Locale, digits = 2) => number(locale, digits).format(value);

/**
 * A share as percent. Neither 0 nor 100 is reached by rounding: one broken promise among a million is not 100 %.
 */
export function share(value: number, locale: Locale, digits = 1): Figure {
	const step = 10 ** -digits;
	const percent = value * 100;
	const bounded = value <= 0 || value >= 1 ? percent : Math.min(100 - step, Math.max(step, percent));
	const whole = value <= 0 || value >= 1;
	return [{ value: number(locale, whole ? 0 : digits).format(bounded), unit: '%' }];
}

/** An interval of a share: "81–98". */
export const interval = (low: number, high: number, locale: Locale) =>
	`${number(locale, 0).format(low * 100)}–${number(locale, 0).format(high * 100)}`;

const UNITS = {
	en: { d: 'd', h: 'h', min: 'min', s: 's' },
	'zh-CN': { d: '天', h: '小时', min: '分', s: '秒' }
} as const;

const padded = (n: number) => String(n).padStart(2, '0');

/** A duration as people say it, in at most two units: 18 s, 2 min 05 s, 3 h 20 min, 1 d 4 h. */
export function duration(seconds: number, locale: Locale): Figure {
	const unit = UNITS[locale];
	if (seconds < 10 && !Number.isInteger(seconds))
		return [{ value: String(Number(seconds.toFixed(1))), unit: unit.s }];
	const whole = Math.round(seconds);
	if (whole < 60) return [{ value: String(whole), unit: unit.s }];
	if (whole < 3600) return two(Math.floor(whole / 60), unit.min, whole % 60, unit.s, true);
	const minutes = Math.round(seconds / 60);
	if (minutes < 1440) return two(Math.floor(minutes / 60), unit.h, minutes % 60, unit.min, true);
	const hours = Math.round(seconds / 3600);
	return two(Math.floor(hours / 24), unit.d, hours % 24, unit.h, false);

	function two(first: number, firstUnit: string, second: number, secondUnit: string, pad: boolean): Figure {
		const head = { value: count(first, locale), unit: firstUnit };
		if (second === 0) return [head];
		return [head, { value: pad ? padded(second) : String(second), unit: secondUnit }];
	}
}

/** A duration in its largest unit alone, for axes: 30 s, 5 min, 2 h. */
export function roughly(seconds: number, locale: Locale): string {
	const unit = UNITS[locale];
	const [size, name] =
		seconds >= 86_400
			? [86_400, unit.d]
			: seconds >= 3600
				? [3600, unit.h]
				: seconds >= 60
					? [60, unit.min]
					: [1, unit.s];
	return `${Number((seconds / size).toFixed(1))}${space(locale)}${name}`;
}

/** How a moment is written: by what the reader needs of it. */
const MOMENTS = {
	day: { day: 'numeric', month: 'short' },
	date: { day: 'numeric', month: 'short', year: 'numeric' },
	weekday: { weekday: 'short', day: 'numeric', month: 'short' },
	range: { day: 'numeric', month: 'long', year: 'numeric' },
	month: { month: 'short', year: 'numeric' },
	time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
	clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
	minute: {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23'
	}
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type Moment = keyof typeof MOMENTS;

const moments = new Map<string, Intl.DateTimeFormat>();

function momentFormat(style: Moment, locale: Locale, zone: string) {
	const key = `${style} ${locale} ${zone}`;
	const known = moments.get(key);
	if (known) return known;
	// British English: day before month, 24 hours.
	const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
		...MOMENTS[style],
		timeZone: zone
	});
	moments.set(key, format);
	return format;
}

/** Thin spaces between digits and Chinese, as everywhere. */
const airy = (text: string, locale: Locale) =>
	locale === 'zh-CN' ? text.replace(/(\d)(?=[年月日周])|([年月])(?=\d)/g, `$1$2${THIN}`) : text;

/** A moment in the business zone. `time` is in ms or RFC 3339. */
export const moment = (time: number | string, style: Moment, locale: Locale, zone: string) =>
	airy(momentFormat(style, locale, zone).format(typeof time === 'string' ? Date.parse(time) : time), locale);

/** From one date to another, both included, in the business zone: "1 – 31 Mar 2021". */
export function dates(from: number, to: number, locale: Locale, zone: string): string {
	const format = momentFormat('range', locale, zone);
	const [first, last] = [format.format(from), format.format(to)];
	if (first === last) return airy(first, locale);
	if (locale !== 'zh-CN') return format.formatRange(from, to);
	// Intl falls back to slashes for a range in Chinese. The year is said once.
	const year = /^\d+年/;
	return airy(
		`${first} – ${first.match(year)?.[0] === last.match(year)?.[0] ? last.replace(year, '') : last}`,
		locale
	);
}
