/** How many events one generation remembers; there are two. */
const GENERATION = 250_000;
/** And of how many characters: identities as long as they may be would otherwise fill the memory. */
const CHARACTERS = 32_000_000;

type Identity = { source: string; id: string };

// The length keeps apart what could otherwise be cut in two ways.
const prefix = (source: string) => `${source.length}:${source}`;
const identity = ({ source, id }: Identity) => prefix(source) + id;

/**
 * Remembers which events this process has taken lately. Two generations: when the young one is full, the old one is
 * forgotten, so that memory is bounded. What it has forgotten is stored again, which changes no number.
 */
export function createMemory({
	generation = GENERATION,
	characters = CHARACTERS
}: { generation?: number; characters?: number } = {}) {
	let young = new Set<string>();
	let old = new Set<string>();
	let length = 0; // of all that is in the young one

	return {
		/** Takes note of an event; false when it was known already. */
		add(event: Identity): boolean {
			const key = identity(event);
			if (young.has(key) || old.has(key)) return false;
			young.add(key);
			length += key.length;
			if (young.size >= generation || length >= characters) {
				[young, old] = [new Set(), young];
				length = 0;
			}
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
