import { DASHBOARD_SOURCE, type ServiceEvent } from '#schema/event.ts';
import { instantMs } from '#schema/instant.ts';
import { FORGOTTEN_MS, LIVE_MS, MOST_SOURCES, type SourceState } from '#schema/source-state.ts';
import type { From } from './pipeline.ts';
import { firstWord, nextWord, silentSince, type Pace } from './silence.ts';

/** More teams or channels than this are not listed. */
const MOST_NAMES = 200;

type Names = Set<string> | null;

type Source = {
	key: string;
	via: 'websocket' | 'http';
	live: boolean;
	heardAt: number;
	lostAt: number;
	pace: Pace;
	teams: Names;
	channels: Names;
	connections: Set<Connection>;
};

type Connection = { key: string; openedAt: number; present: boolean; sources: Set<Source> };

const added = (names: Names, name: string | undefined): Names => {
	if (!names || !name || names.has(name)) return names;
	return names.size < MOST_NAMES ? names.add(name) : null;
};

/** Sources heard of lately, and whether they still are: in memory, bounded, anew after every start. */
export function createSourceWatch({ now = Date.now }: { now?: () => number } = {}) {
	const sources = new Map<string, Source>();
	const connections = new Map<object, Connection>();

	function forget(name: string) {
		const source = sources.get(name);
		if (!source) return;
		for (const connection of source.connections) connection.sources.delete(source);
		sources.delete(name);
	}

	/** Makes room for one more: whoever was heard longest ago goes. */
	function makeRoom() {
		if (sources.size < MOST_SOURCES) return;
		const [oldest] = [...sources].reduce((a, b) => (b[1].heardAt < a[1].heardAt ? b : a));
		forget(oldest);
	}

	function sourceOf(name: string, at: number): Source {
		const known = sources.get(name);
		if (known) return known;
		makeRoom();
		const source: Source = {
			...{ key: '', via: 'http', live: false, heardAt: at, lostAt: at, pace: firstWord(at) },
			...{ teams: new Set(), channels: new Set(), connections: new Set() }
		};
		sources.set(name, source);
		return source;
	}

	/** Whoever was connected by it alone is not any more. */
	function lose(connection: Connection) {
		const at = now();
		const idle = connection.sources.size === 0 ? [connection] : [];
		for (const source of idle.length > 0 ? sources.values() : connection.sources)
			if ((idle.length === 0 || isAwaited(source, idle)) && !hasConnection(source)) source.lostAt = at;
	}

	const hasConnection = ({ connections }: Source) => [...connections].some(({ present }) => present);

	/**
	 * A producer that has connected again and has nothing to say yet: whose sources it sends for is not known, so it stands for all of its
	 * key that were not heard since.
	 */
	const isAwaited = ({ key, heardAt }: Source, idle: readonly Connection[]) =>
		idle.some((connection) => connection.key === key && connection.openedAt > heardAt);

	function stateOf(name: string, source: Source, idle: readonly Connection[], at: number): SourceState {
		const connected = hasConnection(source) || (source.via === 'websocket' && isAwaited(source, idle));
		const since = silentSince({ ...source, connected }, at);
		return {
			source: name,
			key: source.key,
			connected,
			live: source.live,
			last_received_at: new Date(source.heardAt).toISOString(),
			silent_since: since === null ? null : new Date(since).toISOString(),
			teams: source.teams && [...source.teams],
			channels: source.channels && [...source.channels]
		};
	}

	return {
		/** An event was taken, or was known already. */
		heard({ source: name, time, data }: ServiceEvent, { key, connection }: From, at: number) {
			if (name === DASHBOARD_SOURCE) return;
			const source = sourceOf(name, at);
			source.key = key.name;
			source.via = connection ? 'websocket' : 'http';
			source.heardAt = at;
			if (Math.abs(at - instantMs(time)) <= LIVE_MS) {
				// What it catches up with says nothing of how often it speaks.
				source.pace = source.live ? nextWord(source.pace, at) : firstWord(at);
				source.live = true;
			}
			source.teams = added(source.teams, data.team);
			source.channels = added(source.channels, data.channel);
			const carrier = connection && connections.get(connection);
			if (!carrier || carrier.sources.has(source)) return;
			carrier.sources.add(source);
			source.connections.add(carrier);
		},
		/** A producer has connected. */
		opened(connection: object, key: string) {
			connections.set(connection, { key, openedAt: now(), present: true, sources: new Set() });
		},
		/** Its producer answers, or does not any more. */
		present(connection: object, present: boolean) {
			const known = connections.get(connection);
			if (!known || known.present === present) return;
			known.present = present;
			if (!present) lose(known);
		},
		closed(connection: object) {
			const known = connections.get(connection);
			if (!known) return;
			const wasPresent = known.present;
			known.present = false;
			if (wasPresent) lose(known);
			for (const source of known.sources) source.connections.delete(known);
			connections.delete(connection);
		},
		/** Its events were removed: it is as if it had never been. */
		forget,
		/** Every source heard of in the last day, as of now. */
		list(): SourceState[] {
			const at = now();
			for (const [name, source] of sources)
				if (at - source.heardAt > FORGOTTEN_MS && !hasConnection(source)) forget(name);
			const idle = [...connections.values()].filter(({ present, sources }) => present && sources.size === 0);
			return [...sources].map(([name, source]) => stateOf(name, source, idle, at));
		}
	};
}
export type SourceWatch = ReturnType<typeof createSourceWatch>;
