import { z } from 'zod';
import { Grain, GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import { AHEAD_MS, EARLIEST } from '#schema/event.ts';
import { tooLong } from './range.ts';

/** What every address of a KPI may ask. */
const COMMON = ['from', 'to', 'by', 'team', 'channel', 'as_of'];

/** The KPIs that can be asked what would be if the promise were another one. */
export const WITH_THRESHOLD: ReadonlySet<string> = new Set(['service_level', 'first_response']);

/** What an address of this KPI, or of its list, may ask besides. */
export const thresholdOf = (kpi: string) => (WITH_THRESHOLD.has(kpi) ? ['threshold_s'] : []);

/** What to ask instead of what is asked by mistake. */
const INSTEAD: Record<string, string> = {
	group: 'one group is asked of /lens and /cases; rows are of all groups: expected by alone',
	limit: 'rows are all given; cases are limited: ask /cases',
	threshold_s: `only ${[...WITH_THRESHOLD].join(' and ')} can be asked with another promise`,
	grain: 'a lens is about the whole range: expected from and to instead'
};

/** The KPIs of the ledger: their items are promises, each of a metric. */
export const OF_THE_LEDGER: ReadonlySet<string> = new Set(['promises_kept', 'dpmo', 'time_to_act']);

const number = z.coerce.number<string | null>({ error: 'expected a number' });

/** The clock by which windows have passed, in ms: that of a number that was shown before; else now. */
export const AsOf = (now: number) =>
	z
		.union([KpiAsk.shape.to.transform((time) => Date.parse(time)), z.number()], {
			error: 'expected an RFC 3339 time with zone, such as 2026-11-21T00:00:00+08:00'
		})
		.refine((time) => time <= now + AHEAD_MS, 'expected a time that has come');

const Params = (now: number) =>
	z.object({
		kpi: KpiId,
		from: KpiAsk.shape.from,
		to: KpiAsk.shape.to,
		grain: z.enum(Grain.options, { error: `expected one of ${Grain.options.join(', ')}` }).default('total'),
		by: z.enum(GroupBy.options, { error: `expected one of ${GroupBy.options.join(', ')}` }).optional(),
		teams: KpiAsk.shape.teams,
		channels: KpiAsk.shape.channels,
		threshold_s: number
			.positive('expected seconds above 0')
			.max(366 * 86_400, 'expected at most a year')
			.optional(),
		group: z.string().optional(),
		as_of: AsOf(now)
	});

const Question = (now: number) =>
	Params(now)
		.refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
			path: ['to'],
			error: 'expected a time after from'
		})
		.refine(({ by, group }) => group === undefined || by !== undefined, {
			path: ['by'],
			error: 'expected what to group by, with group'
		})
		.refine(({ kpi, by }) => kpi !== 'staff_satisfaction' || by !== 'agent', {
			path: ['by'],
			error: 'staff satisfaction is never shown by person: expected one of team, channel, tier, topic'
		});

/** The address's spelling of our fields. */
export const SPELLING = { teams: 'team', channels: 'channel' };

/** A question that is refused: the field, and what was expected of it. */
export const refused = (path: string, message: string) => ({
	success: false as const,
	error: new z.ZodError([{ code: 'custom', path: [path], message, input: path }])
});

/** Reads a question from an address that may ask only what is `known`: a misspelt filter would answer another question. */
function read(kpi: string, params: URLSearchParams, now: number, known: readonly string[]) {
	const unknown = [...params.keys()].find((name) => !known.includes(name));
	if (unknown !== undefined)
		return refused(unknown, INSTEAD[unknown] ?? `unknown parameter; known are ${known.join(', ')}`);
	const said = (name: string) => params.get(name) ?? undefined;
	return Question(now).safeParse({
		kpi,
		from: said('from') ?? new Date(EARLIEST).toISOString(),
		to: said('to') ?? new Date(now + AHEAD_MS).toISOString(),
		...{ grain: said('grain'), by: said('by'), group: said('group') },
		teams: params.getAll('team'),
		channels: params.getAll('channel'),
		...{ threshold_s: said('threshold_s'), as_of: said('as_of') ?? now }
	});
}

/** Reads a question about a KPI's rows. Without `from` or `to` it is about all there is, as of now. */
export function readParams(kpi: string, params: URLSearchParams, now: number) {
	const asked = read(kpi, params, now, [...COMMON, 'grain', ...thresholdOf(kpi)]);
	const long = asked.success ? tooLong(asked.data) : undefined;
	return long === undefined ? asked : refused(params.has('from') ? 'to' : 'from', long);
}

/** Reads a question about one number: the KPI's, or that of one group. */
export function readLensParams(kpi: string, params: URLSearchParams, now: number) {
	const asked = read(kpi, params, now, [...COMMON, 'group', ...thresholdOf(kpi)]);
	if (asked.success && asked.data.by !== undefined && asked.data.group === undefined)
		return refused('group', 'a lens opens one number: expected which group, with by');
	return asked;
}
