import { z } from 'zod';
import { problemsOf, setVariables, SHARED_ENV } from '../environment.ts';
import { clickhouseUrl } from './address.ts';
import { connect, PATIENT_MS } from './client.ts';
import { migrate } from './migrate.ts';
import { trySettled } from './settled/prepare.ts';
import { applyRetention } from './retention.ts';

// npm run migrate: brings the database of CLICKHOUSE_URL (or of the running embedded ClickHouse) up to date.

const Env = z.object({
	CLICKHOUSE_URL: SHARED_ENV.CLICKHOUSE_URL,
	CLICKHOUSE_DATABASE: SHARED_ENV.CLICKHOUSE_DATABASE,
	TOUCHSTONE_DATA: SHARED_ENV.TOUCHSTONE_DATA,
	TOUCHSTONE_RETENTION: SHARED_ENV.TOUCHSTONE_RETENTION
});

function readEnv(variables: Record<string, string | undefined>) {
	const env = Env.safeParse(setVariables(Env.shape, variables));
	if (env.success) return env.data;
	throw new Error(`The environment is wrong:\n${problemsOf(env.error).join('\n')}`);
}

try {
	const env = readEnv(process.env);
	const database = env.CLICKHOUSE_DATABASE;
	const clickhouse = connect({ url: clickhouseUrl(env, 'admin'), database, timeoutMs: PATIENT_MS });
	const applied = await migrate(clickhouse, database);
	const slow = await trySettled(clickhouse, database);
	const changed = await applyRetention(clickhouse, database, env.TOUCHSTONE_RETENTION);
	const said = applied.length > 0 ? applied : ['Nothing to migrate: the database is up to date.'];
	process.stdout.write(`${[...said, ...slow, ...changed].join('\n')}\n`);
	await clickhouse.close();
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
