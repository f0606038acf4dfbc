import { z } from 'zod';
import { LEAK } from './process.ts';

const Rejected = z.object({
	index: z.int(),
	reason: z.string(),
	path: z.string(),
	detail: z.string().min(1)
});

/** The answer to a frame or a request with events, as the contract has it. */
const Answer = z.object({
	ack: z.int().min(0),
	accepted: z.int().min(0),
	duplicates: z.int().min(0),
	rejected: z.array(Rejected),
	credit: z.int().min(1_000)
});
export type Answer = z.infer<typeof Answer>;

/** Words about one event are for people: a page of them is an echo of what came in. */
const MOST_WORDS = 1_200;

/** Reads an answer, and looks into it for what must never be there. Throws saying what is wrong with it. */
export function readAnswer(message: unknown): Answer {
	const parsed = Answer.safeParse(message);
	if (!parsed.success) throw new Error(`no answer to events: ${JSON.stringify(message)?.slice(0, 300)}`);
	for (const { path, detail } of parsed.data.rejected) {
		if (LEAK.test(detail)) throw new Error(`tells of its inside: ${detail}`);
		if (path.length + detail.length > MOST_WORDS)
			throw new Error(`echoes ${path.length + detail.length} characters`);
	}
	return parsed.data;
}
