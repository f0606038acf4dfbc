import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBatch } from '../../ingest/batch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A batch whose flushes end when the test says so. */
function slowBatch({ size = 3, ms = 100 } = {}) {
	const flushed: number[][] = [];
	const failed: number[][] = [];
	const open: { resolve: () => void; reject: (error: Error) => void }[] = [];
	const batch = createBatch<number>({
		size,
		ms,
		flush(items) {
			flushed.push(items);
			return new Promise((resolve, reject) => open.push({ resolve, reject }));
		},
		onError: (_error, items) => failed.push(items)
	});
	return {
		batch,
		flushed,
		failed,
		async end(error?: Error) {
			const flush = open.shift();
			if (error) flush?.reject(error);
			else flush?.resolve();
			await vi.advanceTimersByTimeAsync(0);
		}
	};
}

test('hands on `size` items at once', () => {
	const { batch, flushed } = slowBatch();
	for (const item of [1, 2, 3]) batch.add(item);
	expect(flushed).toEqual([[1, 2, 3]]);
});

test('hands on a few after `ms`', async () => {
	const { batch, flushed } = slowBatch();
	batch.add(1);
	await vi.advanceTimersByTimeAsync(99);
	expect(flushed).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);
	expect(flushed).toEqual([[1]]);
});

test('flushes one after another, in order, and lets the next grow meanwhile', async () => {
	const { batch, flushed, end } = slowBatch({ size: 2 });
	for (const item of [1, 2, 3, 4, 5]) batch.add(item);
	expect(flushed).toEqual([[1, 2]]);
	await end();
	expect(flushed).toEqual([
		[1, 2],
		[3, 4]
	]);
	await end();
	await vi.advanceTimersByTimeAsync(100);
	expect(flushed).toEqual([[1, 2], [3, 4], [5]]);
});

test('says all is flushed only when everything added before is', async () => {
	const { batch, end } = slowBatch({ size: 2 });
	const settled: string[] = [];
	batch.add(1);
	void batch.flushed().then(() => settled.push('one'));
	batch.add(2);
	batch.add(3);
	batch.add(4);
	void batch.flushed().then(() => settled.push('four'));
	expect(batch.pending).toBe(4);
	await end();
	expect(settled).toEqual(['one']);
	expect(batch.pending).toBe(2);
	await end();
	expect(settled).toEqual(['one', 'four']);
	expect(batch.pending).toBe(0);
});

test('has nothing to wait for when nothing is pending', async () => {
	await expect(slowBatch().batch.flushed()).resolves.toBeUndefined();
});

test('flushes what is left on close', async () => {
	const { batch, flushed, end } = slowBatch({ size: 2 });
	for (const item of [1, 2, 3]) batch.add(item);
	let closed = false;
	void batch.close().then(() => (closed = true));
	await end();
	expect(flushed).toEqual([[1, 2], [3]]);
	expect(closed).toBe(false);
	await end();
	expect(closed).toBe(true);
});

test('reports a failed flush with its items, tells nobody that waits that all went well, and goes on', async () => {
	const { batch, flushed, failed, end } = slowBatch({ size: 2 });
	for (const item of [1, 2]) batch.add(item);
	const first = expect(batch.flushed()).rejects.toThrow('gone');
	for (const item of [3, 4]) batch.add(item);
	const behind = expect(batch.flushed()).rejects.toThrow('gone');
	await end(new Error('gone'));
	await Promise.all([first, behind]);
	expect(failed).toEqual([[1, 2]]);
	await end();
	expect(flushed).toEqual([
		[1, 2],
		[3, 4]
	]);
	expect(batch.pending).toBe(0);
});
