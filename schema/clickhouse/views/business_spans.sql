-- A stretch of time as the business clock sees it: every span that counted, and every one that was skipped, with the reason.
-- `calendar` is the name under which calendar_days holds it. A span is cut where the zone's day changes, if the reason does.
-- reason: open (counted), hours (before, between or after the day's hours), day (a day without hours), holiday.
CREATE OR REPLACE VIEW business_spans AS
WITH
	(SELECT if(any(zone) = '', 'UTC', any(toString(zone))) FROM calendars_now WHERE expanded = {calendar:String}) AS zone,
	(SELECT any(hours) FROM calendars_now WHERE expanded = {calendar:String})                         AS hours,
	(SELECT any(holidays) FROM calendars_now WHERE expanded = {calendar:String})                      AS holidays
SELECT
	span.1                                               AS began_at,
	next                                                 AS ended_at,
	span.2 = 'open'                                      AS counted,
	span.2                                               AS reason,
	span.3                                               AS holiday,
	dateDiff('millisecond', began_at, ended_at) / 1000   AS seconds
FROM
(
	SELECT
		arraySort(arrayDistinct(arrayFilter(edge -> edge >= {from:DateTime64(3, 'UTC')} AND edge <= {to:DateTime64(3, 'UTC')}, arrayConcat(
			[{from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}],
			spans.1, spans.2,
			arrayMap(day -> toDateTime64(toDateTime(toDate(toTimeZone({from:DateTime64(3, 'UTC')}, zone)) + day, zone), 3, 'UTC'), range(days + 2)))))) AS edges,
		arrayMap(start -> (
				start,
				multiIf(
					arrayExists(span -> start >= span.1 AND start < span.2, spans), 'open',
					has(holidays.date, toDate32(toTimeZone(start, zone))), 'holiday',
					empty(hours[['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][toDayOfWeek(toTimeZone(start, zone))]]), 'day',
					'hours') AS reason,
				if(reason = 'holiday', holidays.name[indexOf(holidays.date, toDate32(toTimeZone(start, zone)))], '')),
			arrayPopBack(edges))                             AS pieces,
		arrayFilter((piece, before, place) -> place = 1 OR (piece.2, piece.3) != (before.2, before.3),
			pieces, arrayShiftRight(pieces, 1), arrayEnumerate(pieces)) AS kept
	FROM
	(
		SELECT
			max(day)                                             AS days,
			arrayMap(span -> (toDateTime64(span.1, 3, 'UTC'), toDateTime64(span.2, 3, 'UTC')), groupArrayArray(of_day)) AS spans
		FROM
		(
			SELECT
				arrayJoin(range(dateDiff('day', {from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}) + 1)) AS day,
				joinGet('calendar_days', 'spans', concat({calendar:String}, ' ', toString(toDate({from:DateTime64(3, 'UTC')}) + day))) AS of_day
		)
	)
)
ARRAY JOIN kept AS span, arrayShiftLeft(kept.1, 1, {to:DateTime64(3, 'UTC')}) AS next;
