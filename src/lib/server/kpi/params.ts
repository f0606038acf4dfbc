import { z } from 'zod';
import { Grain, GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import { AHEAD_MS, EARLIEST } from '#schema/event.ts';

/** What the address of a KPI may ask. Anything else is refused: a misspelt filter would answer another question. */
const KNOWN = ['from', 'to', 'grain', 'by', 'team', 'channel', 'threshold_s', 'group', 'limit'];

/** The KPIs of the ledger: their items are promises, each of a metric. */
export const OF_THE_LEDGER: ReadonlySet<string> = new Set(['promises_kept', 'dpmo', 'time_to_act']);

const number = z.coerce.number<string | null>({ error: 'expected a number' });

const Params = z.object({
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
	limit: number.int().min(1).max(10_000).default(100)
});

const Question = Params.refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
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

export type KpiQuestion = z.infer<typeof Question>;

/** The address's spelling of our fields. */
export const SPELLING = { teams: 'team', channels: 'channel' };

/** A question that is refused: the field, and what was expected of it. */
export const refused = (path: string, message: string) => ({
	success: false as const,
	error: new z.ZodError([{ code: 'custom', path: [path], message, input: path }])
});

/** Reads a KPI question from an address. Without `from` or `to` it is about all there is. */
export function readParams(kpi: string, params: URLSearchParams, now: number) {
	const unknown = [...params.keys()].find((name) => !KNOWN.includes(name));
	if (unknown !== undefined) return refused(unknown, `unknown parameter; known are ${KNOWN.join(', ')}`);
	return Question.safeParse({
		kpi,
		from: params.get('from') ?? new Date(EARLIEST).toISOString(),
		to: params.get('to') ?? new Date(now + AHEAD_MS).toISOString(),
		grain: params.get('grain') ?? undefined,
		by: params.get('by') ?? undefined,
		teams: params.getAll('team'),
		channels: params.getAll('channel'),
		threshold_s: params.get('threshold_s') ?? undefined,
		group: params.get('group') ?? undefined,
		limit: params.get('limit') ?? undefined
	});
}
