/** More names than this are not remembered: the one unused for longest is forgotten, as if it had never come. */
const NAMES = 10_000;

export type BucketOptions = {
	/** Tokens a second. */
	rate: number;
	/** The most tokens a bucket holds, and what it begins with. */
	burst: number;
	/** A clock that never goes back, ms. */
	now?: () => number;
	names?: number;
};

/** One bucket of tokens per name. A bucket may go into debt, which has to be paid off before it is free again. */
export function createBuckets({ rate, burst, now = () => performance.now(), names = NAMES }: BucketOptions) {
	const buckets = new Map<string, { tokens: number; at: number }>(); // in order of use, the longest unused first

	function refill(name: string) {
		const at = now();
		const bucket = buckets.get(name) ?? { tokens: burst, at };
		bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * rate);
		bucket.at = at;
		return bucket;
	}

	/** How long until the bucket has a whole token, ms; 0 when it has one. */
	function waitMs(name: string): number {
		const { tokens } = refill(name);
		return tokens >= 1 ? 0 : ((1 - tokens) / rate) * 1_000;
	}

	return {
		waitMs,
		/** Takes tokens out, there or not; says how long until there is one again, ms. */
		take(name: string, tokens = 1): number {
			const bucket = refill(name);
			bucket.tokens -= tokens;
			buckets.delete(name);
			buckets.set(name, bucket);
			const [oldest] = buckets.keys();
			if (buckets.size > names && oldest !== undefined) buckets.delete(oldest);
			return waitMs(name);
		}
	};
}
