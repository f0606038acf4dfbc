import { z } from 'zod';
import { WEEKDAYS, type Calendar } from '../standards/calendar.ts';
import { expand } from '../standards/expand.ts';
import type { ClickHouseClient } from './client.ts';

/** A row for each 24 h of open time, from the days: see calendar_open_days. */
const OPEN_DAYS = /* sql */ `
	INSERT INTO calendar_open_days (calendar, open_day, segments)
	SELECT
		calendar,
		open_day,
		arraySort(groupArray(tuple(
			greatest(open_from_s, open_day * 86400)                       AS start_s,
			opens + (start_s - open_from_s),
			least(open_to_s, (open_day + 1) * 86400) - start_s)))         AS segments
	FROM
	(
		SELECT
			calendar,
			span.1                                                        AS opens,
			open_before_s + arraySum(before -> before.2 - before.1,
				arraySlice(spans, 1, place - 1))                          AS open_from_s,
			open_from_s + (span.2 - span.1)                               AS open_to_s
		FROM calendar_days
		ARRAY JOIN spans AS span, arrayEnumerate(spans) AS place
		WHERE calendar = {expanded:String}
	)
	ARRAY JOIN range(intDiv(open_from_s, 86400), intDiv(open_to_s, 86400) + 1) AS open_day
	GROUP BY calendar, open_day`;

/** Calendars of the newest file that are not written out to the end: after restoring a backup, or after a crash. */
const MISSING = /* sql */ `
	SELECT id, name, zone, hours, holidays, expanded
	FROM calendars_now
	WHERE expanded NOT IN
	(
		SELECT calendar
		FROM (SELECT calendar, max(open_before_s) AS open_s FROM calendar_days GROUP BY calendar) AS written
		INNER JOIN (SELECT calendar, max(open_day) AS day FROM calendar_open_days GROUP BY calendar) AS open_days USING calendar
		WHERE open_days.day >= intDiv(written.open_s, 86400)
	)`;

const Spans = z.array(
	z.object({ from: z.string(), to: z.string() }).transform(({ from, to }): [string, string] => [from, to])
);
const Missing = z.object({
	id: z.string(),
	name: z.string(),
	zone: z.string(),
	hours: z.partialRecord(z.enum(WEEKDAYS), Spans),
	holidays: z.array(z.object({ date: z.string(), name: z.string(), hours: Spans })),
	expanded: z.string()
});

/**
 * Writes a calendar out under the name `expanded`, which nothing refers to yet. Doing it again under the same name
 * adds what is missing.
 */
export async function fillCalendar(clickhouse: ClickHouseClient, expanded: string, calendar: Calendar) {
	await clickhouse.insert({
		table: 'calendar_days',
		format: 'JSONEachRow',
		values: expand(calendar).map((day) => ({ calendar: expanded, ...day })),
		clickhouse_settings: { input_format_json_named_tuples_as_objects: 0 }
	});
	await clickhouse.command({ query: OPEN_DAYS, query_params: { expanded } });
}

/** Writes out the calendars in force that are not; resolves with their ids. */
export async function fillMissingCalendars(clickhouse: ClickHouseClient): Promise<string[]> {
	const result = await clickhouse.query({ query: MISSING, format: 'JSONEachRow' });
	const missing = z.array(Missing).parse(await result.json());
	for (const { expanded, ...calendar } of missing) await fillCalendar(clickhouse, expanded, calendar);
	return missing.map(({ id }) => id);
}
