/**
 * When a source has fallen silent, and when there is just nothing to say. Nobody tells: it is concluded from whether its connection is open,
 * and from how long it has said nothing, against how often it spoke before. Pure: times are ms, by whose clock does not matter.
 */

/** What comes within a second is one word: the events of a batch, or a case that closes and everything that goes with it. */
const WORD_MS = 1_000;
/** Words older than this count less and less. Where there are too few of them, those of an hour are asked. */
const MEMORIES_MS = [5 * 60_000, 60 * 60_000];
/** Fewer pauses tell nothing. */
const FEWEST = 5;
/** A pause as long as this comes by chance once in so many times. */
const RARE = 1_000;
const SHORTEST_MS = 5_000;
/** A source so slow that this long a pause is nothing is not judged by its pauses while its connection is open. */
const SLOW_MS = 60_000;

/** How often a source speaks: of each memory the pauses between its words, how many and how long in all, older ones counting less. */
export type Pace = { word: number; pauses: readonly { count: number; ms: number }[] };

/** The pace of who has just spoken for the first time. */
export const firstWord = (at: number): Pace => ({
	word: at,
	pauses: MEMORIES_MS.map(() => ({ count: 0, ms: 0 }))
});

/** The pace after something was said. */
export function nextWord(pace: Pace, at: number): Pace {
	const ms = at - pace.word;
	if (ms < WORD_MS) return pace;
	return {
		word: at,
		pauses: MEMORIES_MS.map((memory, index) => {
			const known = pace.pauses[index] ?? { count: 0, ms: 0 };
			const fades = Math.exp(-ms / memory);
			// Of any pause a second has to pass before it is one: what is left is how long chance took.
			return { count: known.count * fades + 1, ms: known.ms * fades + ms - WORD_MS };
		})
	};
}

/**
 * How long a pause has to be to come by chance less than once in a thousand times, ms; null where too little was said to tell. For words
 * that come at random with rate r it is ln 1000 / r; r is known only from the pauses there were, and the fewer they are the longer it is:
 * of n pauses that lasted T together, T × (1000^(1/n) - 1).
 */
export function longestPause({ pauses }: Pace): number | null {
	const told = pauses.find(({ count }) => count >= FEWEST);
	return told ? Math.max(SHORTEST_MS, told.ms * (RARE ** (1 / told.count) - 1)) : null;
}

export type Standing = {
	live: boolean;
	via: 'websocket' | 'http';
	/** A connection of it is open, and answers. */
	connected: boolean;
	/** When its last connection was lost. */
	lostAt: number;
	heardAt: number;
	pace: Pace;
};

/** Since when a source is silent; null: it is not. */
export function silentSince({ live, via, connected, lostAt, heardAt, pace }: Standing, now: number) {
	if (!live) return null;
	const longest = longestPause(pace);
	const judged = longest !== null && (!connected || longest <= SLOW_MS);
	if (judged && now - heardAt > longest) return heardAt;
	return via === 'websocket' && !connected ? lostAt : null;
}
