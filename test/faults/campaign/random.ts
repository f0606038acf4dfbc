/** A seeded source of chance (mulberry32): the same seed gives the same campaign. */
export function createRandom(seed: number) {
	let state = seed >>> 0;
	function next(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}
	const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		chance: (share: number) => next() < share,
		/** A whole number from `low` to `high`, both included. */
		whole,
		pick<T>(list: readonly T[]): T {
			const picked = list[whole(0, list.length - 1)];
			if (picked === undefined) throw new Error('nothing to pick from');
			return picked;
		},
		/** Mostly small, now and then very large: `middle` is the median. */
		skewed: (middle: number) => middle * Math.exp(1.2 * (next() + next() + next() - 1.5))
	};
}
export type Random = ReturnType<typeof createRandom>;
