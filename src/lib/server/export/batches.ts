/** Batches of rows that are read in stretches: so many rows, then so many more, of the same source. */
export type Batches<T> = {
	/** At most so many rows, in batches as they come; an unread rest stays. */
	take(most: number): AsyncGenerator<readonly T[]>;
	/** Whether there is another row. */
	more(): Promise<boolean>;
	/** Gives the source up. */
	close(): Promise<void>;
};

export function createBatches<T>(source: Iterable<readonly T[]> | AsyncIterable<readonly T[]>): Batches<T> {
	const iterator =
		Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
	let ready: readonly T[] = [];

	async function more() {
		while (ready.length === 0) {
			const { done, value } = await iterator.next();
			if (done) return false;
			ready = value;
		}
		return true;
	}

	return {
		more,
		async *take(most) {
			let left = most;
			while (left > 0 && (await more())) {
				const batch = ready.slice(0, left);
				ready = ready.slice(batch.length);
				left -= batch.length;
				yield batch;
			}
		},
		close: async () => void (await iterator.return?.())
	};
}
