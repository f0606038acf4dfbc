import { z } from 'zod';
import { QuarantineFilter } from '#schema/quarantine.ts';
import { readCursor } from './quarantine-rows.ts';

/** The most rows of a page. */
const MOST_ROWS = 500;

const Params = QuarantineFilter.extend({
	state: z
		.enum(QuarantineFilter.shape.state.unwrap().options, {
			error: 'expected open, replayed, dismissed or all'
		})
		.default('open'),
	limit: z.coerce
		.number({ error: 'expected a number' })
		.int('expected a whole number')
		.min(1, 'expected 1 or more')
		.max(MOST_ROWS, `expected at most ${MOST_ROWS}`)
		.default(50),
	cursor: z
		.string()
		.refine((cursor) => readCursor(cursor) !== null, 'expected the `next` of an earlier answer')
		.optional()
}).refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
	path: ['to'],
	error: 'expected a time after from'
});

const KNOWN = ['problem', 'reason', 'source', 'key', 'path', 'from', 'to', 'state', 'limit', 'cursor'];

/** What an address asks of the quarantine. An empty parameter asks nothing; an unknown one is refused. */
export function readQuarantineParams(params: URLSearchParams) {
	const said = [...params].filter(([, value]) => value !== '');
	const unknown = [...params.keys()].find((name) => !KNOWN.includes(name));
	if (unknown === undefined) return Params.safeParse(Object.fromEntries(said));
	const message = `unknown parameter; known are ${KNOWN.join(', ')}`;
	const error = new z.ZodError([{ code: 'custom', path: [unknown], message, input: unknown }]);
	return { success: false as const, error };
}
