import type { Summary } from './question.ts';

export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

export const count = <T>(items: T[], holds: (item: T) => boolean) => items.filter(holds).length;

/** A share of the items that can be judged; the others stand beside it as immature. */
export function share(numerator: number, denominator: number, immature: number): Summary {
	return {
		value: denominator === 0 ? null : numerator / denominator,
		n: denominator,
		numerator,
		denominator,
		...wilson(numerator, denominator),
		immature
	};
}

/** The two roots of |k/n - p| = z sqrt(p(1 - p)/n): Wilson's interval, 95 %. */
export function wilson(k: number, n: number) {
	if (n === 0) return { low: null, high: null };
	const z2 = 1.959963984540054 ** 2;
	const [a, b, c] = [n + z2, -(2 * k + z2), (k * k) / n];
	const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
	return { low: Math.max(0, (-b - root) / (2 * a)), high: Math.min(1, (-b + root) / (2 * a)) };
}

/** The quantile by linear interpolation between the two nearest of the sorted values, ends included. */
export function quantile(sorted: number[], level: number): number | null {
	const place = (sorted.length - 1) * level;
	const below = sorted[Math.floor(place)];
	const above = sorted[Math.ceil(place)];
	if (below === undefined || above === undefined) return null;
	return below + (above - below) * (place - Math.floor(place));
}

/** Durations in ms as quantiles in seconds: never a mean alone. */
export function durations(values: number[], numerator: number, denominator: number) {
	const sorted = values.map((value) => value / SECOND).sort((a, b) => a - b);
	const p50 = quantile(sorted, 0.5);
	return {
		value: p50,
		n: sorted.length,
		numerator,
		denominator,
		...wilson(numerator, denominator),
		immature: 0,
		p50,
		p90: quantile(sorted, 0.9),
		p95: quantile(sorted, 0.95),
		max: quantile(sorted, 1),
		sum: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / SECOND
	};
}

export const meanOf = (values: number[]): number | null =>
	values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Byar's limits, 95 %, for a count of rare events. */
export function byar(events: number) {
	const z = 1.959963984540054;
	const limit = (of: number, side: number) => of * (1 - 1 / (9 * of) + (side * z) / (3 * Math.sqrt(of))) ** 3;
	return { low: events === 0 ? 0 : limit(events, -1), high: limit(events + 1, 1) };
}
