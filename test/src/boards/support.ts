import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Board } from '#schema/board.ts';
import { createStore } from '../../../src/lib/server/store/store.ts';

/** A store in a folder of its own; `again` opens the same file as after a restart. */
export function testStore() {
	const folder = mkdtempSync(join(tmpdir(), 'touchstone-store-'));
	const file = join(folder, 'data', 'dashboard.db');
	const opened: { close(): void }[] = [];
	const again = () => {
		opened.forEach((store) => store.close());
		const store = createStore({ file });
		opened.push(store);
		return store;
	};
	onTestFinished(() => {
		opened.forEach((store) => store.close());
		rmSync(folder, { recursive: true, force: true });
	});
	return { file, store: again(), again };
}

/** A clock that only moves when told to, from a fixed moment on. */
export function testClock() {
	let at = Date.parse('2026-11-21T09:00:00Z');
	return { now: () => at, pass: (ms: number) => void (at += ms) };
}

export const board = (id: string, name = '', x = 0): Board => ({
	...{ id, name },
	tiles: [{ id: 'a', kind: 'broken', x, y: 0, w: 4, h: 2, teams: [], channels: [] }]
});
