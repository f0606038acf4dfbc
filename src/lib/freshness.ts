import { z } from 'zod';

const ms = z.number();

/** What waits in ingest to be stored. `as_of`: when ingest was asked; `oldest_at`: when the oldest that waits was taken in, null while nothing does. */
export const SpoolState = z.object({ as_of: ms, oldest_at: ms.nullable() });
export type SpoolState = z.infer<typeof SpoolState>;

/**
 * How old the answers of a page are. Times are ms by the server's clock. Told once a second, so that the age of a number is its own and not
 * that of what last came in.
 */
export const Freshness = z.object({
	/** Which questions this is about: the name the page gave them. */
	name: z.string(),
	/** The server's clock when it looked for new data. */
	as_of: ms,
	/** When new data were last found. */
	changed_at: ms,
	/** When each question was last answered, also if the answer was the same; null: not yet. */
	answered_at: z.array(ms.nullable()),
	/** Null where ingest cannot be asked; missing until it was. */
	spool: SpoolState.nullable().optional()
});
export type Freshness = z.infer<typeof Freshness>;
