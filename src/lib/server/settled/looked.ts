import { CUSTOMERS, type CameIn, type Look, type State } from './facts.ts';

/** The start of an engine is known to some seconds. */
const ROUGHLY_S = 5;

/**
 * Up to which block of the list of what came in each kind has been told of it. Blocks are numbered as they are written; one that is
 * numbered before another and written after it is found when its minute is over.
 */
export function createLooked() {
	let blocks = new Map<Look, number>();
	let of = { list: '', numbered: 0 };

	return {
		/** Up to which block of cases all of these have been, and of customers. */
		past: (looks: readonly Look[]): CameIn => ({
			cases: Math.min(Number.MAX_SAFE_INTEGER, ...looks.map((look) => blocks.get(look) ?? 0)),
			customers: blocks.get(CUSTOMERS) ?? 0
		}),
		/** Forgets everything if it is another list, or its blocks may have been numbered anew. Whether it did. */
		isAnother({ list, numbered, upto }: Pick<State, 'list' | 'numbered' | 'upto'>): boolean {
			const same = list === of.list && Math.abs(numbered - of.numbered) <= ROUGHLY_S;
			of = { list, numbered };
			if (same && Math.max(0, ...blocks.values()) <= upto) return false;
			if (blocks.size === 0) return false;
			// An empty list has no block: what comes next is numbered on, or anew.
			if (same && upto === 0) return false;
			blocks = new Map();
			return true;
		},
		note(looks: readonly Look[], upto: number) {
			for (const look of looks) blocks.set(look, Math.max(upto, blocks.get(look) ?? 0));
		},
		forget() {
			blocks = new Map();
		}
	};
}
