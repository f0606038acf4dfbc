import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Port, problemsOf, setVariables, SHARED_ENV } from '#schema/environment.ts';
import { parseBytes } from './bytes.ts';
import { isWeak, parseKeys, type Key } from './keys.ts';
import { secretFile } from './secret-file.ts';
import { readSourceSettings, type SourceSettings } from './sources/settings.ts';

const keys = z.string().transform((text, context): Key[] => {
	try {
		return parseKeys(text);
	} catch (error) {
		context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
		return z.NEVER;
	}
});

/** A spool smaller than this could not hold what comes in one moment. */
const LEAST_SPOOL_BYTES = 8 * 1024 * 1024;

const size = z.string().transform((text, context): number => {
	const bytes = parseBytes(text);
	if (bytes >= LEAST_SPOOL_BYTES) return bytes;
	context.addIssue({ code: 'custom', message: 'expected a size of at least 8 MiB, such as 2GiB' });
	return z.NEVER;
});

/** Every variable ingest reads: type and default, and what it is for. */
export const ENV = {
	...SHARED_ENV,
	INGEST_PORT: Port.default(8787).describe('port to listen on; 0 takes a free one'),
	TOUCHSTONE_INGEST_KEYS: keys
		.optional()
		.describe(
			'who may send: name:secret[:team|team…],…; unset on loopback: one is made and kept in ingest.key'
		),
	TOUCHSTONE_INGEST_RATE: z.coerce
		.number<string>()
		.min(0)
		.default(0)
		.describe('events a second that each key may send; 0 is no limit'),
	TOUCHSTONE_SPOOL_MAX: size
		.prefault('2GiB')
		.describe(
			'how much may wait on disk for ClickHouse, such as 500MB or 2GiB; above it producers are told to wait'
		),
	TOUCHSTONE_PSEUDONYM_KEY: z
		.string()
		.min(16, 'at least 16 characters')
		.optional()
		.describe(
			'key of the customers’ pseudonyms, the same for all ingest processes; unset: made, kept in pseudonym.key'
		)
};

const Env = z.object(ENV);
export type Env = z.output<typeof Env>;

export const isLoopback = (host: string) => /^(localhost|::1|127(\.\d{1,3}){3})$/.test(host);

/** What is wrong with the keys where others can reach ingest. Asked apart, so that it is told beside all else. */
function checkExposure(variables: Record<string, string | undefined>): string[] {
	const host = ENV.HOST.safeParse(variables.HOST).data;
	const keys = ENV.TOUCHSTONE_INGEST_KEYS.safeParse(variables.TOUCHSTONE_INGEST_KEYS);
	if (!host || isLoopback(host) || !keys.success) return [];
	const reachable = `HOST is ${host}, which others can reach`;
	if (!keys.data) return [`TOUCHSTONE_INGEST_KEYS: needed: ${reachable}`];
	return keys.data
		.filter(({ secret }) => isWeak(secret))
		.map(
			({ name }) =>
				`TOUCHSTONE_INGEST_KEYS: the secret of ${name} is weak (at least 16 characters, hard to guess): ${reachable}`
		);
}

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readEnv(variables: Record<string, string | undefined>): Env {
	const set = setVariables(ENV, variables);
	const env = Env.safeParse(set);
	const issues = env.error ? problemsOf(env.error) : [];
	const wrong = [...issues, ...checkExposure(set)];
	if (env.success && wrong.length === 0) return env.data;
	throw new Error(
		`Ingest cannot start, the environment is wrong:\n${wrong.map((line) => `  ${line}`).join('\n')}`
	);
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

/** Where the events wait that ClickHouse does not have yet. */
export const spoolFile = (env: Pick<Env, 'TOUCHSTONE_DATA'>) =>
	join(env.TOUCHSTONE_DATA, 'spool', 'spool.db');

/** What this installation says about vendors' payloads: names of queues and agents, zones; nothing without the file. */
export function readSources({ TOUCHSTONE_DATA }: Pick<Env, 'TOUCHSTONE_DATA'>): SourceSettings {
	const file = join(TOUCHSTONE_DATA, 'sources.json');
	return existsSync(file) ? readSourceSettings(readFileSync(file, 'utf8'), file) : {};
}
