import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId } from '#schema/kpi.ts';
import type { WeekPoint } from './reviewed.ts';
import { domainOfWeeks } from './week-drawing.ts';

/** By what a trend is drawn: from where to where, and whether equal steps are equal multiples. */
export type WeekScale = { domain: [number, number]; log: boolean };

/** `apart`: all of them together have a scale of their own. */
export type TeamScales = { all: WeekScale; teams: WeekScale; apart: boolean };

/** Durations further apart than this would be flat lines beside each other. */
const FAR = 10;

/** Where nothing is greater than zero there are no multiples. */
function logOf(series: readonly WeekPoint[][]): WeekScale | null {
	const above = series.flat().flatMap(({ value }) => (value !== null && value > 0 ? [value] : []));
	const [low, high] = [Math.min(...above), Math.max(...above)];
	return above.length > 0 && high > FAR * low ? { domain: [low, high], log: true } : null;
}

/**
 * The scales on which all and the teams of a number are drawn: one, so that they can be compared. But a total is so much more than any team that its
 * scale would show nothing of them; and durations that lie far apart are drawn by their multiples.
 */
export function scalesOf(kpi: KpiId, all: WeekPoint[], teams: readonly WeekPoint[][]): TeamScales {
	const plain = (series: readonly WeekPoint[][]): WeekScale => ({
		domain: domainOfWeeks(series),
		log: false
	});
	const { unit } = CATALOGUE[kpi];
	if (unit === 'count' && teams.length > 0) return { all: plain([all]), teams: plain(teams), apart: true };
	const together = (unit === 'seconds' && logOf([all, ...teams])) || plain([all, ...teams]);
	return { all: together, teams: together, apart: false };
}
