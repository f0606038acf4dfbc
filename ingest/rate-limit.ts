import { createBuckets } from './token-bucket.ts';

/** A timer cannot wait for ever; looked at again after this long. */
const LONGEST_MS = 60_000;

export type RateLimitOptions = {
	/** Events a second of one key, with a burst of one second; 0 is no limit. */
	rate: number;
	/** A key has sent more than it may (true: stop reading from it), or has made up for it (false). */
	onChange: (key: string, limited: boolean) => void;
	now?: () => number;
};

/**
 * Slows each key down to its rate, without refusing an event: what has come is taken, however much, and then nothing is
 * read from that key until its rate has caught up.
 */
export function createRateLimit({ rate, onChange, now }: RateLimitOptions) {
	const buckets = createBuckets({ rate, burst: Math.max(1, rate), now });
	const waiting = new Map<string, NodeJS.Timeout>();

	function look(key: string, waitMs: number) {
		clearTimeout(waiting.get(key));
		if (waitMs > 0) {
			const timer = setTimeout(
				() => look(key, buckets.waitMs(key)),
				Math.ceil(Math.min(waitMs, LONGEST_MS))
			).unref();
			const wasFree = !waiting.has(key);
			waiting.set(key, timer);
			if (wasFree) onChange(key, true);
		} else if (waiting.delete(key)) onChange(key, false);
	}

	return {
		/** So many events of a key were taken. */
		take(key: string, events: number) {
			if (rate > 0 && events > 0) look(key, buckets.take(key, events));
		},
		/** How long a key has to wait, ms; 0 when it may send. */
		waitMs: (key: string): number => (rate > 0 ? buckets.waitMs(key) : 0)
	};
}
export type RateLimit = ReturnType<typeof createRateLimit>;
