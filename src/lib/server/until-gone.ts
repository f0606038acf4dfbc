import { setMaxListeners } from 'node:events';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/**
 * ClickHouse for one request: when whoever asked has gone away, what it asks is ended, and ends in ClickHouse as well
 * (cancel_http_readonly_queries_on_client_close). What is asked for others too is asked by clients of its own.
 */
export function untilGone(clickhouse: ClickHouseClient, gone: AbortSignal): ClickHouseClient {
	// A page asks much at a time, and each question listens.
	setMaxListeners(0, gone);
	return new Proxy(clickhouse, {
		get(client, name) {
			const value: unknown = Reflect.get(client, name, client);
			if (typeof value !== 'function') return value;
			if (name === 'query')
				return (asked: Parameters<ClickHouseClient['query']>[0]) =>
					client.query({ abort_signal: gone, ...asked });
			return value.bind(client) as unknown;
		}
	});
}
