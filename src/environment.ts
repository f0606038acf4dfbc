import { z } from 'zod';

const port = (fallback: number) => z.coerce.number<string>().int().min(0).max(65_535).default(fallback);

const zone = z
	.string()
	.default(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
	.refine(isZone, 'expected an IANA time zone, such as Asia/Shanghai');

const apiKeys = z
	.string()
	.regex(
		/^[^:,]+:[^:,]+:(viewer|manager|executive|analyst|operator|administrator)(,[^:,]+:[^:,]+:(viewer|manager|executive|analyst|operator|administrator))*$/,
		'expected name:secret:role,… with role viewer, manager, executive, analyst, operator or administrator'
	)
	.optional();

/** Every variable the dashboard reads: type and default, and what it is for. */
export const ENV = {
	HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
	PORT: port(3000).describe('port of the dashboard; 0 takes a free one'),
	INGEST_PORT: port(8787).describe('where ingest listens, to start and stop simulated traffic'),
	CLICKHOUSE_URL: z
		.url({ protocol: /^https?$/ })
		.optional()
		.describe('ClickHouse over HTTP, http://user:password@host:8123; unset: the embedded one'),
	CLICKHOUSE_DATABASE: z
		.string()
		.regex(/^\w+$/, 'letters, digits and _ only')
		.default('touchstone')
		.describe('database of the events'),
	TOUCHSTONE_CLICKHOUSE_PORT: port(0).describe('HTTP port of the embedded ClickHouse; 0 takes a free one'),
	TOUCHSTONE_CLICKHOUSE_TCP_PORT: port(0).describe(
		'native port of the embedded ClickHouse; 0 takes a free one'
	),
	TOUCHSTONE_DATA: z
		.string()
		.min(1)
		.default('./data')
		.describe('directory of the embedded database and the keys'),
	TOUCHSTONE_TIMEZONE: zone.describe('business time zone: days, weeks and hours are counted in it'),
	TOUCHSTONE_INGEST_KEYS: z
		.string()
		.optional()
		.describe('keys of ingest; the first starts simulated traffic'),
	TOUCHSTONE_API_KEYS: apiKeys.describe('who may ask the API: name:secret:role,…')
};

const Env = z.object(ENV);
export type Env = z.output<typeof Env>;

function isZone(name: string): boolean {
	try {
		return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
	} catch {
		return false;
	}
}

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readEnv(variables: Record<string, string | undefined>): Env {
	const set = Object.fromEntries(
		Object.entries(variables).filter(([name, value]) => name in ENV && value !== '')
	);
	const env = Env.safeParse(set);
	if (env.success) return env.data;
	const lines = env.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
	throw new Error(`The dashboard cannot start, the environment is wrong:\n${lines.join('\n')}`);
}
