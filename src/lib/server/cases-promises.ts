import { z } from 'zod';
import { Flag } from '#schema/row.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { moment } from './kpi/moment.ts';

/** The case's rows of the ledger, judged by the clock. `until`: to where its time is counted: done, or due, or now. */
const PROMISES = /* sql */ `
	WITH (SELECT (groupArray(expanded), groupArray(id), groupArray(name), groupArray(toString(zone))) FROM calendars_now) AS known
	SELECT
		promise_id,
		metric,
		multiIf({as_of:DateTime64(3, 'UTC')} <= due_at, 'running', kept = 1, 'kept', 'broken') AS state,
		made_at,
		due_at,
		done_at,
		said_broken_at,
		if(state = 'broken', breach_at, NULL)                                 AS breach_at,
		coalesce(done_at, least(due_at, {as_of:DateTime64(3, 'UTC')}))        AS until,
		touchstone_elapsed_s(made_at, greatest(made_at, until), clock, calendar) AS elapsed_s,
		touchstone_elapsed_s(until, due_at, clock, calendar)                     AS spare_s,
		threshold_s,
		clock,
		calendar                                                              AS expanded,
		transform(calendar, known.1, known.2, calendar)                       AS calendar_id,
		transform(calendar, known.1, known.3, '')                             AS calendar_name,
		transform(calendar, known.1, known.4, '')                             AS zone,
		owner
	FROM promises_of(cases = [{case_id:String}])
	WHERE due_at IS NOT NULL
	ORDER BY due_at, made_at, metric, promise_id`;

const SPANS = /* sql */ `
	SELECT began_at, ended_at, counted = 1 AS counted, reason, holiday, seconds
	FROM business_spans(calendar = {calendar:String}, from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')})
	ORDER BY began_at`;

/** A stretch of business time, counted or skipped and why: hours (closed then), day (closed all day), holiday. */
export const ClockSpan = z.object({
	began_at: z.string(),
	ended_at: z.string(),
	counted: Flag,
	reason: z.enum(['open', 'hours', 'day', 'holiday']),
	/** The name of the holiday. */
	holiday: z.string(),
	seconds: z.number()
});
export type ClockSpan = z.infer<typeof ClockSpan>;

const Row = z.object({
	promise_id: z.string(),
	metric: z.string(),
	state: z.enum(['kept', 'broken', 'running']),
	made_at: z.string(),
	due_at: z.string(),
	done_at: z.string().nullable(),
	said_broken_at: z.string().nullable(),
	breach_at: z.string().nullable(),
	until: z.string(),
	/** Seconds from made to `until`, by the clock of the promise. */
	elapsed_s: z.number().nullable(),
	/** Seconds from `until` to due, by its clock: what was to spare or is left; below 0: how late it was. */
	spare_s: z.number().nullable(),
	threshold_s: z.number().nullable(),
	clock: z.enum(['calendar', 'business']),
	expanded: z.string(),
	calendar_id: z.string(),
	calendar_name: z.string(),
	zone: z.string(),
	owner: z.string()
});

/** A promise of a case; by the business clock with the spans that counted and that were skipped. */
export type CasePromise = Omit<z.infer<typeof Row>, 'expanded' | 'calendar_id' | 'calendar_name'> & {
	calendar: string;
	calendar_name: string;
	spans: ClockSpan[];
};

type Asking = { case_id: string; now: number };

/** Every promise made in a case, in order of due time. */
export async function readPromises(clickhouse: ClickHouseClient, { case_id, now }: Asking) {
	const ask = async <Shape extends z.ZodType>(
		query: string,
		query_params: Record<string, unknown>,
		row: Shape
	) => {
		const result = await clickhouse.query({ query, query_params, format: 'JSONEachRow' });
		return z.array(row).parse(await result.json());
	};
	const explain = async ({
		expanded,
		calendar_id,
		...promise
	}: z.infer<typeof Row>): Promise<CasePromise> => {
		const { clock, made_at, until } = promise;
		const period = { calendar: expanded, from: moment(made_at), to: moment(until) };
		const explained = clock === 'business' && period.from < period.to;
		return {
			...promise,
			calendar: calendar_id,
			spans: explained ? await ask(SPANS, period, ClockSpan) : []
		};
	};
	const rows = await ask(PROMISES, { case_id, as_of: moment(now) }, Row);
	return Promise.all(rows.map(explain));
}
