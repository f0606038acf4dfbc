import { z } from 'zod';
import { LiveAsk } from '../../live-ask.ts';

/** What a page may ask over its live connection: all its questions at once. */
export const LiveQuestion = z.object({
	ask: z.array(LiveAsk).max(64),
	/** What the page calls these questions: how old their answers are is told under it. */
	name: z.string().max(64).default(''),
	/** Places of questions that may be answered seldom: the numbers beside, the choices of a filter. */
	calm: z.array(z.int().min(0)).max(64).default([])
});
export type LiveQuestion = z.infer<typeof LiveQuestion>;

/** Reads a page's message; null when it is not one. */
export function readLiveQuestion(text: string): LiveQuestion | null {
	try {
		return LiveQuestion.parse(JSON.parse(text));
	} catch {
		return null;
	}
}
