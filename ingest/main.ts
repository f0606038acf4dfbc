import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { readEnv, readKeys, readPseudonymKey, readSources, spoolFile } from './env.ts';
import { startIngest } from './service.ts';

// The composition root of ingest: it alone reads the environment, opens the port and handles signals.

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const simulator = fileURLToPath(new URL('./simulate/main.ts', import.meta.url));

/** The simulator is a producer like any other: it gets no way into ClickHouse, and is told the address and its own key. */
const NOT_FOR_PRODUCERS = {
	CLICKHOUSE_URL: undefined,
	INGEST_PORT: undefined,
	HOST: undefined,
	TOUCHSTONE_INGEST_KEYS: undefined
};

async function main() {
	const env = readEnv(process.env);
	const { keys, file, made } = readKeys(env);
	const log = pino({ name: 'ingest' });
	const clickhouse = connect({ url: clickhouseUrl(env, 'ingest'), database: env.CLICKHOUSE_DATABASE });
	const ingest = await startIngest({
		host: env.HOST,
		port: env.INGEST_PORT,
		keys,
		pseudonymKey: readPseudonymKey(env),
		clickhouse,
		log,
		spool: { file: spoolFile(env), maxBytes: env.TOUCHSTONE_SPOOL_MAX },
		zone: env.TOUCHSTONE_TIMEZONE,
		sources: readSources(env),
		rate: env.TOUCHSTONE_INGEST_RATE,
		simulator: {
			command: [process.execPath, '--import', tsx, simulator],
			env: { ...process.env, ...NOT_FOR_PRODUCERS }
		}
	});

	// For people, where everything else is for programs.
	if (file) console.log(`Ingest key: ${made ?? 'made before'} (kept in ${file})`);
	console.log(`Ingest takes events at ${ingest.url}`);

	let stopping = false;
	async function stop() {
		if (stopping) return;
		stopping = true;
		log.info('stopping: answering what was taken, and handing it on to ClickHouse');
		const rows = await ingest.stop();
		if (rows > 0)
			log.warn({ rows }, 'ClickHouse does not take events: they stay in the spool for the next start');
		await clickhouse.close();
		process.exit(0);
	}
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
	process.on('disconnect', stop); // what started this process is gone
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
