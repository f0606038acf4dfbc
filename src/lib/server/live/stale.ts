import type { LiveAsk } from '../../live-ask.ts';
import { subjectOf } from '../../live-ask.ts';

const MINUTE_MS = 60_000;

/**
 * How long an answer stands while nothing comes in: time alone breaks promises. What is to be acted upon changes by the second, who waits and
 * what falls due soon after, all else by the windows of days.
 */
const STANDS_MS: Record<string, number> = {
	actions: 5_000,
	...{ waiting_now: 15_000, service_level: 15_000, promises_kept: 15_000, complaints: 15_000, staff: 15_000 }
};

export const staleOf = (ask: LiveAsk): number => STANDS_MS[subjectOf(ask)] ?? MINUTE_MS;
