import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followScreen } from '../../../src/lib/wall/follow-screen.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A screen of the complaints board that is told these things, one after another; the last from then on. */
function follow(...told: { status: number; body?: unknown }[]) {
	const heard: string[] = [];
	let asked = 0;
	const stop = followScreen({
		board: 'complaints',
		onmoved: (board) => heard.push(board),
		onversion: (version) => heard.push(`v${version}`),
		onrevoked: () => heard.push('revoked'),
		ask: async () => ({ body: undefined, status: 0, ...told[Math.min(asked++, told.length - 1)] })
	});
	return { heard, stop, asked: () => asked };
}
const self = (board: string, version: number | null = null) => ({
	status: 200,
	body: { id: 's', name: 'Lobby', board, version }
});

test('asks at once and then twice a minute, and says nothing while nothing changes', async () => {
	const { heard, asked } = follow(self('complaints'));
	await vi.advanceTimersByTimeAsync(120_000);
	expect([asked(), heard]).toEqual([5, []]);
});

test('follows a manager to another board, and says so until the page has followed', async () => {
	const { heard, stop, asked } = follow(self('complaints'), self('organisation'));
	await vi.advanceTimersByTimeAsync(60_000);
	expect([asked(), heard]).toEqual([3, ['organisation', 'organisation']]);
	stop();
});

test('says which version of its board there is', async () => {
	const { heard } = follow(self('complaints', 0), self('complaints', 1), self('complaints'));
	await vi.advanceTimersByTimeAsync(90_000);
	expect(heard).toEqual(['v0', 'v1']);
});

test('says once that it was revoked', async () => {
	const { heard, asked } = follow(self('complaints'), { status: 410 });
	await vi.advanceTimersByTimeAsync(120_000);
	expect([asked(), heard]).toEqual([2, ['revoked']]);
});

test('goes on through lost connections and a store in trouble', async () => {
	const { heard, asked } = follow({ status: 0 }, { status: 503 }, self('organisation'));
	await vi.advanceTimersByTimeAsync(60_000);
	expect([asked(), heard]).toEqual([3, ['organisation']]);
});

test('a browser that is no screen asks once', async () => {
	const { heard, asked } = follow({ status: 401 });
	await vi.advanceTimersByTimeAsync(120_000);
	expect([asked(), heard]).toEqual([1, []]);
});

test('is silent once it is stopped', async () => {
	const { heard, stop, asked } = follow(self('complaints'), { status: 410 });
	await vi.advanceTimersByTimeAsync(0);
	stop();
	await vi.advanceTimersByTimeAsync(120_000);
	expect([asked(), heard]).toEqual([1, []]);
});
