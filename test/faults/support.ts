import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { spawnIngest } from '../ingest/support.ts';

export { drained, healthOf } from '../support/drained.ts';

// A ClickHouse of its own: fault tests kill it, as a crash, an operator or the kernel would.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A migrated ClickHouse for one test; it is gone after the test, whatever happens. */
export async function ownClickHouse() {
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-fault-'));
	cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
	let engine: EmbeddedClickHouse = await startClickHouse({ dataDir });
	cleanups.push(() => engine.stop());
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	cleanups.push(() => clickhouse.close());
	await migrate(clickhouse, 'touchstone');
	return {
		dataDir,
		clickhouse,
		url: engine.url('ingest'),
		/** SIGKILL to the whole engine. */
		async kill() {
			process.kill(-engine.pid, 'SIGKILL');
			await engine.exited;
		},
		/** The same data, passwords and ports again. */
		async restart() {
			const { httpPort, tcpPort } = engine;
			engine = await startClickHouse({ dataDir, httpPort, tcpPort });
		}
	};
}

/** An ingest process before it. */
export const ingestOf = async ({ dataDir, url }: { dataDir: string; url: string }) => {
	const ingest = await spawnIngest({ TOUCHSTONE_DATA: dataDir, CLICKHOUSE_URL: url });
	cleanups.push(() => ingest.kill('SIGKILL'));
	return ingest;
};

/** The memory a process has in RAM. */
export const residentBytes = (pid: number) =>
	Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
