import { z } from 'zod';
import { Flag } from '#schema/row.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { readPromises, type CasePromise } from './cases-promises.ts';

const EVENTS = /* sql */ `
	SELECT *
	FROM (SELECT * FROM events WHERE case_id = {case_id:String} ORDER BY time, received_at LIMIT 1 BY source, id)
	ORDER BY time, id`;

const CASE = /* sql */ `
	SELECT
		case_id,
		simulated = 1                                     AS simulated,
		if(opened = 0, '', steps[opened].kind)            AS kind,
		if(opened = 0, '', steps[opened].reason)          AS reason,
		if(opened = 0, NULL, times[opened])               AS opened_at,
		teams[-1]                                         AS team,
		agents[-1]                                        AS agent,
		channels[-1]                                      AS channel,
		customers[-1]                                     AS customer,
		tiers[-1]                                         AS tier,
		topics[-1]                                        AS topic,
		priorities[-1]                                    AS priority
	FROM steps_of(cases = [{case_id:String}])`;

const FIRST_RESPONSES = /* sql */ `
	SELECT
		basis_at,
		dateDiff('millisecond', basis_at, replied_at) / 1000                        AS response_s,
		standard.threshold_s                                                        AS threshold_s,
		replied_at <= touchstone_due(basis_at, threshold_s, standard.clock, standard.calendar) AS kept,
		if(standard.clock = 'business', 'business', 'calendar')                     AS clock,
		abandoned = 1                                                               AS abandoned,
		ended_at IS NULL                                                            AS waiting
	FROM responses(from = '1990-01-01 00:00:00', to = '2100-01-01 00:00:00', teams = [], channels = [])
	WHERE case_id = {case_id:String}
	ORDER BY basis_at`;

/** A case as it stands: the dimensions as of its latest event. */
const Case = z.object({
	case_id: z.string(),
	simulated: Flag,
	kind: z.string(),
	reason: z.string(),
	opened_at: z.string().nullable(),
	team: z.string(),
	agent: z.string(),
	channel: z.string(),
	customer: z.string(),
	tier: z.string(),
	topic: z.string(),
	priority: z.string()
});

/** One event of a case: its time and type, and whatever else it says. */
const CaseEvent = z.looseObject({ source: z.string(), id: z.string(), type: z.string(), time: z.string() });
export type CaseEvent = z.infer<typeof CaseEvent>;

/** What was promised at each opening and reopening, and what came of it. */
const Response = z.object({
	basis_at: z.string(),
	response_s: z.number().nullable(),
	threshold_s: z.number().nullable(),
	clock: z.enum(['calendar', 'business']),
	/** Null without a reply or a promise. */
	kept: Flag.nullable(),
	abandoned: Flag,
	waiting: Flag
});

export type CaseFile = z.infer<typeof Case> & {
	responses: z.infer<typeof Response>[];
	promises: CasePromise[];
	events: CaseEvent[];
};

/** An event without what it does not say: empty fields carry nothing. */
const said = (event: Record<string, unknown>) =>
	Object.fromEntries(
		Object.entries(event).filter(([name, value]) => !isEmpty(value) && !isUsual(name, value))
	);
const isEmpty = (value: unknown) =>
	value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
const isUsual = (name: string, value: unknown) =>
	name === 'simulated' || (name === 'wait_known' && value === true);

/** A case with everything that happened in it and was promised, as of `now`; null when no event of it is known. */
export async function readCase(
	clickhouse: ClickHouseClient,
	case_id: string,
	now = Date.now()
): Promise<CaseFile | null> {
	const ask = async <Row extends z.ZodType>(query: string, row: Row) => {
		const result = await clickhouse.query({ query, query_params: { case_id }, format: 'JSONEachRow' });
		return z.array(row).parse(await result.json());
	};
	const events = await ask(EVENTS, CaseEvent);
	if (events.length === 0) return null;
	const [cases, responses, promises] = await Promise.all([
		ask(CASE, Case),
		ask(FIRST_RESPONSES, Response),
		readPromises(clickhouse, { case_id, now })
	]);
	const [found] = cases;
	return found
		? { ...found, responses, promises, events: events.map((event) => CaseEvent.parse(said(event))) }
		: null;
}
