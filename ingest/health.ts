import type { SourceState } from '#schema/source-state.ts';
import type { Counters } from './counters.ts';

/** Events that are acknowledged and not yet in ClickHouse. */
export type Waiting = {
	/** Events. */
	rows: number;
	bytes: number;
	limit_bytes: number;
	/** When the oldest of them was written, ms; null without any. */
	oldest_at: number | null;
	/** Records that ClickHouse cannot read. */
	aside: number;
};

export type Health = Counters & {
	/**
	 * `ok`; `degraded`: ClickHouse is away, or cannot read some of what is in the spool; events are taken and wait there; `unavailable`: the spool takes no more, so
	 * events are refused and stay with their producers.
	 */
	status: 'ok' | 'degraded' | 'unavailable';
	/** Whether events can be taken, durably, now. */
	ready: boolean;
	clickhouse: boolean;
	/** Events that wait for ClickHouse. */
	pending: number;
	spool: { bytes: number; limit_bytes: number; oldest_s: number | null; aside: number };
	connections: number;
	/** Who was heard of in the last day, and who of them has fallen silent. */
	sources: SourceState[];
};

export type HealthOptions = {
	counters: Counters;
	ping: () => Promise<boolean>;
	/** What waits now. */
	waiting: () => Waiting;
	/** Whether the spool takes events. */
	ready: () => boolean;
	connections: () => number;
	sources: () => SourceState[];
	now?: () => number;
};

/** A spool this full takes nothing more: there has to be room for what is on its way. */
const FULL = 0.98;
export const hasRoom = ({ bytes, limit_bytes }: Pick<Waiting, 'bytes' | 'limit_bytes'>) =>
	bytes < limit_bytes * FULL;

/** How ingest is. Ready is what it can do for producers; alive it is if it answers at all. */
export async function readHealth(options: HealthOptions): Promise<Health> {
	const { counters, ping, waiting, connections, now = Date.now } = options;
	const clickhouse = await ping();
	const { rows, bytes, limit_bytes, oldest_at, aside } = waiting();
	const ready = options.ready();
	return {
		status: !ready ? 'unavailable' : clickhouse && aside === 0 ? 'ok' : 'degraded',
		ready,
		clickhouse,
		pending: rows,
		spool: {
			bytes,
			limit_bytes,
			oldest_s: oldest_at === null ? null : Math.max(0, now() - oldest_at) / 1_000,
			aside
		},
		connections: connections(),
		sources: options.sources(),
		...counters
	};
}
