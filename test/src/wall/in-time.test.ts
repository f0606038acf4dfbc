import { expect, test, vi } from 'vitest';
import { inTime } from '../../../src/lib/wall/in-time.ts';

test('gives what comes of it, or what is to stand for it when nothing comes', async () => {
	vi.useFakeTimers();
	expect(await inTime(Promise.resolve('here'), 'late')).toBe('here');
	const given = inTime(new Promise<string>(() => {}), 'late');
	await vi.advanceTimersByTimeAsync(15_000);
	expect(await given).toBe('late');
	await expect(inTime(Promise.reject(new Error('no')), 'late')).rejects.toThrow('no');
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});
