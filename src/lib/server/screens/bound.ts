import type { ScreenSelf } from '#schema/screen.ts';
import { RESERVED_BOARDS } from '#schema/board-saved.ts';
import { isStoreTrouble } from '../store/file.ts';
import type { Screens } from '../screens.ts';
import type { Asking } from './cookie.ts';

/** The screen a page is for; null also while the store is in trouble: other pages go on. */
export function screenOrNull(screens: Pick<Screens, 'screenOf'>, request: Asking): ScreenSelf | null {
	try {
		return screens.screenOf(request);
	} catch (error) {
		if (isStoreTrouble(error)) return null;
		throw error;
	}
}

/** Where a screen belongs when it asks for another board than its own; null: it may stay. */
export function ownBoard(path: string, screen: ScreenSelf | null): string | null {
	const [, board] = /^\/wall\/([^/]+)\/?$/.exec(path) ?? [];
	if (!screen || board === undefined || board === screen.board || RESERVED_BOARDS.has(board)) return null;
	return `/wall/${screen.board}`;
}
