import { z } from 'zod';
import { AHEAD_MS, EARLIEST } from '#schema/event.ts';
import { GroupBy, KpiAsk } from '#schema/kpi.ts';
import { isMetric, METRICS } from '#schema/standards/standard.ts';
import { AsOf, refused, thresholdOf } from '../kpi/params.ts';
import { ALL, conditionOf, FIGURES, isBehind, type Behind } from './figures.ts';
import { WITH_METRIC, WITH_REASON } from './items.ts';

/** What the address of every list may ask. Anything else is refused: a misspelt filter would answer another question. */
const KNOWN = [
	...['from', 'to', 'by', 'group', 'team', 'channel'],
	...['figure', 'as_of', 'sort', 'limit', 'offset']
];

const Name = z.string().max(200, 'expected at most 200 characters');
const whole = z.coerce.number<string | null>({ error: 'expected a number' }).int('expected a whole number');
const oneOf = (options: readonly string[]) => ({ error: `expected one of ${options.join(', ')}` });

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** How rows may be sorted: those that broke it first, the newest, the oldest, what took longest. */
export const SORTS = ['outcome', 'newest', 'oldest', 'longest'] as const;

/** At most so many rows of a list are given at once. */
export const MOST = 100_000;

const Params = (now: number) =>
	z
		.object({
			from: KpiAsk.shape.from,
			to: KpiAsk.shape.to,
			teams: KpiAsk.shape.teams,
			channels: KpiAsk.shape.channels,
			threshold_s: KpiAsk.shape.threshold_s,
			by: z.enum(GroupBy.options, oneOf(GroupBy.options)).optional(),
			group: Name.optional(),
			figure: z.string(),
			metric: z
				.string()
				.refine(isMetric, `expected one of ${METRICS.join(', ')}, or promise:KIND`)
				.optional(),
			/** Only complaints for one of these reasons; none of those. */
			reasons: z.array(Name).max(100),
			other_than: z.array(Name).max(100),
			/** Whom a promise between departments was made to. */
			from_team: Name.optional(),
			/** The clock by which windows have passed, in ms: that of the number. */
			as_of: AsOf(now),
			sort: z.enum(SORTS, oneOf(SORTS)).default('outcome'),
			limit: whole.min(1, 'expected 1 or more').max(MOST, `expected at most ${MOST}`).default(100),
			offset: whole.min(0, 'expected 0 or more').default(0)
		})
		.refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
			path: ['to'],
			error: 'expected a time after from'
		})
		.refine(({ by, group }) => group === undefined || by !== undefined, {
			path: ['by'],
			error: 'expected what to group by, with group'
		})
		.refine(({ by, group }) => by === undefined || group !== undefined, {
			path: ['group'],
			error: 'expected which group, with by'
		});

/** A list asked for: which rows, in which order. Times are RFC 3339, `from <= t < to`; `as_of` in ms. */
export type BehindQuestion = z.output<ReturnType<typeof Params>> & { list: Behind };

const knownOf = (list: Behind) => [
	...KNOWN,
	...thresholdOf(list),
	...(WITH_METRIC.has(list) ? ['metric'] : []),
	...(WITH_REASON.has(list) ? ['reason', 'other_than'] : []),
	...(list === 'handovers' ? ['from_team'] : [])
];

/** The address's spelling of our fields. */
export const SPELLING = { teams: 'team', channels: 'channel', reasons: 'reason' };

const STAFF = 'answers of staff are never listed one by one: nobody is to be recognised by them';

/** Reads what an address asks of a list. Without `from` or `to` it is about all there is, as of now. */
export function readBehind(list: string, params: URLSearchParams, now: number) {
	if (!isBehind(list))
		return refused(
			'list',
			list === 'staff_satisfaction' ? STAFF : `expected one of ${Object.keys(FIGURES).join(', ')}`
		);
	const known = knownOf(list);
	const unknown = [...params.keys()].find((name) => !known.includes(name));
	if (unknown !== undefined) return refused(unknown, `unknown parameter; known are ${known.join(', ')}`);
	const said = (name: string) => params.get(name) ?? undefined;
	const figure = said('figure') ?? ALL;
	if (conditionOf(list, figure) === undefined)
		return refused('figure', `expected one of ${[ALL, ...Object.keys(FIGURES[list])].join(', ')}`);
	const read = Params(now).safeParse({
		from: said('from') ?? new Date(EARLIEST).toISOString(),
		to: said('to') ?? new Date(now + AHEAD_MS).toISOString(),
		teams: params.getAll('team'),
		channels: params.getAll('channel'),
		...{ threshold_s: numberOf(said('threshold_s')), by: said('by'), group: said('group') },
		...{ figure, metric: said('metric'), from_team: said('from_team') },
		...{ reasons: params.getAll('reason'), other_than: params.getAll('other_than') },
		...{ as_of: said('as_of') ?? now, sort: said('sort'), limit: said('limit'), offset: said('offset') }
	});
	if (!read.success) return read;
	return { ...read, data: { ...read.data, list } };
}
