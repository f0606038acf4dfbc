import { expect, test } from 'vitest';
import { backoffMs } from '../../ingest/backoff.ts';

test('doubles from 100 ms up to 5 s', () => {
	const waits = [0, 1, 2, 5, 6, 1_000].map((attempt) => backoffMs(attempt, { random: () => 1 }));
	expect(waits).toEqual([100, 200, 400, 3_200, 5_000, 5_000]);
});

test('leaves half of the wait to chance, so that producers do not return all at once', () => {
	expect(backoffMs(3, { random: () => 0 })).toBe(400);
	expect(backoffMs(3, { random: () => 0.5 })).toBe(600);
});
