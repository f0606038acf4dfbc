import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { connect } from '#schema/clickhouse/client.ts';
import type { Env } from '../../../environment.ts';
import { settlerOf } from '../settled/of-env.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';

const SHARED = Symbol.for('touchstone.dispatch');

/** Where people open the dashboard, for the links in what they are sent. */
export const originOf = ({ ORIGIN, HOST, PORT }: Pick<Env, 'ORIGIN' | 'HOST' | 'PORT'>) =>
	ORIGIN?.replace(/\/+$/, '') ?? `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;

/** One a process: the built pages and the server they run in are two programs in one. */
export function dispatchOf(env: Env): Dispatch {
	const shared = globalThis as { [SHARED]?: Dispatch };
	return (shared[SHARED] ??= createDispatch({
		clickhouse: connect({ url: clickhouseUrl(env, 'app'), database: env.CLICKHOUSE_DATABASE }),
		zone: env.TOUCHSTONE_TIMEZONE,
		settler: settlerOf(env),
		data: env.TOUCHSTONE_DATA,
		origin: originOf(env),
		smtp: env.TOUCHSTONE_SMTP_URL,
		log: (line) => void process.stderr.write(`${line}\n`)
	}));
}
