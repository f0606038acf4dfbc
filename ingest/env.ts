import { join } from 'node:path';
import { z } from 'zod';
import { isWeak, parseKeys, type Key } from './keys.ts';
import { secretFile } from './secret-file.ts';

const port = z.coerce.number<string>().int().min(0).max(65_535);

const keys = z.string().transform((text, context): Key[] => {
	try {
		return parseKeys(text);
	} catch (error) {
		context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
		return z.NEVER;
	}
});

/** Every variable ingest reads: type and default, and what it is for. */
export const ENV = {
	HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
	INGEST_PORT: port.default(8787).describe('port to listen on; 0 takes a free one'),
	CLICKHOUSE_URL: z
		.url({ protocol: /^https?$/ })
		.optional()
		.describe('ClickHouse over HTTP, http://user:password@host:8123; unset: the embedded one'),
	CLICKHOUSE_DATABASE: z
		.string()
		.regex(/^\w+$/, 'letters, digits and _ only')
		.default('touchstone')
		.describe('database of the events'),
	TOUCHSTONE_DATA: z
		.string()
		.min(1)
		.default('./data')
		.describe('directory of the embedded database and the keys'),
	TOUCHSTONE_INGEST_KEYS: keys
		.optional()
		.describe(
			'who may send: name:secret[:team|team…],…; unset on loopback: one is made and kept in ingest.key'
		),
	TOUCHSTONE_PSEUDONYM_KEY: z
		.string()
		.min(16, 'at least 16 characters')
		.optional()
		.describe(
			'key of the customers’ pseudonyms, the same for all ingest processes; unset: made, kept in pseudonym.key'
		)
};

const Env = z.object(ENV).superRefine((env, context) => {
	if (isLoopback(env.HOST)) return;
	const wrong = (message: string) =>
		context.addIssue({
			code: 'custom',
			path: ['TOUCHSTONE_INGEST_KEYS'],
			message: `${message}: HOST is ${env.HOST}, which others can reach`
		});
	if (!env.TOUCHSTONE_INGEST_KEYS) wrong('needed');
	for (const { name, secret } of env.TOUCHSTONE_INGEST_KEYS ?? [])
		if (isWeak(secret)) wrong(`the secret of ${name} is weak (16 characters at least, hard to guess)`);
});
export type Env = z.output<typeof Env>;

export const isLoopback = (host: string) => /^(localhost|::1|127(\.\d{1,3}){3})$/.test(host);

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readEnv(variables: Record<string, string | undefined>): Env {
	const set = Object.fromEntries(
		Object.entries(variables).filter(([name, value]) => name in ENV && value !== '')
	);
	const env = Env.safeParse(set);
	if (env.success) return env.data;
	const lines = env.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
	throw new Error(`Ingest cannot start, the environment is wrong:\n${lines.join('\n')}`);
}

/** The keys of the sources. On loopback without any: the one in `file`; `made` is it when this is the first start. */
export function readKeys(env: Env): { keys: Key[]; file?: string; made?: string } {
	if (env.TOUCHSTONE_INGEST_KEYS) return { keys: env.TOUCHSTONE_INGEST_KEYS };
	const file = join(env.TOUCHSTONE_DATA, 'ingest.key');
	const { secret, made } = secretFile(file);
	return { keys: [{ name: 'local', secret }], file, ...(made && { made: secret }) };
}

/** The key of the pseudonyms: without it the same customer would be another one after a restart. */
export const readPseudonymKey = (env: Env): string =>
	env.TOUCHSTONE_PSEUDONYM_KEY ?? secretFile(join(env.TOUCHSTONE_DATA, 'pseudonym.key')).secret;
