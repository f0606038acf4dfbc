import { wallTime } from '#schema/zone.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Monday first. */
const WEEK = [1.1, 1, 0.98, 0.97, 1, 0.5, 0.35];

const hill = (hour: number, top: number, width: number) =>
	Math.exp(-((hour - top) ** 2) / (2 * width * width));

/** How busy a weekday's hour is: peaks in the morning and the afternoon, a dip at noon, a shoulder in the evening. */
const dayCurve = (hour: number) =>
	0.06 + 0.92 * hill(hour, 10.2, 1.5) + 0.85 * hill(hour, 15.3, 1.8) + 0.22 * hill(hour, 20, 1.4);

/** What `load` is on average over a week: to turn a day's volume into an intensity. */
export const MEAN_LOAD = 0.33;

export type Calendar = ReturnType<typeof createCalendar>;

/** Local time of the business zone, and how busy it is then. */
export function createCalendar(zone: string) {
	const offsets = new Map<number, number>();

	/** Ms to add to an instant to read local time off it in UTC. Asked per quarter of an hour, since Intl is slow. */
	function offset(at: number): number {
		const quarter = Math.floor(at / (15 * MINUTE));
		const known = offsets.get(quarter);
		if (known !== undefined) return known;
		if (offsets.size > 20_000) offsets.clear();
		const local = wallTime(quarter * 15 * MINUTE, zone);
		offsets.set(quarter, local - quarter * 15 * MINUTE);
		return local - quarter * 15 * MINUTE;
	}

	const local = (at: number) => new Date(at + offset(at));

	/** The instant of a local day's hour, given its midnight read in UTC. */
	function instant(midnight: number, hour: number): number {
		const wanted = midnight + hour * HOUR;
		const guess = wanted - offset(wanted);
		return wanted - offset(guess);
	}

	const hour = (at: number) => local(at).getUTCHours() + local(at).getUTCMinutes() / 60;
	/** Day of the week, Monday = 0. */
	const weekday = (at: number) => (local(at).getUTCDay() + 6) % 7;

	return {
		hour,
		weekday,
		/** The local midnight before, as a number that is the same all day; for `instant`. */
		midnight: (at: number) => Math.floor((at + offset(at)) / DAY) * DAY,
		instant,
		/** About 1 at the peaks of a working day. */
		load: (at: number) => (WEEK[weekday(at)] ?? 1) * dayCurve(hour(at))
	};
}
