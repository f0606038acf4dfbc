import { z } from 'zod';
import { goto, invalidate, invalidateAll, preloadData } from '$app/navigation';
import { inTime } from './in-time.ts';
import { isDone, send } from './send.ts';

/** Nobody answered. */
const NOBODY = { status: 0 };

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
	const { status } = await inTime(send(`/api/boards/${board}`), NOBODY);
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
	if (isDone(await inTime(send(`/api/boards/${board}`), NOBODY))) await invalidateAll();
}
