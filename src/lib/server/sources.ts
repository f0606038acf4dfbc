import { z } from 'zod';
import { DASHBOARD_SOURCE } from '#schema/event.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { SpoolState } from '../freshness.ts';
import { FORGOTTEN_MS, LIVE_MS, MOST_SOURCES, SourceState, type SourcesState } from '#schema/source-state.ts';

/** Asked at most this often, however many watch. */
const LOOK_MS = 1_000;
/** What ClickHouse knows of sources is of use after a start of ingest, and where others take events too: it may be older. */
const KEPT_MS = 2_000;
/** ClickHouse that answers later is not waited for. */
const PATIENCE_MS = 1_500;
/** Ingest that does not answer for so long is away; before that it may be busy, or starting. */
const AWAY_MS = 3_000;

/** Something that came in so lately came through an ingest. */
const ELSEWHERE_MS = 60_000;

const HEARD = /* sql */ `
	SELECT
		source,
		max(last_received)                                                              AS last_received_at,
		abs(dateDiff('millisecond', max(last_time), last_received_at)) <= {live_ms:UInt64} AS live
	FROM sources
	WHERE source != {dashboard:String}
	GROUP BY source
	HAVING last_received_at >= fromUnixTimestamp64Milli({now:Int64}, 'UTC') - toIntervalMillisecond({forgotten_ms:UInt64})
	ORDER BY last_received_at DESC
	LIMIT {most:UInt32}`;

const Heard = z.object({
	source: z.string(),
	last_received_at: z.string(),
	live: z.int().transform((live) => live === 1)
});
type Heard = z.infer<typeof Heard>;

/** When each source was last heard, by whichever ingest, as ClickHouse has it. */
async function readHeard(clickhouse: ClickHouseClient, now: number): Promise<Heard[]> {
	const result = await clickhouse.query({
		query: HEARD,
		query_params: {
			dashboard: DASHBOARD_SOURCE,
			now,
			live_ms: LIVE_MS,
			forgotten_ms: FORGOTTEN_MS,
			most: MOST_SOURCES
		},
		abort_signal: AbortSignal.timeout(PATIENCE_MS),
		format: 'JSONEachRow'
	});
	return z.array(Heard).parse(await result.json());
}

const ms = (time: string) => Date.parse(time);

/** A source as ingest tells, unless it was heard since by another ingest. */
function toldBy(state: SourceState, heard: Heard | undefined): SourceState {
	if (!heard || state.silent_since === null || ms(heard.last_received_at) <= ms(state.silent_since))
		return state;
	return { ...state, last_received_at: heard.last_received_at, silent_since: null };
}

const NAMES = { key: '', teams: [], channels: [] };

/**
 * A source of which ingest knows nothing: it was live, and has not been heard since ingest was started anew. What it fed is as ingest
 * had told `before`, if it had.
 */
const notHeardSince = (
	{ source, last_received_at, live }: Heard,
	{ key, teams, channels }: Pick<SourceState, 'key' | 'teams' | 'channels'> = NAMES
): SourceState => ({
	...{ source, key, connected: false, live, last_received_at },
	silent_since: live ? last_received_at : null,
	...{ teams, channels }
});

/** What ingest tells, and what ClickHouse remembers of those that ingest does not know. In order of their names. */
function together(
	told: readonly SourceState[],
	heard: readonly Heard[],
	before: ReadonlyMap<string, SourceState>
): SourceState[] {
	const remembered = new Map(heard.map((one) => [one.source, one]));
	const known = new Set(told.map(({ source }) => source));
	return [
		...told.map((state) => toldBy(state, remembered.get(state.source))),
		...heard
			.filter(({ source }) => !known.has(source))
			.map((one) => notHeardSince(one, before.get(one.source)))
	].sort((a, b) => (a.source < b.source ? -1 : 1));
}

/** Nobody can be heard since ingest is away. */
const unheard = (state: SourceState, since: string): SourceState =>
	state.live ? { ...state, connected: false, silent_since: state.silent_since ?? since } : state;

/** What ingest says. `oldest_s`: for how long the oldest event has waited to be stored; null while none does. */
export type ToldByIngest = { sources: SourceState[]; oldest_s: number | null };

export type SourceWatch = {
	/** How sources are: asked when the last answer is a second old, else that. Never rejects. */
	look(): Promise<SourcesState>;
	/** What waits to be stored, as ingest last told; null where it cannot be asked, undefined before it was. */
	readonly spool: SpoolState | null | undefined;
};

type Options = {
	/** Asks ingest; rejects when it cannot be reached. */
	ingest: () => Promise<ToldByIngest>;
	clickhouse: ClickHouseClient;
	now?: () => number;
};

/** Knows which sources have fallen silent, for as long as somebody looks. */
export function createSourceWatch({ ingest, clickhouse, now = Date.now }: Options): SourceWatch {
	let told: SourceState[] = [];
	let toldAt = -Infinity;
	let spool: SpoolState | null | undefined;
	let before: ReadonlyMap<string, SourceState> = new Map();
	/** Since when ingest does not answer. */
	let missing: number | null = null;
	let heard: Heard[] = [];
	let heardAt = -Infinity;
	let looked: { at: number; state: Promise<SourcesState> } | undefined;
	let looking = false;

	async function ask() {
		const at = now();
		try {
			const { sources, oldest_s } = await ingest();
			told = sources;
			spool = { as_of: at, oldest_at: oldest_s === null ? null : at - oldest_s * 1_000 };
			toldAt = at;
			missing = null;
		} catch {
			missing ??= at;
		}
	}

	/** With ClickHouse away, what it said before stands. */
	async function remember() {
		const at = now();
		if (at - heardAt < KEPT_MS) return;
		heardAt = at;
		heard = await readHeard(clickhouse, at).catch(() => heard);
	}

	async function lookNow(): Promise<SourcesState> {
		await Promise.all([ask(), remember()]);
		if (missing !== null && now() - toldAt >= AWAY_MS) spool = null;
		const sources = together(told, heard, before);
		before = new Map(sources.map((state) => [state.source, state]));
		// An ingest that was never reached from here may be elsewhere: while something comes in, nothing is known of it but that.
		if (toldAt === -Infinity && heard.some((one) => now() - ms(one.last_received_at) < ELSEWHERE_MS))
			return { ingest: 'up', ingest_away_since: null, sources: [] };
		if (missing === null || now() - toldAt < AWAY_MS)
			return { ingest: 'up', ingest_away_since: null, sources };
		const since = new Date(missing).toISOString();
		return {
			ingest: 'away',
			ingest_away_since: since,
			sources: sources.map((state) => unheard(state, since))
		};
	}

	return {
		get spool() {
			return spool;
		},
		look() {
			if (looked && (looking || now() - looked.at < LOOK_MS)) return looked.state;
			looking = true;
			looked = { at: now(), state: lookNow().finally(() => (looking = false)) };
			return looked.state;
		}
	};
}
