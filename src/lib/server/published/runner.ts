import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { inBackground } from '../background.ts';
import { moment } from '../kpi/moment.ts';
import type { Published } from '../published.ts';

const MINUTE_MS = 60_000;
/** How often it looks whether a week is due. */
const LOOK_MS = 5 * MINUTE_MS;
/** How often published weeks are compared: a figure is restated a few times a day at most. */
const CHECK_MS = 6 * 60 * MINUTE_MS;
/** While events of past weeks come in (a replay, a source that catches up), it waits, so that not every step is restated … */
const QUIET_MS = 10 * MINUTE_MS;
/** … but not for longer than this. */
const PATIENCE_MS = 6 * 60 * MINUTE_MS;

const QUESTION = /* sql */ `
	SELECT 1
	FROM events
	PREWHERE received_at > {quiet_since:DateTime64(3, 'UTC')}
	WHERE time < toDateTime(toMonday({now:DateTime64(3, 'UTC')}, {zone:String}), {zone:String})
	LIMIT 1`;

type Options = {
	clickhouse: ClickHouseClient;
	/** The business time zone. */
	zone: string;
	published: Pick<Published, 'run' | 'publish'>;
	/** The server's clock, ms. */
	now?: () => number;
};

/** One look of the background: publishes what is due and, a few times a day, checks what is published. */
export function createTurn({ clickhouse, zone, published, now = Date.now }: Options) {
	let checkedAt = -Infinity;
	let busySince: number | undefined;

	/** Whether events of weeks that are over came just now. */
	async function isBusy() {
		const result = await clickhouse.query({
			query: QUESTION,
			query_params: { now: moment(now()), quiet_since: moment(now() - QUIET_MS), zone },
			format: 'JSONEachRow'
		});
		return (await result.json()).length > 0;
	}

	return async function turn() {
		busySince = (await isBusy()) ? (busySince ?? now()) : undefined;
		if (busySince !== undefined && now() - busySince < PATIENCE_MS) return;
		if (now() - checkedAt < CHECK_MS) return void (await published.publish());
		checkedAt = now();
		await published.run();
	};
}

/** Publishes and checks in the background until it is closed; the first time a minute after it was started. */
export const startPublishing = ({ onError, ...options }: Options & { onError: (error: unknown) => void }) =>
	inBackground(createTurn(options), { first_ms: MINUTE_MS, every_ms: LOOK_MS, onError });
