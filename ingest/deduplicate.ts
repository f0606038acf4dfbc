/** How many events one generation remembers; there are two. */
const GENERATION = 250_000;

type Identity = { source: string; id: string };

// The length keeps apart what could otherwise be cut in two ways.
const prefix = (source: string) => `${source.length}:${source}`;
const identity = ({ source, id }: Identity) => prefix(source) + id;

/**
 * Remembers which events this process has taken lately. Two generations: when the young one is full, the old one is
 * forgotten, so that memory is bounded. What it has forgotten is stored again, which changes no number.
 */
export function createMemory({ generation = GENERATION }: { generation?: number } = {}) {
	let young = new Set<string>();
	let old = new Set<string>();

	return {
		/** Takes note of an event; false when it was known already. */
		add(event: Identity): boolean {
			const key = identity(event);
			if (young.has(key) || old.has(key)) return false;
			young.add(key);
			if (young.size >= generation) [young, old] = [new Set(), young];
			return true;
		},
		/** Forgets one event: it was not stored after all. */
		forget(event: Identity) {
			const key = identity(event);
			young.delete(key);
			old.delete(key);
		},
		/** Forgets a whole source: its events were removed and may come again. */
		forgetSource(source: string) {
			const start = prefix(source);
			for (const keys of [young, old]) for (const key of keys) if (key.startsWith(start)) keys.delete(key);
		}
	};
}
export type Memory = ReturnType<typeof createMemory>;
