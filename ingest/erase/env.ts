import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { problemsOf, setVariables } from '#schema/environment.ts';
import { ENV } from '../env.ts';
import { createPseudonym } from '../pseudonym.ts';

/** The variables an erasure reads; the same as those of the ingest whose customer is erased. */
const Env = z.object({
	HOST: ENV.HOST,
	INGEST_PORT: ENV.INGEST_PORT,
	CLICKHOUSE_URL: ENV.CLICKHOUSE_URL,
	CLICKHOUSE_DATABASE: ENV.CLICKHOUSE_DATABASE,
	TOUCHSTONE_DATA: ENV.TOUCHSTONE_DATA,
	TOUCHSTONE_INGEST_KEYS: ENV.TOUCHSTONE_INGEST_KEYS,
	TOUCHSTONE_SPOOL_MAX: ENV.TOUCHSTONE_SPOOL_MAX,
	TOUCHSTONE_PSEUDONYM_KEY: ENV.TOUCHSTONE_PSEUDONYM_KEY
});
export type Env = z.output<typeof Env>;

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readEnv(variables: Record<string, string | undefined>): Env {
	const env = Env.safeParse(setVariables(Env.shape, variables));
	if (env.success) return env.data;
	const lines = problemsOf(env.error).map((line) => `  ${line}`);
	throw new Error(`The environment is wrong:\n${lines.join('\n')}`);
}

const kept = (env: Env, name: string) => {
	const file = join(env.TOUCHSTONE_DATA, name);
	return existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined;
};

/** A key of ingest that is for all teams, as ingest itself knows it; undefined where there is none. */
export const ingestKey = (env: Env): string | undefined =>
	env.TOUCHSTONE_INGEST_KEYS
		? env.TOUCHSTONE_INGEST_KEYS.find(({ teams }) => !teams)?.secret
		: kept(env, 'ingest.key');

/** The pseudonym of a customer here; undefined where the key of the pseudonyms is not known. Unlike ingest, it makes none. */
export function pseudonymOf(env: Env, customer: string): string | undefined {
	const key = env.TOUCHSTONE_PSEUDONYM_KEY ?? kept(env, 'pseudonym.key');
	return key === undefined ? undefined : createPseudonym({ key })(customer);
}
