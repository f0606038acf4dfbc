import { connect } from '#schema/clickhouse/client.ts';
import type { IngestOptions } from '../../ingest/service.ts';
import { KEY, startTestIngest } from './support.ts';

/** Ingest without a ClickHouse, which it can do without for a while: what it takes waits in its spool. */
export async function startWithoutClickHouse(options: Partial<IngestOptions> = {}) {
	const clickhouse = connect({ url: 'http://127.0.0.1:9', database: 'nowhere' });
	const ingest = await startTestIngest({ clickhouse, drainMs: 10, ...options });
	const at = (path: string) => `http://127.0.0.1:${ingest.port}${path}`;
	return {
		...ingest,
		at,
		get: (path: string, headers: Record<string, string> = {}) => fetch(at(path), { headers }),
		post: (body: string | Buffer, headers: Record<string, string> = {}, path = '/v1/events') =>
			fetch(at(path), {
				method: 'POST',
				headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
				body: Buffer.from(body)
			}),
		async stop() {
			await ingest.stop();
			await clickhouse.close();
		}
	};
}
