import { z } from 'zod';
import { Board } from '#schema/board.ts';
import { BoardVersions, SavedBoard } from '#schema/board-saved.ts';
import { ifMatch, isDone, send, versionOf, type Sent } from './send.ts';

/** What came of changing a board. `version`: what the next change is made from. */
export type BoardResult =
	| { outcome: 'done' | 'changed'; board: SavedBoard | null; version: number }
	| { outcome: 'failed'; detail: string };

const Changed = z.object({ board: SavedBoard.nullable() });
const address = (id: string) => `/api/boards/${encodeURIComponent(id)}`;

function resultOf(sent: Sent): BoardResult {
	const { status, body, headers, detail } = sent;
	const version = versionOf(headers);
	if (status === 412) return { outcome: 'changed', board: Changed.parse(body).board, version };
	if (!isDone(sent)) return { outcome: 'failed', detail };
	return { outcome: 'done', board: status === 204 ? null : SavedBoard.parse(body), version };
}

/** Saves a board made from a version of it; 'new': no board may have its id. */
export const saveBoard = async ({ id, name, tiles }: Board, from: number | 'new') =>
	resultOf(
		await send(address(id), {
			method: 'PUT',
			body: { name, tiles },
			headers: from === 'new' ? { 'if-none-match': '*' } : ifMatch(from)
		})
	);

/** Deletes a board, or puts it back to how it comes with the product. */
export const removeBoard = async (id: string, from: number) =>
	resultOf(await send(address(id), { method: 'DELETE', headers: ifMatch(from) }));

/** Puts back what stood before the change with this version. */
export const undoBoard = async (id: string, version: number) =>
	resultOf(await send(`${address(id)}/undo`, { method: 'POST', headers: ifMatch(version) }));

export async function readVersions(id: string) {
	const { body } = await send(`${address(id)}/versions`);
	return BoardVersions.safeParse(body).data?.versions ?? [];
}

/** A board as it was saved once; null when that cannot be read. */
export async function readVersion(id: string, version: number) {
	const { body } = await send(`${address(id)}/versions/${version}`);
	return Board.safeParse(body).data ?? null;
}
