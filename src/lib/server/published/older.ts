import { z } from 'zod';
import { addDays, dateIn, mondayOf, startOfDate } from '../../zone.ts';
import { moment } from '../kpi/moment.ts';
import type { Publishing } from './publish.ts';
import { WEEKS } from './weeks.ts';

/** So many older weeks to which something came in are compared at a time; those that are left, the next time. */
const MOST = 26;
/** Of the others so many, those first that have waited longest: what no event tells of is found too, sooner or later. */
const BESIDES = 2;
/** Events may have waited for ClickHouse for so long after ingest took them, and still be seen at once. */
const OVERLAP_MS = 3_600_000;

const LOOKED = /* sql */ `
	SELECT
		(SELECT max(looked_at) FROM published_checks WHERE zone = {zone:String}) AS looked,
		(SELECT max(saved_at) FROM standards_files) > looked                     AS ruled`;

// What bears on which weeks: on a case's own steps, and promises made then; on other cases of a customer as long before as they wait for them.
const TOUCHED = /* sql */ `
	WITH came AS
	(
		SELECT case_id, type, kind, time
		FROM events
		PREWHERE received_at > {since:DateTime64(3, 'UTC')}
	)
	SELECT DISTINCT toMonday(at, {zone:String}) AS week
	FROM
	(
		SELECT arrayJoin(arrayConcat(
			arrayMap(time -> time + INTERVAL 7 DAY, steps.time),
			steps.time,
			arrayMap(due -> assumeNotNull(due), arrayFilter(due -> due IS NOT NULL, steps.due)))) AS at
		FROM cases
		WHERE first_time < {first:DateTime64(3, 'UTC')}
			AND case_id IN (SELECT case_id FROM came WHERE case_id != '')
		UNION ALL
		SELECT arrayJoin(arrayMap(
			weeks -> time + toIntervalDay(7 * (1 - weeks)),
			range(if(startsWith(type, 'customer.') OR kind = 'complaint', 15, 3)))) AS at
		FROM came
		WHERE time < {first:DateTime64(3, 'UTC')} + INTERVAL 13 WEEK
	)
	WHERE at < {first:DateTime64(3, 'UTC')} AND at >= toDateTime64('1990-01-01 00:00:00', 3, 'UTC')`;

const NOTE = (weeks: string) => /* sql */ `
	INSERT INTO published_checks (zone, week, touched_at, looked_at)
	SELECT {zone:String}, week, touched_at, {now:DateTime64(3, 'UTC')}
	FROM
	(
		SELECT DISTINCT week, {now:DateTime64(3, 'UTC')} AS touched_at
		FROM published
		WHERE zone = {zone:String} AND by = '' AND week < {first_week:Date} AND ${weeks}
		UNION ALL
		SELECT {first_week:Date}, toDateTime64(0, 3, 'UTC')
	)`;

const NEXT = /* sql */ `
	WITH checks AS
	(
		SELECT week, max(touched_at) AS touched, max(checked_at) AS checked
		FROM published_checks
		WHERE zone = {zone:String}
		GROUP BY week
	)
	SELECT toString(week) AS week
	FROM
	(
		SELECT
			week,
			checks.touched > checks.checked AS is_touched,
			row_number() OVER (PARTITION BY is_touched ORDER BY checks.checked, week DESC) AS place
		FROM (SELECT DISTINCT week FROM published WHERE zone = {zone:String} AND by = '' AND week < {first_week:Date}) AS old
		LEFT JOIN checks USING (week)
	)
	WHERE place <= if(is_touched, {most:UInt32}, {besides:UInt32})
	ORDER BY week`;

const Looked = z.object({ looked: z.string(), ruled: z.coerce.boolean() });
const Weeks = z.array(z.object({ week: z.iso.date() }));

/** The Monday of the first of the weeks that are compared every time. */
export const firstWeek = ({ now, zone }: Pick<Publishing, 'now' | 'zone'>) =>
	addDays(mondayOf(dateIn(now, zone)), -7 * WEEKS);

/** Notes to which of the older published weeks something came in since it last looked: all of them, if it never has or other standards hold. */
async function noteTouched(publishing: Publishing): Promise<void> {
	const { clickhouse, zone, now } = publishing;
	const first_week = firstWeek(publishing);
	const asked = await clickhouse.query({ query: LOOKED, query_params: { zone }, format: 'JSONEachRow' });
	const { looked, ruled } = Looked.parse((await asked.json())[0]);
	const looked_ms = Date.parse(looked);
	const query_params = {
		...{ zone, first_week, now: moment(now) },
		first: moment(startOfDate(first_week, zone)),
		since: moment(Math.max(0, looked_ms - OVERLAP_MS))
	};
	const weeks = ruled || looked_ms === 0 ? 'true' : `week IN (${TOUCHED})`;
	await clickhouse.command({ query: NOTE(weeks), query_params });
}

/** The older published weeks (their Mondays) that are to be compared now: never more than so many, however many are published. */
export async function olderWeeks(publishing: Publishing): Promise<string[]> {
	await noteTouched(publishing);
	const { clickhouse, zone } = publishing;
	const query_params = { zone, first_week: firstWeek(publishing), most: MOST, besides: BESIDES };
	const found = await clickhouse.query({ query: NEXT, query_params, format: 'JSONEachRow' });
	return Weeks.parse(await found.json()).map(({ week }) => week);
}

/** Remembers that all figures of a week were compared. */
export const noteChecked = ({ clickhouse, zone, now }: Publishing, week: string) =>
	clickhouse.insert({
		table: 'published_checks',
		values: [{ zone, week, checked_at: moment(now) }],
		format: 'JSONEachRow'
	});
