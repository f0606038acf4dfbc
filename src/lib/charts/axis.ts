/** A value axis laid down before drawing, so that names can be placed beside it. */
export type Axis = { min: number; max: number; interval: number };

const SHARE_STEPS = [0.02, 0.05, 0.1, 0.2] as const;
/** Steps people know of seconds, minutes, hours and days. */
const SECOND_STEPS = [
	...[0.5, 1, 2, 5, 10, 15, 30],
	...[60, 120, 300, 600, 900, 1800],
	...[3600, 7200, 14_400, 21_600, 43_200],
	...[86_400, 172_800, 432_000, 864_000, 2_592_000]
];
const MOST_LINES = 5;

/** An axis for shares: it may begin above zero, as lines may, and never leaves 0..1. */
export function shareAxis(values: number[]): Axis {
	const low = Math.min(...values, 1);
	const high = Math.max(...values, 0);
	const top = high > 0.8 || values.length === 0 ? 1 : high;
	const interval = SHARE_STEPS.find((step) => (top - low) / step <= MOST_LINES) ?? 0.2;
	const min = Math.max(0, Math.floor(low / interval + 1e-9) * interval);
	const max = Math.min(1, Math.ceil(top / interval - 1e-9) * interval);
	return { min: tidy(max > min ? min : max - interval), max: tidy(max), interval };
}

/** An axis for durations, from zero. */
export function secondsAxis(values: number[]): Axis {
	const high = Math.max(...values, 1);
	const largest = SECOND_STEPS.at(-1) ?? 1;
	const interval =
		SECOND_STEPS.find((step) => high / step <= MOST_LINES) ??
		Math.ceil(high / MOST_LINES / largest) * largest;
	return { min: 0, max: Math.ceil(high / interval) * interval, interval };
}

const tidy = (n: number) => Math.round(n * 1e6) / 1e6;

/**
 * Moves labels apart that would overlap, as little as possible: positions in px from the top, none closer than
 * `gap`, all between 0 and `height`. Answers in the order given.
 */
export function spread(wanted: number[], gap: number, height: number): number[] {
	const order = wanted
		.map((position, index) => ({ position, index }))
		.sort((a, b) => a.position - b.position);
	const placed: number[] = [];
	for (const [rank, { position }] of order.entries())
		placed.push(Math.max(position, rank === 0 ? 0 : (placed[rank - 1] ?? 0) + gap));
	// Those pushed out at the bottom push back up.
	for (let rank = placed.length - 1; rank >= 0; rank--) {
		const limit = rank === placed.length - 1 ? height : (placed[rank + 1] ?? height) - gap;
		placed[rank] = Math.min(placed[rank] ?? 0, limit);
	}
	const answer = new Array<number>(wanted.length);
	for (const [rank, { index }] of order.entries()) answer[index] = placed[rank] ?? 0;
	return answer;
}
