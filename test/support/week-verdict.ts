// Whether a week is news once more, in plain loops: what schema/clickhouse/views/week_signals.sql says.

type Week = { value: number | null; kept: number | null; n: number };
type Band = { centre: number; spread: number } | null;

const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;

/** What a week says; null when it is too little. */
const pointOf = ({ value, kept, n }: Week) => (n < 5 ? null : kept === null ? value : kept / n);

function bandOf(weeks: Week[]): Band {
	const known = weeks.filter((week) => pointOf(week) !== null);
	if (known.length < 11) return null;
	const moves: number[] = [];
	weeks.forEach((week, at) => {
		const before = weeks[at - 1];
		const [x, y] = [pointOf(week), before ? pointOf(before) : null];
		if (x !== null && y !== null) moves.push(Math.abs(x - y));
	});
	const shares = known.filter(({ kept }) => kept !== null);
	const all = (of: (week: Week) => number) => shares.reduce((sum, week) => sum + of(week), 0);
	const centre =
		shares.length > 0
			? all(({ kept }) => kept ?? 0) / all(({ n }) => n)
			: mean(known.map((week) => pointOf(week) ?? 0));
	return { centre, spread: 2.66 * mean(moves) };
}

function reachOf(band: Band, week: Week): number | null {
	if (!band) return null;
	if (week.kept === null) return band.spread;
	if (week.n < 5) return null;
	return Math.max(band.spread, 3 * Math.sqrt((band.centre * (1 - band.centre)) / week.n));
}

const TINY = 1e-9;

function beyondOf(band: Band, week: Week): number {
	const [point, reach] = [pointOf(week), reachOf(band, week)];
	if (!band || point === null || reach === null) return 0;
	const off = point - band.centre;
	if (Math.abs(off) <= reach + TINY) return 0;
	if (week.kept !== null && Math.abs(week.kept - week.n * band.centre) < 2 - TINY) return 0;
	return Math.sign(off);
}

function runOf(band: Band, weeks: Week[]): number {
	if (!band || weeks.some((week) => pointOf(week) === null)) return 0;
	const offs = weeks.map((week) => (pointOf(week) ?? 0) - band.centre);
	const side = Math.sign(offs[0] ?? 0);
	if (offs.some((off) => Math.abs(off) < TINY || Math.sign(off) !== side)) return 0;
	const reaches = weeks.map((week) => reachOf(band, week) ?? 0);
	if (Math.abs(mean(offs)) <= mean(reaches) / 2 + TINY) return 0;
	const items = weeks.reduce((sum, { kept, n }) => sum + (kept ?? 0) - n * band.centre, 0);
	return weeks[0]?.kept !== null && Math.abs(items) < 2 - TINY ? 0 : side;
}

/** What eight weeks say together; null where they say nothing. */
function together(weeks: Week[]) {
	const known = weeks.filter((week) => pointOf(week) !== null);
	if (known.length === 0) return null;
	const shares = known.filter(({ kept }) => kept !== null);
	if (shares.length === 0) return mean(known.map((week) => pointOf(week) ?? 0));
	return shares.reduce((sum, { kept }) => sum + (kept ?? 0), 0) / shares.reduce((sum, { n }) => sum + n, 0);
}

/** Judges the last week. A series that is a share somewhere is one everywhere. */
export function weekVerdict(given: Week[]) {
	const share = given.slice(-21).some(({ kept }) => kept !== null);
	const nothing: Week = { value: null, kept: share ? 0 : null, n: 0 };
	const weeks = [...Array.from({ length: 21 }, () => nothing), ...given].slice(-21);
	const [band, earlier] = [bandOf(weeks.slice(7, 20)), bandOf(weeks.slice(0, 13))];
	const reaches = weeks.slice(7).map((week) => reachOf(band, week));
	const limit = (sign: number) =>
		reaches.map((reach) => (!band || reach === null ? null : band.centre + sign * reach));
	return {
		centre: band?.centre ?? null,
		low: limit(-1),
		high: limit(1),
		beyond: beyondOf(band, weeks[20] ?? nothing),
		run: runOf(earlier, weeks.slice(13)),
		run_centre: earlier?.centre ?? null,
		run_value: together(weeks.slice(13))
	};
}
