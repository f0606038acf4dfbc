import { z } from 'zod';
import { Flag } from '#schema/row.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { GRACE_MS } from '../../weekly/late.ts';
import { addDays, dateIn, mondayOf, startOfDate } from '../../zone.ts';

/** An ISO week of the business zone: its Monday, and its instants in ms, `from <= t < to`. */
export type Week = { week: string; from: number; to: number };

/** So many weeks are published, and compared every time; older ones when something comes in that may bear on them. */
export const WEEKS = 13;

/** The week that begins on a Monday. */
export const weekFrom = (week: string, zone: string): Week => ({
	week,
	from: startOfDate(week, zone),
	to: startOfDate(addDays(week, 7), zone)
});

const QUESTION = /* sql */ `
	SELECT
		if(count() = 0, NULL, min(first))     AS earliest,
		if(count() = 0, NULL, min(last))      AS passed,
		max(source_is_simulated) = 1          AS simulated
	FROM
	(
		SELECT min(first_time) AS first, max(last_time) AS last, max(simulated) AS source_is_simulated
		FROM sources
		GROUP BY source
	)`;

const Row = z.object({
	earliest: z.string().nullable(),
	passed: z.string().nullable(),
	simulated: Flag
});

/**
 * The weeks that are due to be published, latest first: over, and passed by every source or over for a day; none before the
 * first event. `simulated`: simulated traffic is among the data.
 */
export async function dueWeeks(clickhouse: ClickHouseClient, { zone, now }: { zone: string; now: number }) {
	const result = await clickhouse.query({ query: QUESTION, format: 'JSONEachRow' });
	const { earliest, passed, simulated } = Row.parse((await result.json())[0]);
	if (earliest === null || passed === null) return { weeks: [], simulated };
	const thisMonday = mondayOf(dateIn(now, zone));
	const weeks = Array.from({ length: WEEKS }, (_, back) =>
		weekFrom(addDays(thisMonday, -7 * (back + 1)), zone)
	).filter(({ to }) => to > Date.parse(earliest) && (Date.parse(passed) >= to || now >= to + GRACE_MS));
	return { weeks, simulated };
}
