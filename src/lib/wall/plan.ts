import type { Board, Tile } from '#schema/board.ts';
import type { KpiAsk, KpiId, KpiRow } from '#schema/kpi.ts';
import type { FeedAnswer, FeedId, StandardRow } from '#schema/feed.ts';
import { knownRow } from '../evidence.ts';
import type { LiveAnswer, LiveAnswers, LiveAsk } from '../live-ask.ts';
import { hasPromise } from './promise-line.ts';
import type { WallQuestion } from './question.ts';

/** What a tile asks, by what it does with the answer. */
type Slot = 'total' | 'hours' | 'groups' | 'list' | 'forgotten' | 'promise';

/** A board's questions, each once, and where each tile finds its answers. */
export type WallPlan = {
	asks: LiveAsk[];
	/** Places of questions that may be answered seldom: what draws the day's course, and what the queue has left behind. */
	calm: number[];
	places: ReadonlyMap<string, Partial<Record<Slot, number>>>;
	/** Where the promises to act upon are: every board knows them, for a breach interrupts. */
	actions: number;
};

type Day = { from: string; to: string };
type Scope = Pick<KpiAsk, 'teams' | 'channels'>;

/** Who has waited for longer is no customer any more. */
const WAITS_MS = 90 * 86_400_000;
/** A list is cut where the sheet ends: more do not fit on any. */
const LINES = 40;

/** What is promised, of all teams and channels: a tile knows which are its own. */
const STANDARDS: LiveAsk = { feed: 'standards', teams: [], channels: [], limit: 1 };
const SELDOM: ReadonlySet<FeedId> = new Set<FeedId>(['forgotten', 'standards']);

const ago = (time: string, ms: number) => new Date(Date.parse(time) - ms).toISOString();

/** The teams and channels a tile is of: its own, else the address's. */
export const scopeOf = (tile: Pick<Tile, 'teams' | 'channels'>, question: WallQuestion): Scope => ({
	teams: tile.teams.length > 0 ? tile.teams : question.teams,
	channels: tile.channels.length > 0 ? tile.channels : question.channels
});

/** What each kind of tile asks. */
function asksOf(tile: Tile, scope: Scope, { from, to }: Day): Partial<Record<Slot, LiveAsk>> {
	const ask = (kpi: KpiId, more: Partial<KpiAsk> = {}): KpiAsk => ({
		...{ kpi, from, to, grain: 'total', ...scope },
		...more
	});
	const feed = (feed: FeedId) => ({ feed, ...scope, limit: LINES });
	switch (tile.kind) {
		case 'number':
			return {
				...{ total: ask(tile.kpi), hours: ask(tile.kpi, { grain: 'hour' }) },
				...(hasPromise(tile.kpi) ? { promise: STANDARDS } : {})
			};
		case 'trend':
			return {
				...{ total: ask(tile.kpi), hours: ask(tile.kpi, { grain: 'hour' }) },
				list: feed('annotations')
			};
		case 'teams':
			return { groups: ask(tile.kpi, { by: 'team' }) };
		case 'waiting': {
			const since = { from: ago(from, WAITS_MS) };
			return { total: ask('waiting_now', since), groups: ask('waiting_now', { ...since, by: 'team' }) };
		}
		case 'broken':
			return { total: ask('promises_kept'), groups: ask('promises_kept', { by: 'team' }) };
		case 'recovery':
			return { list: feed('complaints') };
		case 'queue':
			return { list: feed('actions'), forgotten: { ...feed('forgotten'), limit: 1 } };
		case 'satisfaction':
			return { total: ask('satisfaction'), list: feed('answers') };
		case 'staff':
			return { list: feed('staff') };
	}
}

const isSeldom = (ask: LiveAsk) => ('kpi' in ask ? ask.grain === 'hour' : SELDOM.has(ask.feed));

