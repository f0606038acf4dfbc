import type { Role } from './config.ts';
import { engineUrl, readEngineFile } from './engine-file.ts';

/** Where ClickHouse is for a process started alone: CLICKHOUSE_URL, else the embedded one `npm start` runs. */
export function clickhouseUrl(
	env: { CLICKHOUSE_URL?: string | undefined; TOUCHSTONE_DATA: string },
	role: Role
): string {
	if (env.CLICKHOUSE_URL) return env.CLICKHOUSE_URL;
	const engine = readEngineFile(env.TOUCHSTONE_DATA);
	if (engine) return engineUrl(engine, role);
	throw new Error(
		`No ClickHouse: CLICKHOUSE_URL is unset, and none was started in ${env.TOUCHSTONE_DATA}. ` +
			'Set CLICKHOUSE_URL (http://user:password@host:8123), or run npm start, which brings its own.'
	);
}
