import { SvelteMap } from 'svelte/reactivity';
import { LATEST_BREACHES, type ActionRow, type FeedAnswer } from '#schema/feed.ts';
import { isInScope } from './in-scope.ts';

/** A newly broken promise is shown as new for so long. */
export const PULSE_MS = 10_000;

/** What came in so long after it broke is still news: events are under way for a moment. */
const LATE_MS = 60_000;

type List = Pick<FeedAnswer<'actions'>, 'as_of' | 'rows' | 'counts'>;
type Scope = { teams: readonly string[]; channels: readonly string[] };

/** What is new in a list: the rows, and how many more at least have broken of which it has none. */
export type News = { rows: readonly ActionRow[]; more: number };
const NOTHING: News = { rows: [], more: 0 };

/** What a list said. `whole_since`: whatever broke after this (ms) and was known stood in it. */
type Look = { as_of: number; listed: ReadonlySet<string>; broken: number; whole_since: number };

const brokeAt = ({ breach_at, due_at }: ActionRow) => Date.parse(breach_at ?? due_at);

/** When something last happened to a broken promise: it broke, or was escalated. By this a list has the latest. */
const happenedAt = (row: ActionRow) =>
	Math.max(brokeAt(row), row.escalated_at === null ? -Infinity : Date.parse(row.escalated_at));

function lookAt({ as_of, counts }: List, broken: readonly ActionRow[]): Look {
	const latest = broken.map(happenedAt).sort((a, b) => b - a);
	return {
		as_of: Date.parse(as_of),
		listed: new Set(broken.map(({ promise_id }) => promise_id)),
		broken: counts.broken,
		whole_since: counts.broken > broken.length ? (latest.at(LATEST_BREACHES - 1) ?? -Infinity) : -Infinity
	};
}

/**
 * Which broken promises are new on this screen. What was broken when it opened is not; what broke while the connection was lost is, once
 * it is back. A list has the first rows and the latest, so what only moves into the first ones is no news: news has broken since the list
 * before, and would have stood in that one had it been known.
 */
export class Breaches {
	#new = new SvelteMap<string, { at: number; row: ActionRow }>();
	#last: Look | null = null;
	#latest = $state.raw<{ row: ActionRow; others: number } | null>(null);

	/** The latest that was new, and how many others were so with it; null before there was one. */
	get latest() {
		return this.#latest;
	}

	/** Takes a list at `now` (ms, by the server's clock); returns what is new in it. */
	note(list: List, now: number): News {
		const last = this.#last;
		// A page that is turned to brings an answer, which may be older than what was heard.
		if (last && Date.parse(list.as_of) < last.as_of) return NOTHING;
		const broken = list.rows.filter(({ state }) => state === 'broken');
		this.#last = lookAt(list, broken);
		for (const [id, { at }] of this.#new) if (now - at > PULSE_MS) this.#new.delete(id);
		if (!last) return NOTHING;
		const after = Math.max(last.as_of - LATE_MS, last.whole_since);
		const rows = broken.filter((row) => !last.listed.has(row.promise_id) && brokeAt(row) > after);
		for (const row of rows) this.#new.set(row.promise_id, { at: now, row });
		const [latest] = rows.toSorted((a, b) => brokeAt(b) - brokeAt(a));
		if (!latest) return NOTHING;
		const more =
			rows.length < LATEST_BREACHES ? 0 : Math.max(0, list.counts.broken - last.broken - rows.length);
		this.#latest = { row: latest, others: rows.length + more - 1 };
		return { rows, more };
	}

	isNew(id: string, now: number): boolean {
		return now - (this.#new.get(id)?.at ?? -Infinity) < PULSE_MS;
	}

	/** Whether any of these teams and channels is new. */
	anyNew(now: number, scope: Scope): boolean {
		return [...this.#new.values()].some(({ at, row }) => now - at < PULSE_MS && isInScope(row, scope));
	}
}
