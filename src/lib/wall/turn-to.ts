import { z } from 'zod';
import { goto, invalidate, invalidateAll, preloadData } from '$app/navigation';
import { inTime } from './in-time.ts';
import { isDone, send } from './send.ts';

/** A board is told of at once, or not at all. */
const WITHIN_MS = 3_000;

/** A browser keeps so many connections to a server. */
const CONNECTIONS = 6;

/**
 * Asks whether there is a board. Where a network was cut without a word, each connection that the browser kept from before is dead and does not know it: asked by
 * one, nothing ever comes. Giving up closes it, so the next try has another, and what is asked after a good answer goes where that came from.
 */
async function statusOf(board: string): Promise<number> {
	for (let tries = 1; ; tries++) {
		const { status } = await send(`/api/boards/${board}`, { within_ms: WITHIN_MS });
		if (status !== 0 || tries > CONNECTIONS) return status;
	}
}

const Ready = z.object({
	board: z.object({ id: z.string() }),
	seed: z.object({ answers: z.array(z.unknown()) })
});

/** What came of turning to a board. `gone`: there is none of that name; `not now`: it cannot be shown with its numbers now. */
export type Turned = 'shown' | 'gone' | 'not now';

/**
 * Shows another board without leaving the page, once it is here with its numbers: a page that cannot be reached would be the browser's own
 * error, and one without numbers says less than the old ones do.
 */
export async function turnTo(board: string, href: string): Promise<Turned> {
	const status = await statusOf(board);
	if (status === 404) return 'gone';
	if (!isDone({ status })) return 'not now';
	const loaded = await inTime(
		preloadData(href).catch(() => null),
		null
	);
	// What fails to load is answered with what the page has.
	const ready = loaded?.type === 'loaded' ? Ready.safeParse(loaded.data).data : undefined;
	if (ready?.board.id !== board || ready.seed.answers.every((answer) => answer === null)) {
		// It would be taken for the answer the next time.
		await invalidate('touchstone:none');
		return 'not now';
	}
	await goto(href, { replaceState: true, keepFocus: true });
	return 'shown';
}

/** Shows the first of these boards that there is. */
export async function turnToFirst(
	boards: readonly string[],
	hrefOf: (board: string) => string
): Promise<boolean> {
	for (const board of boards) {
		const turned = await turnTo(board, hrefOf(board));
		if (turned !== 'gone') return turned === 'shown';
	}
	return false;
}

/** Loads a board that was changed, if the server can be reached. */
export async function loadAnew(board: string) {
	if (isDone({ status: await statusOf(board) })) await invalidateAll();
}
