import type { Pulse } from '#schema/kpi.ts';
import { feedsAny, type SourcesState } from '#schema/source-state.ts';

/** How the page is connected. Times are the server's, ms. */
export type Connection = {
	now: number;
	lost: boolean;
	heard: number;
	sound_at: number;
	/** When what has waited for longest to be stored was taken in, where that is too long; else null. */
	behind_since: number | null;
	/** Something was away, and not every number is of after that yet. */
	catching_up: boolean;
};

/** A question is answered at least once a minute: what was not for so long is old. */
const UNANSWERED_MS = 90_000;

/** Why a tile is as old as it is: the first that holds. `quiet`: everything is well, and nothing happened. */
export type Why =
	| 'connection'
	| 'clickhouse'
	| 'ingest'
	| 'behind'
	| 'catching_up'
	| 'unanswered'
	| 'source'
	| 'quiet'
	| 'none';

/** How old what a tile shows is, and why. */
export type Standing = {
	/** What it shows may not be so any more: it is greyed. */
	stale: boolean;
	why: Why;
	/** Since when, ms; null where that is not known. */
	since: number | null;
	/** Which source is silent. */
	source: string;
	/** When anything last came in for it, ms; null: nothing ever. */
	last: number | null;
	/** As of when its oldest number is, ms; null while it has none. */
	answered_at: number | null;
};

type Scope = { teams: readonly string[]; channels: readonly string[] };

const latest = (times: (string | null)[]) => {
	const known = times.flatMap((time) => (time === null ? [] : [Date.parse(time)]));
	return known.length > 0 ? Math.max(...known) : null;
};

/** How old what a tile of these teams and channels shows is, and why: value, age and its reason are three things. */
export function standingOf(
	scope: Scope,
	pulse: Pulse,
	feeding: SourcesState | null,
	connection: Connection,
	answered_at: number | null = null
): Standing {
	const sources = feeding?.sources.filter((source) => feedsAny(source, scope)) ?? [];
	const last =
		sources.length > 0 ? latest(sources.map((one) => one.last_received_at)) : latest([pulse.last_received]);
	const stale = (why: Why, since: number | null, source = ''): Standing => ({
		...{ stale: true, why, since, source, last, answered_at }
	});
	if (connection.lost) return stale('connection', connection.heard);
	if (pulse.trouble === 'clickhouse') return stale('clickhouse', connection.sound_at);
	if (feeding?.ingest_away_since) return stale('ingest', Date.parse(feeding.ingest_away_since));
	if (connection.behind_since !== null) return stale('behind', connection.behind_since);
	if (connection.catching_up) return stale('catching_up', answered_at);
	if (answered_at !== null && connection.now - answered_at > UNANSWERED_MS)
		return stale('unanswered', answered_at);
	const silent = sources.filter((one) => one.silent_since !== null);
	const [first] = silent.sort((a, b) => (a.silent_since ?? '').localeCompare(b.silent_since ?? ''));
	if (first?.silent_since) return stale('source', Date.parse(first.silent_since), first.source);
	return { stale: false, why: last === null ? 'none' : 'quiet', since: last, source: '', last, answered_at };
}
