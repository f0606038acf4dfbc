/** What this process has done since it started. */
export type Counters = {
	/** Events that were answered: accepted, duplicates and rejected. */
	received: number;
	accepted: number;
	duplicates: number;
	/** Events refused, by reason. */
	rejected: Record<string, number>;
	/** Frames refused, by reason. */
	refused_frames: Record<string, number>;
	/** Values of vendors' payloads that mean nothing here, by source. */
	unmapped: Record<string, number>;
	/** Inserts that ClickHouse did not take and that were tried again. */
	retries: number;
	last_stored_at: string | null;
};

export const createCounters = (): Counters => ({
	received: 0,
	accepted: 0,
	duplicates: 0,
	rejected: {},
	refused_frames: {},
	unmapped: {},
	retries: 0,
	last_stored_at: null
});

/** One more of `reason`. */
export function count(counts: Record<string, number>, reason: string) {
	counts[reason] = (counts[reason] ?? 0) + 1;
}
