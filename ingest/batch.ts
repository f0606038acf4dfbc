export type BatchOptions<T> = {
	/** So many items are handed on at once, at most. */
	size: number;
	/** So long after the first item they are handed on, however few. */
	ms: number;
	flush: (items: T[]) => Promise<void>;
	/** A flush failed: these items went nowhere. */
	onError: (error: unknown, items: T[]) => void;
};

type Waiter = { until: number; resolve: () => void; reject: (error: unknown) => void };

/**
 * Collects items and hands them on together, one flush after another, so that they keep their order. While a flush takes
 * long, the next ones grow towards `size`.
 */
export function createBatch<T>({ size, ms, flush, onError }: BatchOptions<T>) {
	const items: T[] = [];
	let added = 0;
	let done = 0;
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<void> | undefined;
	const waiting: Waiter[] = []; // `until` never falls

	function settle() {
		let settled = 0;
		for (const { until, resolve } of waiting) {
			if (until > done) break;
			resolve();
			settled++;
		}
		waiting.splice(0, settled);
	}

	async function handOn() {
		const some = items.splice(0, size);
		try {
			await flush(some);
		} catch (error) {
			onError(error, some);
			// Whoever waits now waits for these too, or for something behind them: nobody may be told all went well.
			for (const { reject } of waiting.splice(0)) reject(error);
		}
		done += some.length;
		settle();
	}

	async function run(all: boolean) {
		clearTimeout(timer);
		timer = undefined;
		do await handOn();
		while (items.length >= size || (all && items.length > 0));
		running = undefined;
		if (items.length > 0) arm();
	}

	const start = (all = false) => (running ??= run(all));

	function arm() {
		if (items.length >= size) void start();
		else timer ??= setTimeout(start, ms);
	}

	return {
		add(item: T) {
			items.push(item);
			added++;
			if (!running) arm();
		},
		/** Resolves when everything added so far is handed on; rejects when a part of it could not be. */
		flushed: (): Promise<void> =>
			done >= added
				? Promise.resolve()
				: new Promise((resolve, reject) => waiting.push({ until: added, resolve, reject })),
		/** Hands on what is left, without waiting for more; resolves when all is handed on or has failed. */
		async close() {
			while (items.length > 0 || running) await start(true);
		},
		/** How many items are not yet handed on. */
		get pending() {
			return added - done;
		}
	};
}