/** Every question of a board on a day, each once however many tiles ask it. */
export function wallPlan({ tiles }: Board, question: WallQuestion, day: Day): WallPlan {
	const asks: LiveAsk[] = [];
	const known = new Map<string, number>();
	const placeOf = (ask: LiveAsk) => {
		const key = JSON.stringify(ask);
		const found = known.get(key) ?? asks.push(ask) - 1;
		known.set(key, found);
		return found;
	};
	const places = new Map(
		tiles.map((tile) => [
			tile.id,
			Object.fromEntries(
				Object.entries(asksOf(tile, scopeOf(tile, question), day)).map(([slot, ask]) => [slot, placeOf(ask)])
			)
		])
	);
	const { teams, channels } = question;
	const actions = placeOf({ feed: 'actions', teams, channels, limit: LINES });
	return { asks, calm: asks.flatMap((ask, index) => (isSeldom(ask) ? [index] : [])), places, actions };
}

/** As of when the oldest of a tile's answers is, ms: the tile says nothing newer than that. Null while one is missing. */
export function answeredAt(
	{ places }: WallPlan,
	tile: string,
	times: readonly (number | null)[]
): number | null {
	const own = Object.values(places.get(tile) ?? {}).map((place) => times[place] ?? null);
	return own.reduce<number | null>(
		(oldest, at) => (at === null || oldest === null ? null : Math.min(oldest, at)),
		Infinity
	);
}

/** A tile's answers. A missing one (it failed) is told apart from one without rows. */
export class TileView {
	readonly #answers: Partial<Record<Slot, LiveAnswer | null>>;

	constructor({ places }: WallPlan, tile: string, answers: LiveAnswers) {
		const found = places.get(tile) ?? {};
		this.#answers = Object.fromEntries(
			Object.entries(found).map(([slot, index]) => [slot, answers[index] ?? null])
		);
	}

	/** Whether a question of the tile's failed. What only stands beside takes no tile with it. */
	get failed(): boolean {
		const { forgotten: _left, promise: _promised, ...all } = this.#answers;
		return Object.values(all).some((answer) => answer === null);
	}

	#rows(slot: Slot): KpiRow[] {
		const answer = this.#answers[slot];
		return answer && 'kpi' in answer ? answer.rows : [];
	}

	/** The one row of a total; undefined while there is none. */
	get total(): KpiRow | undefined {
		const answer = this.#answers.total;
		const [row] = this.#rows('total');
		return row && answer ? knownRow(row, answer.watermark) : undefined;
	}

	/** What its number is about: not always the day. */
	get time(): Day | undefined {
		const answer = this.#answers.total ?? this.#answers.groups;
		return answer && 'kpi' in answer ? { from: answer.from, to: answer.to } : undefined;
	}

	get hours(): KpiRow[] {
		return this.#rows('hours');
	}

	get groups(): KpiRow[] {
		return this.#rows('groups');
	}

	/** How many promises left the queue undone, as of when; undefined where nobody asks or it failed. */
	get forgotten() {
		const answer = this.#answers.forgotten;
		return isOf(answer, 'forgotten') ? { count: answer.counts.promises, as_of: answer.as_of } : undefined;
	}

	/** The standards in force; none where nobody asks or it failed. */
	get standards(): readonly StandardRow[] {
		const answer = this.#answers.promise;
		return isOf(answer, 'standards') ? answer.rows : [];
	}

	/** A feed's answer; undefined when it is another's or failed. */
	list<Id extends FeedId>(feed: Id): Extract<FeedAnswer, { feed: Id }> | undefined {
		const answer = this.#answers.list;
		return isOf(answer, feed) ? answer : undefined;
	}
}

/** Whether an answer is that of a feed. */
export const isOf = <Id extends FeedId>(
	answer: LiveAnswer | null | undefined,
	feed: Id
): answer is Extract<FeedAnswer, { feed: Id }> => answer != null && 'feed' in answer && answer.feed === feed;
