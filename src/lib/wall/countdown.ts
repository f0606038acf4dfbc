import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';

/** What is left until `due`, or how long it is over; ticking, so whole seconds, cut and not rounded. */
export function countdownText(due: string, now: number, screen: Screen): string {
	const left = Math.floor((Date.parse(due) - now) / 1000);
	const duration = screen.plain(screen.duration(Math.abs(left)));
	return left >= 0 ? m.wall_left({ duration }) : m.wall_over({ duration });
}
