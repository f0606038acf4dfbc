const DAY_MS = 86_400_000;
const ZERO = '0'.charCodeAt(0);

/** The number that `digits` characters from `at` on write. */
function digits(text: string, at: number, count: number): number {
	let value = 0;
	for (let ix = at; ix < at + count; ix++) value = value * 10 + text.charCodeAt(ix) - ZERO;
	return value;
}

/** Days from 1970-01-01 to a day of the calendar. Years are counted from March here, so that a leap day is their last. */
function daysFromEpoch(year: number, month: number, day: number): number {
	const years = month > 2 ? year : year - 1;
	const months = month > 2 ? month - 3 : month + 9;
	const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
	return years * 365 + leapDays + Math.floor((months * 153 + 2) / 5) + day - 719_469;
}

/**
 * The ms of an RFC 3339 time that an event carries: what `Date.parse` says of it, but five times faster where it is in
 * UTC with whole seconds or ms. Only for a text past validation: of another, the answer means nothing.
 */
export function instantMs(text: string): number {
	const { length } = text;
	if (length !== 20 && length !== 24) return Date.parse(text); // other fractions, other zones
	const days = daysFromEpoch(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
	const seconds = digits(text, 11, 2) * 3600 + digits(text, 14, 2) * 60 + digits(text, 17, 2);
	return days * DAY_MS + seconds * 1000 + (length === 24 ? digits(text, 20, 3) : 0);
}
