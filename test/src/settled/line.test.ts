import { expect, test } from 'vitest';
import { createLine } from '../../../src/lib/server/settled/line.ts';

/** Notes what is done, and does it only when told to. */
function doer() {
	const done: string[] = [];
	const work = (name: string) => async () => {
		await Promise.resolve();
		done.push(name);
		return name;
	};
	return { done, work };
}

test('does one thing after another, in the order in which it was asked', async () => {
	const { inTurn } = createLine();
	const going: string[] = [];
	let at = 0;
	const work = (name: string) => async () => {
		expect(at++).toBe(0);
		await Promise.resolve();
		going.push(name);
		at--;
	};
	await Promise.all(['a', 'b', 'c'].map((name) => inTurn(work(name))));
	expect(going).toEqual(['a', 'b', 'c']);
});

test('does what somebody waits for before what can wait', async () => {
	const { inTurn, inSpare } = createLine();
	const { done, work } = doer();
	await Promise.all([
		inTurn(work('first')),
		inSpare(work('spare')),
		inTurn(work('second')),
		inTurn(work('third'))
	]);
	expect(done).toEqual(['first', 'second', 'third', 'spare']);
});

test('does what can wait in the end, however much is waited for', async () => {
	const { inTurn, inSpare } = createLine();
	const { done, work } = doer();
	await Promise.all([
		inSpare(work('x')),
		inSpare(work('spare')),
		...'abcdefgh'.split('').map((name) => inTurn(work(name)))
	]);
	expect(done.join('')).toBe('abcdxefghspare');
});

test('begins nothing before who asked for it goes on', async () => {
	const { inTurn } = createLine();
	const wants: string[] = [];
	const told = inTurn(async () => [...wants]);
	wants.push('all of it');
	expect(await told).toEqual(['all of it']);
});

test('hands on what was found, and what went wrong, and goes on', async () => {
	const { inTurn, inSpare } = createLine();
	const found = inTurn(async () => 7);
	const failed = inSpare(async () => {
		throw new Error('away');
	});
	await expect(failed).rejects.toThrow('away');
	expect(await found).toBe(7);
	expect(await inTurn(async () => 'on')).toBe('on');
});
