/** Reproducible randomness: the same seed gives the same draws, for ever. */
export type Random = ReturnType<typeof createRandom>;

/** FNV-1a with a final mix: well spread 32 bits for texts that differ in one digit. */
function hash(text: string, basis: number): number {
	let value = basis >>> 0;
	for (let ix = 0; ix < text.length; ix++) value = Math.imul(value ^ text.charCodeAt(ix), 0x01000193);
	value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
	return (value ^ (value >>> 16)) >>> 0;
}

/** The generator sfc32: small, fast, of good quality; no cryptography. */
function sfc32(seed: string): () => number {
	let [a, b, c, counter] = [hash(seed, 0x811c9dc5), hash(seed, 0x9e3779b9), hash(seed, 0x7f4a7c15), 1];
	return () => {
		const sum = (a + b + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = ((c << 21) | (c >>> 11)) + sum;
		return (sum >>> 0) / 2 ** 32;
	};
}

/** Draws from the distributions that service traffic is made of. Each `seed` has its own sequence. */
export function createRandom(seed: string) {
	const next = sfc32(seed);
	for (let ix = 0; ix < 8; ix++) next();

	const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

	function pick<T>(items: readonly T[]): T {
		const item = items[Math.floor(next() * items.length)];
		if (item === undefined) throw new Error('nothing to pick from');
		return item;
	}

	/** One key of a table of weights, as often as its weight says. */
	function weighted<Key extends string>(weights: readonly (readonly [Key, number])[]): Key {
		let left = next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [key, weight] of weights) if ((left -= weight) < 0) return key;
		return pick(weights)[0];
	}

	function poisson(mean: number): number {
		if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
		const limit = Math.exp(-mean);
		let count = 0;
		for (let product = next(); product > limit; product *= next()) count++;
		return count;
	}

	return {
		next,
		normal,
		pick,
		weighted,
		poisson,
		chance: (probability: number) => next() < probability,
		between: (low: number, high: number) => low + (high - low) * next(),
		int: (low: number, high: number) => low + Math.floor((high - low + 1) * next()),
		exponential: (mean: number) => -mean * Math.log(1 - next()),
		/** Median and spread: two thirds lie within a factor of e^sigma. */
		lognormal: (median: number, sigma: number) => median * Math.exp(sigma * normal())
	};
}

/** How many standard deviations above the mean leave `share` below (Winitzki's inverse error function; within 0.005). */
export function probit(share: number): number {
	const x = 2 * share - 1;
	const log = Math.log(1 - x * x);
	const half = 2 / (Math.PI * 0.147) + log / 2;
	return Math.SQRT2 * Math.sign(x) * Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
}
