import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { LONGEST_S } from '#schema/standards/standard.ts';
import { moment } from '../kpi/moment.ts';

/** Promises of which it is asked when they would fall due, made at the same moment. */
export const DueQuestion = z.strictObject({
	at: z.iso.datetime({
		offset: true,
		error: 'expected an RFC 3339 time with zone, such as 2026-11-20T17:00:00+08:00'
	}),
	promises: z
		.array(
			z.strictObject({
				threshold_s: z.number().positive().max(LONGEST_S),
				clock: z.enum(['calendar', 'business']),
				calendar: z.string().max(100)
			})
		)
		.min(1)
		.max(1_000)
});
export type DueQuestion = z.infer<typeof DueQuestion>;

/** The calendars as they are saved; of one that is not, nothing is known. */
const DUE = /* sql */ `
	WITH (SELECT (groupArray(id), groupArray(expanded)) FROM calendars_now) AS names
	SELECT
		touchstone_due(toDateTime64({at:DateTime64(3, 'UTC')}, 3, 'UTC'), threshold_s, clock,
			transform(calendar, names.1, names.2, calendar)) AS due
	FROM
	(
		SELECT
			place,
			{thresholds:Array(Float64)}[place] AS threshold_s,
			{clocks:Array(String)}[place]      AS clock,
			{calendars:Array(String)}[place]   AS calendar
		FROM (SELECT arrayJoin(arrayEnumerate({clocks:Array(String)})) AS place)
	)
	ORDER BY place`;

const Due = z.array(z.object({ due: z.string().nullable() }));

/** When each falls due; null where its calendar is not known. */
export async function readDue(
	clickhouse: ClickHouseClient,
	{ at, promises }: DueQuestion
): Promise<(string | null)[]> {
	const query_params = {
		at: moment(at),
		thresholds: promises.map(({ threshold_s }) => threshold_s),
		clocks: promises.map(({ clock }) => clock),
		calendars: promises.map(({ calendar }) => calendar)
	};
	const result = await clickhouse.query({ query: DUE, query_params, format: 'JSONEachRow' });
	return Due.parse(await result.json()).map(({ due }) => due);
}
