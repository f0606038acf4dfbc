import type { Screen, ScreenChange, ScreenSelf } from '#schema/screen.ts';
import { createCodes, type Codes } from './screens/codes.ts';
import { cookieOf, TOKEN, type Asking } from './screens/cookie.ts';
import { readScreen, readScreenByToken, readScreens, screenOfRow, type ScreenRow } from './screens/rows.ts';
import { hashOf } from './screens/secret.ts';
import { createThrottle, type Throttle } from './screens/throttle.ts';
import type { Store } from './store/store.ts';

/** A screen is seen many times a minute; what is kept of it is right to so much. */
const SEEN_MS = 10_000;

/** A thousand million codes, of which at most some hundred stand on screens: so many tries find none. */
const WINDOW_MS = 10 * 60_000;
const GUESSES = { perAddress: 10, overall: 100, windowMs: WINDOW_MS };
/** Behind a proxy all screens have one address. */
const SHOWN = { perAddress: 60, overall: 600, windowMs: WINDOW_MS };

/** What a token stands for: a screen, one that was revoked, or nothing at all. */
export type Standing = { is: 'screen'; screen: ScreenSelf } | { is: 'revoked' } | { is: 'none' };

/** The screens that were paired. Their tokens let them look at the board they were given, until they are revoked. */
export type Screens = {
	codes: Codes;
	/** How often who may try: codes to confirm, codes to fetch, new codes. */
	tries: Record<'confirm' | 'fetch' | 'show', Throttle>;
	/** The screen a request comes from. Throws a StoreTrouble only if it bears a token. */
	screenOf(request: Asking): ScreenSelf | null;
	/** The same, telling a revoked screen from none. */
	standing(request: Asking): Standing;
	/** Notes that a screen is there. */
	seen(id: string): void;
	/** Also true for one that is not known at all. */
	isRevoked(id: string): boolean;
	/** Those that are not revoked, by name. */
	list(): Screen[];
	/** False: there is no such screen. */
	change(id: string, change: ScreenChange): boolean;
	/** Takes a screen's token from it for good. False: there is no such screen. */
	revoke(id: string): boolean;
};

type Options = {
	store: Store;
	/** ms */
	now?: () => number;
};

export function createScreens({ store, now = Date.now }: Options): Screens {
	const noted = new Map<string, number>();

	function standing(request: Asking): Standing {
		const token = cookieOf(request, TOKEN);
		if (token === '') return { is: 'none' };
		const row = store.read((db) => readScreenByToken(db, hashOf(token)));
		if (!row) return { is: 'none' };
		return row.revoked_at === null ? { is: 'screen', screen: selfOf(row) } : { is: 'revoked' };
	}

	/** True when a screen that is not revoked was changed. */
	const change = (sql: string, ...values: (string | number | null)[]) =>
		store.change((db) => db.prepare(sql).run(...values).changes > 0);

	return {
		codes: createCodes({ store, now }),
		tries: {
			confirm: createThrottle({ ...GUESSES, now }),
			fetch: createThrottle({ ...GUESSES, now }),
			show: createThrottle({ ...SHOWN, now })
		},
		standing,
		screenOf(request) {
			const found = standing(request);
			return found.is === 'screen' ? found.screen : null;
		},
		seen(id) {
			if (now() - (noted.get(id) ?? -Infinity) < SEEN_MS) return;
			noted.set(id, now());
			store.change((db) => {
				db.prepare('UPDATE screens SET seen_at = ? WHERE id = ?').run(now(), id);
				// It has its token: its code is of no more use.
				db.prepare('DELETE FROM codes WHERE screen = ?').run(id);
			});
		},
		isRevoked: (id) => store.read((db) => readScreen(db, id)?.revoked_at !== null),
		list: () => store.read(readScreens).map(screenOfRow),
		change: (id, { name, board }) =>
			change(
				'UPDATE screens SET name = coalesce(?, name), board = coalesce(?, board) WHERE id = ? AND revoked_at IS NULL',
				...[name ?? null, board ?? null, id]
			),
		revoke(id) {
			noted.delete(id);
			return change('UPDATE screens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', now(), id);
		}
	};
}

const selfOf = ({ id, name, board }: ScreenRow): ScreenSelf => ({ id, name, board });
