import type { ScreenChange } from '#schema/screen.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { isDone, send, type Sent } from './send.ts';

/** What came of it: null when it is done; else which field was wrong, and what about it. */
export type Wrong = { field: 'code' | 'name' | 'board' | ''; words: string } | null;

const failed = ({ detail }: Sent): Wrong => ({ field: '', words: m.boards_failed({ detail }) });

/** A refusal of a pairing in the reader's words. */
function pairingWrong(sent: Sent, screen: Screen): Wrong {
	const { status, path, headers } = sent;
	if (status === 429) {
		const seconds = Number(headers.get('retry-after') ?? 60);
		const time = screen.plain(screen.duration(seconds));
		return { field: 'code', words: m.screens_code_too_many({ time }) };
	}
	if (path === 'code')
		return { field: 'code', words: status === 404 ? m.screens_code_unknown() : m.screens_code_invalid() };
	if (path === 'name') return { field: 'name', words: m.screens_name_missing() };
	return failed(sent);
}

/** Says yes to the code on a screen. */
export async function pairScreen(order: { code: string; name: string; board: string }, screen: Screen) {
	const sent = await send('/api/screens', { method: 'POST', body: order });
	return isDone(sent) ? null : pairingWrong(sent, screen);
}

const address = (id: string) => `/api/screens/${encodeURIComponent(id)}`;

export async function changeScreen(id: string, body: ScreenChange): Promise<Wrong> {
	const sent = await send(address(id), { method: 'PATCH', body });
	return isDone(sent) ? null : failed(sent);
}

/** Takes a screen's token from it; `self`: that of this browser. */
export async function revokeScreen(id: string): Promise<Wrong> {
	const sent = await send(address(id), { method: 'DELETE' });
	return isDone(sent) ? null : failed(sent);
}
