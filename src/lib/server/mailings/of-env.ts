import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { connect } from '#schema/clickhouse/client.ts';
import type { Env } from '../../../environment.ts';
import { dispatchOf, originOf } from '../dispatch/of-env.ts';
import { printerOf } from '../print/of-env.ts';
import { createReviews } from '../reviews.ts';
import { settlerOf } from '../settled/of-env.ts';
import { createMailings, type Mailings } from './mailings.ts';
import { createPublishForMail } from './publish.ts';

const SHARED = Symbol.for('touchstone.mailings');

const reviewsOf = (env: Env) =>
	createReviews({
		clickhouse: connect({ url: clickhouseUrl(env, 'app'), database: env.CLICKHOUSE_DATABASE }),
		zone: env.TOUCHSTONE_TIMEZONE,
		settler: settlerOf(env)
	});

/** One a process: the built pages and the server they run in are two programs in one. */
export function mailingsOf(env: Env): Mailings {
	const shared = globalThis as { [SHARED]?: Mailings };
	return (shared[SHARED] ??= createMailings({
		data: env.TOUCHSTONE_DATA,
		zone: env.TOUCHSTONE_TIMEZONE,
		origin: originOf(env),
		publish: createPublishForMail(reviewsOf(env)),
		printer: printerOf(env),
		smtp: env.TOUCHSTONE_SMTP_URL,
		log: (line) => void process.stderr.write(`${line}\n`),
		onAlarm: (alarm) => dispatchOf(env).tellOfReview(alarm)
	}));
}
