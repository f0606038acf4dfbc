import { z } from 'zod';
import { BoardId } from './board.ts';

/** Letters and digits that nobody takes for one another: no 0 and O, no 1 and I. 2^30 codes of six. */
export const CODE_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
export const CODE_LENGTH = 6;

/** A code as people type it: in small letters, with spaces or hyphens, as they like. */
export const ScreenCode = z
	.string()
	.transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
	.refine(
		(code) => new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`).test(code),
		`expected the ${CODE_LENGTH} letters and digits that stand on the screen`
	);

export const ScreenName = z
	.string()
	.trim()
	.min(1, 'expected a name, such as where the screen hangs')
	.max(80, 'expected at most 80 characters');

/** A manager's yes to a code: POST /api/screens. */
export const PairOrder = z.object({ code: ScreenCode, name: ScreenName, board: BoardId });
export type PairOrder = z.infer<typeof PairOrder>;

/** PATCH /api/screens/ID. */
export const ScreenChange = z.object({ name: ScreenName.optional(), board: BoardId.optional() });
export type ScreenChange = z.infer<typeof ScreenChange>;

/** A screen that was paired. */
export const Screen = z.object({
	id: z.string(),
	name: z.string(),
	board: BoardId,
	paired_at: z.string(),
	paired_by: z.string(),
	/** When it last asked for anything; null: it has not fetched its token yet. */
	seen_at: z.string().nullable()
});
export type Screen = z.infer<typeof Screen>;

/** The answer to GET /api/screens. `as_of`: the server's clock. */
export const ScreenList = z.object({ as_of: z.string(), screens: z.array(Screen) });

/** What a screen is told of itself. */
export const ScreenSelf = z.object({ id: z.string(), name: z.string(), board: BoardId });
export type ScreenSelf = z.infer<typeof ScreenSelf>;

/** The answer to GET /api/screens/self. `version`: of its board, as that stands now; null: there is none any more. */
export const ScreenNow = ScreenSelf.extend({ version: z.int().nullable() });
export type ScreenNow = z.infer<typeof ScreenNow>;

/** The code a screen shows; `left_s`: how long it is valid still. */
export const CodeShown = z.object({ code: z.string(), left_s: z.number() });
export type CodeShown = z.infer<typeof CodeShown>;

/** What became of the code a screen shows. */
export const CodeState = z.discriminatedUnion('state', [
	z.object({ state: z.literal('waiting'), left_s: z.number() }),
	z.object({ state: z.literal('paired'), screen: ScreenSelf })
]);
