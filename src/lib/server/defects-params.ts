import { z } from 'zod';
import { DefectAsk, DefectKind } from '#schema/defect.ts';
import { AHEAD_MS, EARLIEST } from '#schema/event.ts';
import { Grain, GroupBy } from '#schema/kpi.ts';

/** What the address may ask. Anything else is refused: a misspelt filter would answer another question. */
const KNOWN = ['from', 'to', 'kind', 'source', 'by', 'grain', 'team', 'channel', 'limit'];

const oneOf = (options: readonly string[]) => ({ error: `expected one of ${options.join(', ')}` });

const Params = DefectAsk.extend({
	kind: z.enum(DefectKind.options, oneOf(DefectKind.options)).optional(),
	by: z.enum(GroupBy.options, oneOf(GroupBy.options)).optional(),
	grain: z.enum(Grain.options, oneOf(Grain.options)).default('total'),
	/** Of the steps themselves, so many. */
	limit: z.coerce
		.number<string | null>({ error: 'expected a number' })
		.int('expected a whole number')
		.min(1, 'expected 1 or more')
		.max(10_000, 'expected at most 10000')
		.default(100)
}).refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
	path: ['to'],
	error: 'expected a time after from'
});

/** Reads what an address asks of the defects. Without `from` or `to` it is about all there is. */
export function readDefectParams(params: URLSearchParams, now: number) {
	const unknown = [...params.keys()].find((name) => !KNOWN.includes(name));
	if (unknown !== undefined) {
		const message = `unknown parameter; known are ${KNOWN.join(', ')}`;
		const error = new z.ZodError([{ code: 'custom', path: [unknown], message, input: unknown }]);
		return { success: false as const, error };
	}
	const said = (name: string) => params.get(name) ?? undefined;
	return Params.safeParse({
		from: said('from') ?? new Date(EARLIEST).toISOString(),
		to: said('to') ?? new Date(now + AHEAD_MS).toISOString(),
		teams: params.getAll('team'),
		channels: params.getAll('channel'),
		kind: said('kind'),
		source: said('source'),
		by: said('by'),
		grain: said('grain'),
		limit: said('limit')
	});
}
