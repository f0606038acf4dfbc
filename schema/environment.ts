import { z } from 'zod';
import { RetentionText } from './clickhouse/retention.ts';

/** A TCP port. */
export const Port = z.coerce.number<string>().int().min(0).max(65_535);

function isZone(name: string): boolean {
	try {
		return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
	} catch {
		return false;
	}
}

/** A time zone by its name. */
export const Zone = z.string().refine(isZone, 'expected an IANA time zone, such as Asia/Shanghai');

/** What every process reads alike: type and default, and what it is for. */
export const SHARED_ENV = {
	HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
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
		.describe('directory of the embedded database, the keys, boards and screens'),
	TOUCHSTONE_TIMEZONE: Zone.default(() => Intl.DateTimeFormat().resolvedOptions().timeZone).describe(
		'business time zone: days, weeks and hours are counted in it'
	),
	TOUCHSTONE_RETENTION: RetentionText
};

/** The variables a table knows and that are set: an empty variable is an unset one. */
export const setVariables = (table: object, variables: Record<string, string | undefined>) =>
	Object.fromEntries(Object.entries(variables).filter(([name, value]) => name in table && value !== ''));

/** What is wrong with an environment, a line a variable. */
export const problemsOf = (error: z.ZodError) =>
	error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

/** Where the ingest of an environment listens, over HTTP. One that listens everywhere is reached on loopback. */
export function ingestUrl({ HOST, INGEST_PORT }: { HOST: string; INGEST_PORT: number }): string {
	const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
	return `http://${host.includes(':') ? `[${host}]` : host}:${INGEST_PORT}`;
}
