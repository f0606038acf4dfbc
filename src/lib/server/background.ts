import { setTimeout as sleep } from 'node:timers/promises';

type Options = {
	/** How long it waits before the first turn, and between two. */
	first_ms: number;
	every_ms: number;
	onError: (error: unknown) => void;
};

/** Takes one turn after another until it is closed. A turn that is on then may be cut off: what it has not written is written the next time. */
export function inBackground(turn: () => Promise<unknown>, { first_ms, every_ms, onError }: Options) {
	const stop = new AbortController();
	void (async () => {
		for (let wait = first_ms; ; wait = every_ms) {
			await sleep(wait, undefined, { signal: stop.signal, ref: false }).catch(() => {});
			if (stop.signal.aborted) return;
			await turn().catch((error) => stop.signal.aborted || onError(error));
		}
	})();
	return { close: () => stop.abort() };
}
