import { z } from 'zod';
import { FeedAsk } from '#schema/feed.ts';

/** What the address of the action queue may ask. Anything else is refused: a misspelt filter would answer another question. */
const KNOWN = ['team', 'channel', 'limit'];

const Params = z.object({
	teams: FeedAsk.shape.teams,
	channels: FeedAsk.shape.channels,
	limit: z.coerce
		.number<string | null>({ error: 'expected a number' })
		.int('expected a whole number')
		.min(1, 'expected 1 or more')
		.max(200, 'expected at most 200')
		.default(20)
});

/** Reads what an address asks of the action queue. */
export function readActionsParams(params: URLSearchParams) {
	const unknown = [...params.keys()].find((name) => !KNOWN.includes(name));
	if (unknown !== undefined) {
		const message = `unknown parameter; known are ${KNOWN.join(', ')}`;
		const error = new z.ZodError([{ code: 'custom', path: [unknown], message, input: unknown }]);
		return { success: false as const, error };
	}
	return Params.safeParse({
		teams: params.getAll('team'),
		channels: params.getAll('channel'),
		limit: params.get('limit') ?? undefined
	});
}
