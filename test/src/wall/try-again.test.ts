import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tryAgain } from '../../../src/lib/wall/try-again.ts';

let answers: (() => Response)[];
beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('fetch', async () => answers.shift()?.());
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const down = () => {
	throw new TypeError('no network');
};

test('loads the page anew once its address answers, through every trouble', async () => {
	answers = [down, () => new Response('', { status: 503 }), () => new Response('')];
	let reloaded = 0;
	tryAgain({ address: '/wall/x', reload: () => reloaded++ });
	await vi.advanceTimersByTimeAsync(29_000);
	expect(reloaded).toBe(0);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(reloaded).toBe(1);
});

test('stops when somebody leaves', async () => {
	answers = [() => new Response('')];
	let reloaded = 0;
	tryAgain({ address: '/wall/x', reload: () => reloaded++ })();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(reloaded).toBe(0);
});
