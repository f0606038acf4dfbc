import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRateLimit } from '../../ingest/rate-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function limited(rate: number) {
	const said: [string, boolean][] = [];
	const limit = createRateLimit({ rate, onChange: (key, on) => said.push([key, on]), now: () => Date.now() });
	return { ...limit, said };
}

test('takes a burst of one second, then stops reading until the rate has caught up', () => {
	const { take, waitMs, said } = limited(100);
	take('pbx', 99);
	expect(said).toEqual([]);
	take('pbx', 51);
	expect(said).toEqual([['pbx', true]]);
	expect(waitMs('pbx')).toBeCloseTo(510);
	vi.advanceTimersByTime(500);
	expect(said).toHaveLength(1);
	vi.advanceTimersByTime(20);
	expect(said).toEqual([
		['pbx', true],
		['pbx', false]
	]);
	expect(waitMs('pbx')).toBe(0);
});

test('waits longer when more comes although it waits', () => {
	const { take, said } = limited(100);
	take('pbx', 200);
	vi.advanceTimersByTime(500);
	take('pbx', 100);
	vi.advanceTimersByTime(1_000);
	expect(said).toEqual([['pbx', true]]);
	vi.advanceTimersByTime(600);
	expect(said.at(-1)).toEqual(['pbx', false]);
});

test('does not slow one key for another', () => {
	const { take, waitMs, said } = limited(1);
	take('pbx', 10);
	expect(waitMs('tickets')).toBe(0);
	take('tickets', 0);
	expect(said).toEqual([['pbx', true]]);
});

test('limits nothing without a rate', () => {
	const { take, waitMs, said } = limited(0);
	take('pbx', 1e9);
	expect(waitMs('pbx')).toBe(0);
	expect(said).toEqual([]);
});
