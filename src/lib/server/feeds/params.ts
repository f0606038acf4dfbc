import { z } from 'zod';
import { FeedAsk } from '#schema/feed.ts';

/** What the address of a feed may ask. Anything else is refused: a misspelt filter would answer another question. */
const KNOWN = ['team', 'channel', 'limit'];

/** The feeds that are asked here. Actions and annotations have addresses of their own. */
export const ListedFeed = z.enum(['complaints', 'answers', 'staff'], {
	error: 'unknown feed; known are complaints, answers, staff (actions: /api/actions)'
});

const Params = z
	.object({
		feed: ListedFeed,
		team: FeedAsk.shape.teams,
		channel: FeedAsk.shape.channels,
		limit: z.coerce
			.number<string | undefined>({ error: 'expected a number' })
			.int('expected a whole number')
			.min(1, 'expected 1 or more')
			.max(200, 'expected at most 200')
			.default(20)
	})
	.transform(({ team, channel, ...ask }) => ({ ...ask, teams: team, channels: channel }));

/** Reads what an address asks of a feed. */
export function readFeedParams(feed: string, params: URLSearchParams) {
	const unknown = [...params.keys()].find((name) => !KNOWN.includes(name));
	if (unknown !== undefined) {
		const message = `unknown parameter; known are ${KNOWN.join(', ')}`;
		const error = new z.ZodError([{ code: 'custom', path: [unknown], message, input: unknown }]);
		return { success: false as const, error };
	}
	return Params.safeParse({
		feed,
		team: params.getAll('team'),
		channel: params.getAll('channel'),
		limit: params.get('limit') ?? undefined
	});
}
