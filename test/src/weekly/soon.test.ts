import { expect, test } from 'vitest';
import { soon } from '../../../src/lib/server/weekly/soon.ts';

test('what is there in time is brought itself', async () => {
	expect(await soon(Promise.resolve('known'), 60_000)).toBe('known');
});

test('what takes longer comes later, and the rest does not wait for it', async () => {
	let tell = (_: string) => {};
	const slow = new Promise<string>((resolve) => void (tell = resolve));
	const brought = await soon(slow, 0);
	expect(brought).toEqual({ later: slow });
	tell('known');
	expect(typeof brought === 'object' && (await brought.later)).toBe('known');
});

test('a failure in time is a failure', async () => {
	await expect(soon(Promise.reject(new Error('away')), 60_000)).rejects.toThrow('away');
});
