import { z } from 'zod';

const Names = z.array(z.string()).nullable();

/**
 * How a source is: whoever sends events under one name. `silent_since` says that it has fallen silent, and since when; null that it has not:
 * if there is nothing new of it, nothing has happened.
 */
export const SourceState = z.object({
	source: z.string(),
	/** Name of the ingest key it last sent with; '' where that is not known any more. */
	key: z.string(),
	/** It has a WebSocket that is open and answers. Over HTTP there is none. */
	connected: z.boolean(),
	/** What it sends is of now: happened within 15 minutes of its reception. A file that is replayed is not. Only who is live falls silent. */
	live: z.boolean(),
	last_received_at: z.string(),
	silent_since: z.string().nullable(),
	/** Which teams and channels its events name; none where they name none, null where they are too many to list. */
	teams: Names,
	channels: Names
});
export type SourceState = z.infer<typeof SourceState>;

/** How what feeds the numbers is. Where ingest is away nobody can be heard: every live source is silent since then. */
export const SourcesState = z.object({
	ingest: z.enum(['up', 'away']),
	ingest_away_since: z.string().nullable(),
	sources: z.array(SourceState)
});
export type SourcesState = z.infer<typeof SourcesState>;

/** Within so long of its reception an event is of now (ms). */
export const LIVE_MS = 15 * 60_000;
/** A source of which nothing was heard for so long is forgotten (ms). */
export const FORGOTTEN_MS = 24 * 3_600_000;
/** So many sources are told of at most. */
export const MOST_SOURCES = 1_000;

const meets = (named: string[] | null, asked: readonly string[]) =>
	!named || named.length === 0 || asked.length === 0 || asked.some((name) => named.includes(name));

/** Whether a source may feed numbers of these teams and channels (empty: of all). One that names none may feed any. */
export const feedsAny = (
	{ teams, channels }: Pick<SourceState, 'teams' | 'channels'>,
	asked: { teams: readonly string[]; channels: readonly string[] }
) => meets(teams, asked.teams) && meets(channels, asked.channels);
