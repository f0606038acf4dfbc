import type { Counters } from './counters.ts';

export type Health = Counters & {
	status: 'ok' | 'degraded';
	clickhouse: boolean;
	pending: number;
	connections: number;
};

/** How ingest is: degraded while ClickHouse is away, when events wait in memory and producers are slowed down. */
export async function readHealth(options: {
	counters: Counters;
	ping: () => Promise<boolean>;
	pending: number;
	connections: number;
}): Promise<Health> {
	const { counters, ping, pending, connections } = options;
	const clickhouse = await ping();
	return { status: clickhouse ? 'ok' : 'degraded', clickhouse, pending, connections, ...counters };
}
