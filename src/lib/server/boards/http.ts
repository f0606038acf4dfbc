import { json } from '@sveltejs/kit';
import type { z } from 'zod';
import { Board, BoardId } from '#schema/board.ts';
import { RESERVED_BOARDS, type SavedBoard } from '#schema/board-saved.ts';
import { isRecord } from '#schema/record.ts';
import { refuse } from '../http.ts';
import { readIfMatch } from '../standards/http.ts';
import type { Changed, From } from './boards.ts';

const headers = (version: number) => ({ etag: `"${version}"`, 'cache-control': 'no-store' });

/** A board as an answer: what If-Match of a later change refers to is its version. */
export const boardAnswer = (board: SavedBoard) => json(board, { headers: headers(board.version) });

export const noBoard = (id: string) => refuse('board', `there is no board ${id}`, 404);

const issueAnswer = (path: string, detail: string) => refuse(path, detail);

/** Everything that is wrong with a board; `error` is the first, as everywhere. */
function issuesAnswer({ issues }: z.ZodError) {
	const problems = issues.map(({ path, message }) => ({ path: path.join('.'), detail: message }));
	return json({ error: { reason: 'invalid', ...problems[0] }, problems }, { status: 400 });
}

/** What came of a change: the board as it stands now, 204 when it is gone, 412 when somebody else was before. */
export function changeAnswer(id: string, changed: Changed) {
	if (changed.outcome === 'nothing') return noBoard(id);
	const { board, version } = changed;
	if (changed.outcome === 'done')
		return board ? boardAnswer(board) : new Response(null, { status: 204, headers: headers(version) });
	const since = board?.saved_at
		? `was saved ${board.saved_by && `by ${board.saved_by} `}at ${board.saved_at}`
		: 'is another now';
	const detail = board
		? `the board ${since}: read it again and make your change there`
		: 'the board was deleted meanwhile: save it without If-Match to make it anew';
	return json(
		{ error: { reason: 'changed', path: 'If-Match', detail }, board },
		{ status: 412, headers: headers(version) }
	);
}

/** Which version a change was made from: `If-Match: "3"`, or `If-None-Match: *` for a board that is to be new. */
export function readFrom({ headers }: Pick<Request, 'headers'>): { from: From } | { refused: Response } {
	if (headers.get('if-none-match')?.trim() === '*') return { from: 'none' };
	const from = readIfMatch(headers.get('if-match'));
	if (from !== 'unreadable') return { from };
	return { refused: issueAnswer('If-Match', 'expected the ETag the board was read with, such as "3"') };
}

/** The board in a request's JSON, under the id of its address. */
export async function readBoard(
	request: Request,
	id: string
): Promise<{ board: Board } | { refused: Response }> {
	const named = BoardId.safeParse(id);
	if (!named.success) return { refused: issueAnswer('id', named.error.issues[0]?.message ?? 'invalid') };
	if (RESERVED_BOARDS.has(id))
		return { refused: issueAnswer('id', `/wall/${id} is another page: give the board another address`) };
	const input: unknown = await request.json().catch(() => undefined);
	if (!isRecord(input)) return { refused: issueAnswer('', 'the body is not a JSON object') };
	if (input.id !== undefined && input.id !== id)
		return { refused: issueAnswer('id', `expected ${id}, as in the address, or no id`) };
	const read = Board.safeParse({ ...input, id });
	return read.success ? { board: read.data } : { refused: issuesAnswer(read.error) };
}
