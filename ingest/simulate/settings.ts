import { join } from 'node:path';
import { z } from 'zod';
import { SHARED_ENV } from '#schema/environment.ts';
import { parseKeys } from '../keys.ts';

/** Every variable the simulator reads: type and default, and what it is for. */
const ENV = z.object({
	HOST: z.string().default('127.0.0.1').describe('where ingest listens'),
	INGEST_PORT: z.coerce
		.number<string>('expected a port')
		.int()
		.min(1)
		.max(65_535)
		.default(8787)
		.describe('its port'),
	TOUCHSTONE_DATA: z
		.string()
		.default('./data')
		.describe('directory of the key that was made at the first start'),
	TOUCHSTONE_INGEST_KEY: z.string().optional().describe('the secret to send with'),
	TOUCHSTONE_INGEST_KEYS: z.string().optional().describe('keys of ingest; the first is taken'),
	TOUCHSTONE_TIMEZONE: SHARED_ENV.TOUCHSTONE_TIMEZONE
});

export type Settings = { url: string; key: string; zone: string };

type Env = z.output<typeof ENV>;

function findKey(env: Env, readFile: (path: string) => string): string {
	if (env.TOUCHSTONE_INGEST_KEY) return env.TOUCHSTONE_INGEST_KEY;
	const [first] = env.TOUCHSTONE_INGEST_KEYS ? parseKeys(env.TOUCHSTONE_INGEST_KEYS) : [];
	if (first) return first.secret;
	const path = join(env.TOUCHSTONE_DATA, 'ingest.key');
	try {
		return readFile(path).trim();
	} catch {
		throw new Error(
			`No key to send with: ${path} cannot be read. Start Touchstone first (npm start makes the key), ` +
				'or set TOUCHSTONE_INGEST_KEY or TOUCHSTONE_DATA.'
		);
	}
}

/** "Every address" is none to connect to. */
const reachable = (host: string) => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readSettings(
	variables: Record<string, string | undefined>,
	readFile: (path: string) => string
): Settings {
	const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
	const env = ENV.safeParse(set);
	if (!env.success) {
		const lines = env.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
		throw new Error(`The environment is wrong:\n${lines.join('\n')}`);
	}
	const host = reachable(env.data.HOST);
	const name = host.includes(':') ? `[${host}]` : host;
	return {
		url: `ws://${name}:${env.data.INGEST_PORT}/v1/events`,
		key: findKey(env.data, readFile),
		zone: env.data.TOUCHSTONE_TIMEZONE
	};
}
