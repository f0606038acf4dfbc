import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { connect, PATIENT_MS } from '#schema/clickhouse/client.ts';
import type { Env } from '../../../environment.ts';
import { shared } from '../shared.ts';
import { createSettler, unasked, type Settler } from './settler.ts';

/** The settler of this process. It has a connection of its own, which waits as long as building takes. */
export const settlerOf = (env: Env): Settler =>
	shared('settler', () => {
		const settler = createSettler({
			clickhouse: connect({
				url: clickhouseUrl(env, 'app'),
				database: env.CLICKHOUSE_DATABASE,
				timeoutMs: PATIENT_MS
			}),
			database: env.CLICKHOUSE_DATABASE,
			zone: env.TOUCHSTONE_TIMEZONE,
			log: (line) => void process.stderr.write(`${line}\n`)
		});
		return env.TOUCHSTONE_SETTLED === 'off' ? unasked(settler) : settler;
	});
