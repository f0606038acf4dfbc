import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';

/** A screen asks twice a minute: one that did within this is there. */
const HERE_S = 60;

/** When a screen was last there, in words. Both times by the server's clock. */
export function seenText(seen_at: string | null, as_of: string, screen: Pick<Screen, 'duration' | 'plain'>) {
	if (seen_at === null) return { now: false, text: m.screens_never() };
	const age_s = Math.floor((Date.parse(as_of) - Date.parse(seen_at)) / 1000);
	if (age_s < HERE_S) return { now: true, text: m.screens_now() };
	const minutes = Math.floor(age_s / 60) * 60;
	return { now: false, text: m.boards_ago({ age: screen.plain(screen.duration(minutes)) }) };
}
