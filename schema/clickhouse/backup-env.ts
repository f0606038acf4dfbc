import { resolve } from 'node:path';
import { z } from 'zod';
import { Port, problemsOf, setVariables, SHARED_ENV } from '../environment.ts';
import { clickhouseUrl } from './address.ts';
import { connect, type ClickHouseClient } from './client.ts';
import { startClickHouse } from './embedded.ts';
import { engineUrl, readEngineFile } from './engine-file.ts';

/** The variables a backup or a restoring reads; the same as those of the service. */
const Env = z.object({
	HOST: SHARED_ENV.HOST,
	INGEST_PORT: Port.default(8787),
	CLICKHOUSE_URL: SHARED_ENV.CLICKHOUSE_URL,
	CLICKHOUSE_DATABASE: SHARED_ENV.CLICKHOUSE_DATABASE,
	TOUCHSTONE_DATA: SHARED_ENV.TOUCHSTONE_DATA,
	TOUCHSTONE_INGEST_KEYS: z.string().optional()
});
export type Env = z.output<typeof Env>;

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readEnv(variables: Record<string, string | undefined>): Env {
	const env = Env.safeParse(setVariables(Env.shape, variables));
	if (!env.success) {
		const lines = problemsOf(env.error).map((line) => `  ${line}`);
		throw new Error(`The environment is wrong:\n${lines.join('\n')}`);
	}
	return { ...env.data, TOUCHSTONE_DATA: resolve(env.data.TOUCHSTONE_DATA) };
}

/** Whether the embedded ClickHouse of `npm start` answers. */
async function isRunning(dataDir: string): Promise<boolean> {
	const engine = readEngineFile(dataDir);
	if (!engine) return false;
	const answer = await fetch(`${new URL(engineUrl(engine, 'admin')).origin}/ping`).catch(() => undefined);
	return answer?.ok === true;
}

/** Connects as `admin` for as long as `use` takes. An embedded ClickHouse that does not run is started for it. */
export async function withClickHouse<T>(
	env: Env,
	say: (words: string) => void,
	use: (clickhouse: ClickHouseClient) => Promise<T>
): Promise<T> {
	const { CLICKHOUSE_DATABASE: database, TOUCHSTONE_DATA: dataDir } = env;
	const alone = !env.CLICKHOUSE_URL && !(await isRunning(dataDir));
	if (alone) say('Starting ClickHouse …');
	const engine = alone ? await startClickHouse({ dataDir, database }) : undefined;
	const clickhouse = connect({ url: engine?.url('admin') ?? clickhouseUrl(env, 'admin'), database });
	try {
		return await use(clickhouse);
	} finally {
		await clickhouse.close();
		await engine?.stop();
	}
}
