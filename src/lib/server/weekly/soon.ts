import { setTimeout as sleep } from 'node:timers/promises';

/** What a promise brings, if it does so in time; else the promise, to be waited for later. */
export async function soon<T>(promise: Promise<T>, ms: number): Promise<T | { later: Promise<T> }> {
	const waiting = new AbortController();
	const late = sleep(ms, undefined, { signal: waiting.signal }).then(() => ({ later: promise }));
	late.catch(() => {}); // no longer waited for
	try {
		return await Promise.race([promise, late]);
	} finally {
		waiting.abort();
	}
}
