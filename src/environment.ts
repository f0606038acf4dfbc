import { z } from 'zod';
import { Port, problemsOf, setVariables, SHARED_ENV } from '#schema/environment.ts';

const apiKeys = z
	.string()
	.regex(
		/^[^:,]+:[^:,]+:(viewer|manager|executive|analyst|operator|administrator)(,[^:,]+:[^:,]+:(viewer|manager|executive|analyst|operator|administrator))*$/,
		'expected name:secret:role,… with role viewer, manager, executive, analyst, operator or administrator'
	)
	.optional();

/** Every variable the dashboard reads: type and default, and what it is for. */
export const ENV = {
	...SHARED_ENV,
	PORT: Port.default(3000).describe('port of the dashboard; 0 takes a free one'),
	INGEST_PORT: Port.default(8787).describe('where ingest listens, to start and stop simulated traffic'),
	TOUCHSTONE_CLICKHOUSE_PORT: Port.default(0).describe(
		'HTTP port of the embedded ClickHouse; 0 takes a free one'
	),
	TOUCHSTONE_CLICKHOUSE_TCP_PORT: Port.default(0).describe(
		'native port of the embedded ClickHouse; 0 takes a free one'
	),
	TOUCHSTONE_INGEST_KEYS: z
		.string()
		.optional()
		.describe('keys of ingest; the first starts simulated traffic'),
	ORIGIN: z
		.url({ protocol: /^https?$/ })
		.optional()
		.describe('address at which people open the dashboard, for links in notices; unset: http://HOST:PORT'),
	TOUCHSTONE_SMTP_URL: z
		.url({ protocol: /^smtps?$/ })
		.optional()
		.describe(
			'server that takes mails, smtp://user:password@host:587?from=touchstone@example.org; unset: none are sent'
		),
	TOUCHSTONE_CHROMIUM: z
		.string()
		.optional()
		.describe(
			'path of the Chromium that prints the weekly review; unset: the packaged one (Linux x64), else the system’s'
		),
	TOUCHSTONE_SETTLED: z
		.enum(['on', 'off'], { error: 'expected on or off' })
		.default('on')
		.describe(
			'off: every answer is computed from the cases themselves, the same numbers and slower; nothing is settled meanwhile'
		),
	TOUCHSTONE_API_KEYS: apiKeys.describe('who may ask the API: name:secret:role,…')
};

const Env = z.object(ENV);
export type Env = z.output<typeof Env>;

/** Reads the environment; an empty variable is an unset one. Throws one error that lists all that is wrong. */
export function readEnv(variables: Record<string, string | undefined>): Env {
	const env = Env.safeParse(setVariables(ENV, variables));
	if (env.success) return env.data;
	const lines = problemsOf(env.error).map((line) => `  ${line}`);
	throw new Error(`The dashboard cannot start, the environment is wrong:\n${lines.join('\n')}`);
}
