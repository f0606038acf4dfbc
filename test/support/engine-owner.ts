import { startClickHouse } from '#schema/clickhouse/embedded.ts';

// A process that owns an engine, to be killed by a test: says the engine's process group and port, then waits.
const engine = await startClickHouse({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${engine.pid} ${engine.httpPort}\n`);
