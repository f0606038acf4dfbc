import { expect, test } from 'vitest';
import { firstWord, longestPause, nextWord, silentSince, type Pace } from '../../ingest/silence.ts';
import { createRandom } from '../../ingest/simulate/random.ts';

const MINUTE = 60_000;

/** The pace of who spoke so often, so long after the first word, and then after each other. */
const paceOf = (pauses: readonly number[]): Pace => {
	let at = 0;
	return pauses.reduce((pace, pause) => nextWord(pace, (at += pause)), firstWord(0));
};
const every = (ms: number, times: number) => paceOf(Array.from({ length: times }, () => ms));

const standing = {
	live: true,
	via: 'websocket',
	connected: true,
	lostAt: 0,
	heardAt: 0,
	pace: firstWord(0)
} as const;

test.each([0.005, 0.02, 0.1, 0.3, 1, 3, 20])(
	'who speaks at random %d times a second is taken for silent less than once in 500 looks',
	(rate) => {
		const random = createRandom(`silence/${rate}`);
		let at = 0;
		let pace = firstWord(0);
		let told = 0;
		let silent = 0;
		for (let word = 0; word < 40_000; word++) {
			const pause = (-Math.log(1 - random.next()) / rate) * 1_000;
			const longest = longestPause(pace);
			if (longest !== null) {
				// A look comes at any moment with equal chance.
				told += pause;
				silent += Math.max(0, pause - longest);
			}
			pace = nextWord(pace, (at += pause));
		}
		expect(told).toBeGreaterThan(at * 0.9);
		expect(silent / told).toBeLessThan(1 / 500);
	}
);

test.each([1, 2, 10, 100])(
	'who speaks at random %d times a second and stops is silent within 9 s',
	(rate) => {
		const random = createRandom(`stops/${rate}`);
		const pauses = Array.from({ length: rate * 600 }, () => (-Math.log(1 - random.next()) / rate) * 1_000);
		const longest = longestPause(paceOf(pauses));
		expect(longest).toBeGreaterThanOrEqual(5_000);
		expect(longest).toBeLessThan(9_000);
	}
);

test('what comes at once is one word, however much it is', () => {
	const batches = paceOf(Array.from({ length: 600 }, (_, at) => (at % 20 === 0 ? MINUTE : 40)));
	expect(longestPause(batches)).toBeGreaterThan(5 * MINUTE);
});

test('a few words tell nothing; five pauses of the last hour do', () => {
	expect(longestPause(every(5 * MINUTE, 3))).toBe(null);
	expect(longestPause(every(5 * MINUTE, 8))).toBeGreaterThan(30 * MINUTE);
	expect(longestPause(every(60 * MINUTE, 100))).toBe(null);
});

test('who comes to speak less often is judged by that after some minutes', () => {
	const slower = paceOf([...Array.from({ length: 1_000 }, () => 1_100), ...Array(40).fill(30_000)]);
	expect(longestPause(slower)).toBeGreaterThan(2 * MINUTE);
});

test('is silent when its last connection is lost, and since then', () => {
	const lost = { ...standing, connected: false, lostAt: 40_000, heardAt: 30_000 };
	expect(silentSince(lost, 40_000)).toBe(40_000);
	expect(silentSince({ ...lost, connected: true }, 10 * MINUTE)).toBe(null);
});

test('is silent when it has said nothing for longer than chance, though its connection is open', () => {
	const busy = { ...standing, pace: every(1_500, 600), heardAt: 900_000 };
	expect(silentSince(busy, 904_900)).toBe(null);
	expect(silentSince(busy, 905_100)).toBe(900_000);
});

test('who speaks seldom is not silent while its connection is open: nothing happened', () => {
	const slow = { ...standing, pace: every(MINUTE, 60), heardAt: 60 * MINUTE };
	expect(silentSince(slow, 20 * 60 * MINUTE)).toBe(null);
	expect(silentSince({ ...slow, connected: false, via: 'http' }, 80 * MINUTE)).toBe(60 * MINUTE);
});

test('over HTTP only the pace tells', () => {
	const http = { ...standing, via: 'http', connected: false } as const;
	expect(silentSince(http, 600 * MINUTE)).toBe(null);
	expect(silentSince({ ...http, pace: every(1_500, 100), heardAt: 0 }, 10_000)).toBe(0);
});

test('what is not of now is never silent', () => {
	expect(silentSince({ ...standing, live: false, connected: false }, 60 * MINUTE)).toBe(null);
});
