import { expect, test } from 'vitest';
import { reloadOnce } from '../../src/lib/reload-once.ts';

function page() {
	const kept = new Map<string, string>();
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	} as Storage;
	let reloads = 0;
	return {
		once: (build: string) => reloadOnce(build, { storage, reload: () => reloads++ }),
		reloads: () => reloads
	};
}

test('loads the page anew once for each version, never in a loop', () => {
	const { once, reloads } = page();
	once('2');
	once('2');
	expect(reloads()).toBe(1);
	once('3');
	expect(reloads()).toBe(2);
});

test('where nothing can be kept it stays as it is', () => {
	let reloads = 0;
	const full = () => {
		throw new Error('quota');
	};
	const storage = { getItem: () => null, setItem: full } as unknown as Storage;
	reloadOnce('2', { storage, reload: () => reloads++ });
	expect(reloads).toBe(0);
});
