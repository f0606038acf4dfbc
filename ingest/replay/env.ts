import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ENV } from '../env.ts';

/** The variables replay reads; the same as those of the ingest it sends to. */
const Env = z.object({
	HOST: ENV.HOST,
	INGEST_PORT: ENV.INGEST_PORT,
	TOUCHSTONE_DATA: ENV.TOUCHSTONE_DATA,
	TOUCHSTONE_INGEST_KEYS: ENV.TOUCHSTONE_INGEST_KEYS,
	TOUCHSTONE_TIMEZONE: ENV.TOUCHSTONE_TIMEZONE
});
export type Env = z.output<typeof Env>;

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readEnv(variables: Record<string, string | undefined>): Env {
	const set = Object.fromEntries(
		Object.entries(variables).filter(([name, value]) => name in Env.shape && value !== '')
	);
	const env = Env.safeParse(set);
	if (env.success) return env.data;
	const lines = env.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
	throw new Error(`The environment is wrong:\n${lines.join('\n')}`);
}

/** The address of the ingest this environment describes. An ingest that listens everywhere is reached on loopback. */
export function ingestUrl({ HOST, INGEST_PORT }: Pick<Env, 'HOST' | 'INGEST_PORT'>): string {
	const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
	return `ws://${host.includes(':') ? `[${host}]` : host}:${INGEST_PORT}/v1/events`;
}

/** The key to send with: the first that is configured, else the one the ingest made at its first start. */
export function ingestKey({ TOUCHSTONE_INGEST_KEYS, TOUCHSTONE_DATA }: Env): string {
	const configured = TOUCHSTONE_INGEST_KEYS?.[0];
	if (configured) return configured.secret;
	const file = join(TOUCHSTONE_DATA, 'ingest.key');
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		throw new Error(
			`No key to send with: there is no ${file}, and TOUCHSTONE_INGEST_KEYS is unset. ` +
				'Start the ingest once (npm start makes a key), or set TOUCHSTONE_INGEST_KEYS or TOUCHSTONE_DATA as the ingest has it.'
		);
	}
}
