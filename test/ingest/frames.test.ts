import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FRAME_BYTES } from '#schema/frame.ts';
import { createFrames } from '../../ingest/client/frames.ts';
import { event } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const frames = (size: number) => createFrames({ size, lingerMs: 50, onReady: () => {} });
const ids = (frame: { events: { id: string }[] } | undefined) => frame?.events.map(({ id }) => id);

test('has a frame when `size` events are there, a partial one after a while', () => {
	const packed = frames(2);
	for (const id of ['1', '2', '3']) packed.add(event(id), JSON.stringify(event(id)));
	expect(ids(packed.take(10))).toEqual(['1', '2']);
	expect(packed.take(10)).toBeUndefined();
	vi.advanceTimersByTime(50);
	expect(ids(packed.take(10))).toEqual(['3']);
});

test('gives no frame that is larger than the room for it', () => {
	const packed = frames(2);
	for (const id of ['1', '2']) packed.add(event(id), '{}');
	expect(packed.take(1)).toBeUndefined();
	expect(ids(packed.take(2))).toEqual(['1', '2']);
});

test('keeps a frame under the byte limit, in bytes and not in characters', () => {
	const packed = frames(1_000);
	const text = JSON.stringify({ comment: '服'.repeat(9_000) });
	for (let n = 0; n < 100; n++) packed.add(event(String(n)), text);
	packed.seal();
	const sizes: number[] = [];
	for (let frame = packed.take(1_000); frame; frame = packed.take(1_000))
		sizes.push(Buffer.byteLength(JSON.stringify({ seq: 2 ** 50, events: [] }) + frame.json));
	expect(sizes.length).toBeGreaterThan(1);
	for (const size of sizes) expect(size).toBeLessThanOrEqual(FRAME_BYTES);
});

test('gives what was put back first, in its order', () => {
	const packed = frames(1);
	for (const id of ['1', '2', '3']) packed.add(event(id), '{}');
	const sent = [packed.take(1), packed.take(1)].filter((frame) => frame !== undefined);
	packed.putBack(sent);
	expect([packed.take(1), packed.take(1), packed.take(1)].map(ids)).toEqual([['1'], ['2'], ['3']]);
});
