import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { FRAME_BYTES } from '#schema/frame.ts';
import { createBudget, expectedBytes } from '../../ingest/budget.ts';

test('has no room for more than its amount at once, and has it again after the work, failed or not', async () => {
	const budget = createBudget(100);
	let finish = () => {};
	const first = budget.hold('a', 60, () => new Promise<void>((resolve) => (finish = resolve)));
	expect([budget.has('b', 40), budget.has('b', 41)]).toEqual([true, false]);
	finish();
	await first;
	await expect(budget.hold('a', 60, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
	expect(budget.has('b', 100)).toBe(true);
});

test('lets one part through that is larger than all of it, when it is alone', async () => {
	const budget = createBudget(10);
	expect(budget.has('a', 1_000)).toBe(true);
	await budget.hold('b', 1, async () => expect(budget.has('a', 1_000)).toBe(false));
});

test('leaves to the others what one owner holds no more than a quarter of', async () => {
	const budget = createBudget(100);
	let finish = () => {};
	const first = budget.hold('a', 20, () => new Promise<void>((resolve) => (finish = resolve)));
	expect([budget.has('a', 5), budget.has('a', 6), budget.has('b', 80)]).toEqual([true, false, true]);
	finish();
	await first;
	expect(budget.has('a', 80)).toBe(true);
});

test.each([
	[{ 'content-length': '500' }, 500],
	[{ 'content-length': String(FRAME_BYTES * 9) }, FRAME_BYTES],
	[{ 'transfer-encoding': 'chunked' }, FRAME_BYTES]
])('expects of a request with %j a body of %i bytes at most', (headers, bytes) => {
	expect(expectedBytes(Object.assign(new IncomingMessage(new Socket()), { headers }))).toBe(bytes);
});
