import { expect, test } from 'vitest';
import { perState } from '../../../src/lib/server/reviews/per-state.ts';

test('asks once as long as the state is the same, and again when it is another', async () => {
	const known = perState<number>();
	let asked = 0;
	const ask = async () => ++asked;
	expect(await Promise.all([known.of('a', '1', ask), known.of('a', '1', ask)])).toEqual([1, 1]);
	expect(await known.of('a', '2', ask)).toBe(2);
	expect(await known.of('b', '2', ask)).toBe(3);
	expect(await known.of('a', '2', ask)).toBe(2);
});

test('what is known is not asked, and what failed is asked again', async () => {
	const known = perState<number>();
	void known.know('a', '1', Promise.resolve(7));
	expect(await known.of('a', '1', async () => 8)).toBe(7);
	await expect(known.of('b', '1', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
	expect(await known.of('b', '1', async () => 9)).toBe(9);
	known.forget('b');
	expect(await known.of('b', '1', async () => 10)).toBe(10);
});

test('remembers the fifty that were asked for last', async () => {
	const known = perState<number>();
	let asked = 0;
	const ask = async () => ++asked;
	for (let at = 0; at < 51; at++) {
		await known.of('first', '1', ask);
		await known.of(`${at}`, '1', ask);
	}
	expect(asked).toBe(52);
	await known.of('0', '1', ask);
	expect(asked).toBe(53);
});
