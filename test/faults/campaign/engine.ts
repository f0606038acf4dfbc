import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';

/** A migrated ClickHouse of its own that can be killed and started again, on the same ports and with the same data. */
export async function createEngine(dataDir: string) {
	let engine: EmbeddedClickHouse = await startClickHouse({ dataDir });
	const { httpPort, tcpPort } = engine;
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	await migrate(clickhouse, 'touchstone');

	async function kill() {
		process.kill(-engine.pid, 'SIGKILL');
		await engine.exited;
	}

	return {
		clickhouse,
		ingestUrl: engine.url('ingest'),
		/** SIGKILL to the whole engine. */
		kill,
		async start() {
			engine = await startClickHouse({ dataDir, httpPort, tcpPort });
		},
		async close() {
			await clickhouse.close();
			await engine.stop();
		}
	};
}
export type Engine = Awaited<ReturnType<typeof createEngine>>;
