import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { inBackground } from '../background.ts';
import type { Clocks } from './clocks.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** What comes in now happened in the last 15 hours, or is no question of clocks; a stretch is told by what lies around it. */
const BACK_MS = 8 * DAY_MS;
/** Once a process, all there is: nobody may have looked for long. */
const EVER = Date.UTC(1990, 0, 1);

const RECEIVED = 'SELECT toString(max(last_received)) AS received FROM sources';

type Options = { clickhouse: ClickHouseClient; clocks: Pick<Clocks, 'look'>; now?: () => number };

/** One look of the background: at all there is the first time, later at the last days, if anything came in. */
export function createTurn({ clickhouse, clocks, now = Date.now }: Options) {
	let from = EVER;
	let looked = '';

	return async function turn() {
		const found = await clickhouse.query({ query: RECEIVED, format: 'JSONEachRow' });
		const [row] = await found.json<{ received: string }>();
		const received = row?.received ?? '';
		if (received === looked) return;
		await clocks.look(from);
		looked = received;
		from = now() - BACK_MS;
	};
}

/** Watches the sources' clocks in the background until it is closed: a minute more or less does not matter to what takes half an hour to tell. */
export const startWatching = ({ onError, ...options }: Options & { onError: (error: unknown) => void }) =>
	inBackground(createTurn(options), { first_ms: 0, every_ms: MINUTE_MS, onError });
