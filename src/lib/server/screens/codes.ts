import type { CodeShown, PairOrder, ScreenSelf } from '#schema/screen.ts';
import type { Store } from '../store/store.ts';
import type { Database } from '../store/file.ts';
import { readCode, readCodeOf, readScreen } from './rows.ts';
import { hashOf, newCode, newId, newToken } from './secret.ts';

/** How long a code stands on a screen. */
const VALID_MS = 10 * 60_000;
/** One that ends sooner than this is not shown again: nobody would have walked to a desk by then. */
const SHOWN_AGAIN_MS = 60_000;
/** More screens than this do not wait for a manager at once. */
const MOST_WAITING = 500;

/** A code and who asked for it: only the asker is told what became of it. */
export type Shown = CodeShown & { asker: string };

export type Fetched =
	| { state: 'gone' }
	| { state: 'waiting'; left_s: number }
	| { state: 'paired'; screen: ScreenSelf; token: string };

export type Codes = {
	/** A code for a screen to show: the one it shows already, while that lasts; null while too many wait. */
	show(asker: string): Shown | null;
	/** Makes a screen of a code that was not used. Null: there is no such code. */
	confirm(order: PairOrder & { by: string }): string | null;
	/** What became of the code of this asker. */
	fetch(asker: string, code: string): Fetched;
};

/** The codes that stand on screens: a screen asks, a manager confirms, the screen fetches its token. */
export function createCodes({ store, now }: { store: Store; now: () => number }): Codes {
	const leftOf = (expires_at: number) => Math.ceil((expires_at - now()) / 1000);

	function forgetOld(db: Database) {
		db.prepare('DELETE FROM codes WHERE expires_at <= ?').run(now());
	}

	function isFull(db: Database): boolean {
		const row: unknown = db.prepare('SELECT count(*) FROM codes').raw().get();
		return Array.isArray(row) && Number(row[0]) >= MOST_WAITING;
	}

	/** Six characters are soon told apart: one that stands on another screen is not given again. */
	function freeCode(db: Database): string {
		for (;;) {
			const code = newCode();
			if (!readCode(db, code)) return code;
		}
	}

	function make(db: Database): Shown | null {
		if (isFull(db)) return null;
		const [asker, code, expires_at] = [newToken(), freeCode(db), now() + VALID_MS];
		db.prepare('INSERT INTO codes (code, asker_hash, expires_at) VALUES (?, ?, ?)').run(
			code,
			hashOf(asker),
			expires_at
		);
		return { asker, code, left_s: leftOf(expires_at) };
	}

	/** The screen gets its token; anew should the answer be lost, until it has used it. */
	function hand(db: Database, id: string): Fetched {
		const screen = readScreen(db, id);
		if (!screen || screen.revoked_at !== null) return { state: 'gone' };
		const token = newToken();
		db.prepare('UPDATE screens SET token_hash = ? WHERE id = ?').run(hashOf(token), id);
		const { name, board } = screen;
		return { state: 'paired', token, screen: { id, name, board } };
	}

	return {
		show: (asker) =>
			store.change((db) => {
				forgetOld(db);
				const known = readCodeOf(db, hashOf(asker));
				if (!known || known.screen !== null || known.expires_at - now() < SHOWN_AGAIN_MS) return make(db);
				return { asker, code: known.code, left_s: leftOf(known.expires_at) };
			}),
		confirm: ({ code, name, board, by }) =>
			store.change((db) => {
				forgetOld(db);
				const row = readCode(db, code);
				if (!row || row.screen !== null) return null;
				const id = newId();
				db.prepare(
					"INSERT INTO screens (id, name, board, token_hash, paired_at, paired_by) VALUES (?, ?, ?, '', ?, ?)"
				).run(id, name, board, now(), by);
				// The screen asks every two seconds; it has the code's whole time to fetch its token.
				db.prepare('UPDATE codes SET screen = ?, expires_at = ? WHERE code = ?').run(
					id,
					now() + VALID_MS,
					code
				);
				return id;
			}),
		fetch: (asker, code) =>
			store.change((db) => {
				forgetOld(db);
				const row = readCodeOf(db, hashOf(asker));
				if (!row || row.code !== code) return { state: 'gone' };
				return row.screen === null
					? { state: 'waiting', left_s: leftOf(row.expires_at) }
					: hand(db, row.screen);
			})
	};
}
