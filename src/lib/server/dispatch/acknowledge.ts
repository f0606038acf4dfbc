import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { DASHBOARD_SOURCE, SIMULATOR_SOURCE, type CloudEvent } from '#schema/event.ts';
import { AHEAD_MS, QUEUE_MS } from '../feeds/actions.ts';
import { askLedger } from '../settled/ledger.ts';
import type { Settler } from '../settled/settler.ts';

/** As long ago a promise may have fallen due for somebody to say that they act upon it. */
const LOOK_BACK_MS = 31 * 86_400_000;

/** Who acts upon a broken promise, and what they say of it. */
export const Acknowledgement = z.strictObject({
	by: z
		.string({ error: 'expected who acts: a name' })
		.trim()
		.min(1, 'expected who acts: a name')
		.max(200, 'expected at most 200 characters'),
	note: z
		.string({ error: 'expected a text' })
		.trim()
		.max(2000, 'expected at most 2000 characters')
		.default('')
});
export type Acknowledgement = z.output<typeof Acknowledgement>;

const Found = z.object({ case_id: z.string(), simulated: z.int() });

/** What the interface tells of it. `repeated`: the same had been said before. */
export type Acknowledged = Acknowledgement & {
	promise_id: string;
	case_id: string;
	at: string;
	repeated: boolean;
};

type Options = {
	clickhouse: ClickHouseClient;
	zone: string;
	settler?: Settler;
	send: (event: CloudEvent) => Promise<{ duplicate: boolean }>;
	now?: () => number;
};

/** The same words of the same person about the same promise are one event, however often somebody clicks. */
const idOf = (promise: string, { by, note }: Acknowledgement) =>
	`acknowledged-${createHash('sha256')
		.update(JSON.stringify([promise, by, note]))
		.digest('hex')
		.slice(0, 32)}`;

/** Says who acts upon a promise: as an event, which goes the way of all events. */
export function createAcknowledge({ clickhouse, zone, settler, send, now = Date.now }: Options) {
	async function find(promise: string, backMs: number) {
		const at = now();
		const rows = await askLedger(
			clickhouse,
			{ view: 'unkept_named', from: at - backMs, to: at + AHEAD_MS, asOf: at, promise },
			{ zone, settler }
		);
		return z.array(Found).parse(rows)[0];
	}

	/** Null for a promise that is not known to be broken, nor running. Throws IngestTrouble when ingest does not take it. */
	return async (promise: string, said: Acknowledgement): Promise<Acknowledged | null> => {
		// What is in the queue is found soon; to look further back takes longer.
		const found = (await find(promise, QUEUE_MS)) ?? (await find(promise, LOOK_BACK_MS));
		if (!found) return null;
		const at = new Date(now()).toISOString();
		const { duplicate } = await send({
			specversion: '1.0',
			// What was said of simulated cases goes with them.
			source: found.simulated ? SIMULATOR_SOURCE : DASHBOARD_SOURCE,
			id: idOf(promise, said),
			type: 'breach.acknowledged',
			subject: found.case_id,
			time: at,
			// No team, agent or channel: later steps of the case would be of them.
			data: { breach: promise, ...said }
		});
		return { promise_id: promise, case_id: found.case_id, ...said, at, repeated: duplicate };
	};
}
export type Acknowledge = ReturnType<typeof createAcknowledge>;
