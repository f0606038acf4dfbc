/** Who does something too often has to wait. */
export type Throttle = {
	/** How long an address has to wait before the next try, seconds; 0: it need not. */
	wait(address: string): number;
	/** Notes what may not be done too often: a wrong guess. */
	note(address: string): void;
};

type Options = { perAddress: number; overall: number; windowMs: number; now: () => number };

/** Counts what was noted in the last `windowMs`, per address and of all together. */
export function createThrottle({ perAddress, overall, windowMs, now }: Options): Throttle {
	/** Never longer than `overall`: beyond that everybody waits. */
	let noted: { address: string; at: number }[] = [];

	/** When enough of these are so old that there are fewer than `most`. */
	const waitFor = (of: { at: number }[], most: number) => {
		const oldest = of[of.length - most];
		return oldest ? Math.max(1, Math.ceil((oldest.at + windowMs - now()) / 1000)) : 0;
	};

	return {
		wait(address) {
			noted = noted.filter(({ at }) => at > now() - windowMs);
			const own = noted.filter((one) => one.address === address);
			return Math.max(waitFor(own, perAddress), waitFor(noted, overall));
		},
		note(address) {
			noted = [...noted, { address, at: now() }].slice(-overall);
		}
	};
}
