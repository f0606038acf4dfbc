import { z } from 'zod';
import type { NoticesFile } from './notices-file.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** So long a message is tried. */
export const PATIENCE_MS = 24 * HOUR_MS;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 2 * HOUR_MS;

const pauseMs = (tries: number) => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 3 ** (tries - 1));

const Due = z.object({ key: z.string(), target: z.string(), tries: z.int(), made_at: z.int() });
/** A message that somebody is sending: only whoever claimed it does. */
export type ClaimedMessage = z.infer<typeof Due>;

type Options = {
	/** The clock, ms. */
	now: () => number;
	/** Whoever claimed a message and is gone is not waited for any longer. */
	leaseMs?: number | undefined;
};

/** Messages on their way: each has a key, is claimed by one who sends it, and is tried again after pauses that grow. */
export function createMessages({ db }: NoticesFile, { now, leaseMs = 2 * MINUTE_MS }: Options) {
	const insert = db.prepare(
		"INSERT OR IGNORE INTO messages (key, target, state, tries, made_at, next_at) VALUES (?, ?, 'waiting', 0, ?, ?)"
	);
	const due = db.prepare(
		"SELECT key, target, tries, made_at FROM messages WHERE state = 'waiting' AND next_at <= ? AND target = ? ORDER BY next_at, made_at LIMIT 1"
	);
	const claimOne = db.prepare(
		'UPDATE messages SET tries = tries + 1, next_at = ? WHERE key = ? AND tries = ?'
	);
	const succeed = db.prepare("UPDATE messages SET state = 'sent', done_at = ?, error = NULL WHERE key = ?");
	const again = db.prepare("UPDATE messages SET next_at = ?, error = ? WHERE key = ? AND state = 'waiting'");
	const giveUp = db.prepare(
		"UPDATE messages SET state = 'given_up', done_at = ?, error = ? WHERE key = ? AND state = 'waiting'"
	);
	return {
		/** A message to a target, due at `at` (ms); a key that is there is not taken again. Returns whether it is new. */
		add: (key: string, target: string, at: number): boolean => insert.run(key, target, now(), at).changes > 0,
		/** Takes the next message to a target that is due: nobody else sends it meanwhile. */
		claim(target: string): ClaimedMessage | undefined {
			const row = Due.optional().parse(due.get(now(), target));
			// Another process may have been faster: the rest is for the next look.
			if (!row || claimOne.run(now() + leaseMs, row.key, row.tries).changes === 0) return undefined;
			return { ...row, tries: row.tries + 1 };
		},
		sent: ({ key }: Pick<ClaimedMessage, 'key'>) => void succeed.run(now(), key),
		giveUp: (key: string, error: string) => void giveUp.run(now(), error, key),
		/** Not this time: it is tried again after a pause, each longer than the one before; after `patienceMs` no more. Returns whether it is given up. */
		failed({ key, tries, made_at }: ClaimedMessage, error: string, patienceMs = PATIENCE_MS): boolean {
			const next = now() + pauseMs(tries);
			const over = next > made_at + patienceMs;
			if (over) giveUp.run(now(), error, key);
			else again.run(next, error, key);
			return over;
		}
	};
}
export type Messages = ReturnType<typeof createMessages>;
