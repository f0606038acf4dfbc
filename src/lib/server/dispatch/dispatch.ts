import { NOTICES_FILE } from '#schema/store-file.ts';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Notice, NotificationAnswer, NotificationOrder, ReviewNotice } from '#schema/notification.ts';
import type { Settler } from '../settled/settler.ts';
import { again } from './again.ts';
import { createDeliver } from './deliver.ts';
import { createLook } from './look.ts';
import { createMailer } from './mail.ts';
import { createOutbox } from './outbox.ts';
import type { TargetProblem } from './targets.ts';

const LOOK_MS = 10_000;
const DELIVER_MS = 1_000;
/** A server that does not answer does not hold up the end. */
const STOP_MS = 1_000;

type Options = {
	clickhouse: ClickHouseClient;
	zone: string;
	settler?: Settler | undefined;
	/** TOUCHSTONE_DATA. */
	data: string;
	/** Where people open the dashboard. */
	origin: string;
	smtp?: string | undefined;
	now?: () => number;
	/** How often it looks what broke. */
	lookMs?: number;
	leaseMs?: number;
	log?: (line: string) => void;
};

/** Who acts: tells of what broke and of what nobody acted upon, and sees to it that it is told once. */
export type Dispatch = {
	answer(): NotificationAnswer;
	/** Whoever is told from now on; undefined, or what is wrong with the order. */
	replace(order: NotificationOrder): TargetProblem | undefined;
	/** Sends something to try; resolves with whether there is such a target, once it was tried. */
	test(id: string): Promise<boolean>;
	/** Tells every webhook, once for each week and reason, that a weekly review did not come. */
	tellOfReview(review: ReviewNotice): void;
	/** Looks once; rejects when ClickHouse cannot be reached. */
	look(): Promise<number>;
	/** Sends once what is due. */
	deliver(): Promise<number>;
	/** Goes on looking and sending until stopped. */
	start(): void;
	stop(): Promise<void>;
};

const NO_PROMISE: Omit<Notice, 'about' | 'breach_at' | 'due_at'> = {
	...{ promise_id: '', case_id: '', metric: '' },
	...{ team: '', agent: '', owner: '', channel: '', tier: '', topic: '' }
};

export function createDispatch({
	data,
	origin,
	smtp,
	now = Date.now,
	lookMs = LOOK_MS,
	leaseMs,
	log,
	...options
}: Options): Dispatch {
	const outbox = createOutbox({ file: join(data, NOTICES_FILE), now, leaseMs });
	const mailer = smtp ? createMailer(smtp) : null;
	const look = createLook({ ...options, outbox, now });
	const deliver = createDeliver({ outbox, mailer, sending: { origin, zone: options.zone, now } });
	const stops: (() => Promise<void>)[] = [];
	let told = '';
	// Promises are told of from the first start on, not from when somebody first wants to hear.
	const since = outbox.began();

	function tell(what: string, error: unknown) {
		const line = `${what}: ${error instanceof Error ? error.message : error}`;
		if (line !== told) log?.(line);
		told = line;
	}

	return {
		answer: () => ({
			targets: outbox.targets.known(),
			messages: outbox.lately(),
			mail: mailer !== null,
			since: new Date(since).toISOString()
		}),
		replace: (order) => outbox.targets.replace(order, mailer !== null),
		async test(id) {
			const at = new Date(now()).toISOString();
			if (outbox.test(id, { ...NO_PROMISE, about: 'test', breach_at: at, due_at: at }) === undefined)
				return false;
			await deliver(id);
			return true;
		},
		tellOfReview(review) {
			const { week, since, trouble } = review;
			const told = {
				...NO_PROMISE,
				promise_id: `${week}-${trouble.reason}`,
				breach_at: since,
				due_at: since
			};
			outbox.decide('review', [{ ...told, about: 'review', review }]);
		},
		look,
		deliver: () => deliver(),
		start() {
			if (stops.length > 0) return;
			stops.push(
				again(look, lookMs, (error) => tell('Looking what broke', error)),
				again(
					() => deliver(),
					DELIVER_MS,
					(error) => tell('Telling what broke', error)
				)
			);
		},
		async stop() {
			// Whatever is under way is done again after the next start.
			await Promise.race([
				Promise.all(stops.map((stop) => stop())),
				sleep(STOP_MS, undefined, { ref: false })
			]);
			mailer?.close();
			outbox.close();
		}
	};
}
