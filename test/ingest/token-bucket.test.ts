import { expect, test } from 'vitest';
import { createBuckets } from '../../ingest/token-bucket.ts';

function clock() {
	let at = 0;
	return { now: () => at, pass: (ms: number) => (at += ms) };
}

test('gives a burst at once, then as fast as it fills', () => {
	const { now, pass } = clock();
	const { take } = createBuckets({ rate: 10, burst: 3, now });
	expect([take('a'), take('a')]).toEqual([0, 0]);
	expect(take('a')).toBe(100);
	pass(100);
	expect(take('a')).toBe(100);
	pass(10_000);
	expect([take('a'), take('a')]).toEqual([0, 0]);
	expect(take('a')).toBe(100);
});

test('lets a bucket go into debt, which has to be paid off', () => {
	const { now, pass } = clock();
	const { take, waitMs } = createBuckets({ rate: 10, burst: 10, now });
	expect(take('a', 30)).toBe(2_100);
	pass(2_000);
	expect(waitMs('a')).toBe(100);
	pass(100);
	expect(waitMs('a')).toBe(0);
});

test('keeps names apart', () => {
	const { now } = clock();
	const { take, waitMs } = createBuckets({ rate: 1, burst: 1, now });
	take('a', 5);
	expect(waitMs('b')).toBe(0);
});

test('remembers so many names at most, and forgets the one unused for longest', () => {
	const { now } = clock();
	const { take, waitMs } = createBuckets({ rate: 1, burst: 1, now, names: 2 });
	take('a', 5);
	take('b', 5);
	take('a');
	take('c', 5);
	expect(waitMs('a')).toBeGreaterThan(0);
	expect(waitMs('b')).toBe(0);
});
