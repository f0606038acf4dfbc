import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../checker/ledger.ts';
import { openLine, type Line, type Target } from './line.ts';
import type { Random } from './random.ts';

export type ProducerOptions = {
	targets: readonly Target[];
	connections: number;
	key: string;
	ledger: Ledger;
	deliveries: readonly number[];
	random: Random;
	/** Events per second of all connections together; what could not be sent in time is made up for. */
	rate: number;
	/** The share of acknowledged frames that are sent whole once more. */
	resent: number;
	/** The share of frames whose connection is cut before the answer is read. */
	cut: number;
};

const FRAME_SIZES = [1, 5, 40, 100, 100, 100, 200] as const;

/**
 * Sends traffic over bare WebSockets, at least once: what is not acknowledged is kept, and sent again over whichever
 * connection is free. Writes everything it does into the ledger.
 */
export function startProducer(options: ProducerOptions) {
	const { ledger, deliveries, random, targets } = options;
	/** Frames to be sent again. */
	const again: number[][] = [];
	let next = 0;
	let acknowledged = 0;
	let stopped = false;
	const began = performance.now();

	const due = () =>
		Math.min(deliveries.length, Math.floor(((performance.now() - began) / 1000) * options.rate));

	/** The next frame that may be sent now; never more than `room` events. */
	function take(room: number): number[] | undefined {
		const old = again[0];
		if (old) return old.length <= room ? again.shift() : undefined;
		const size = Math.min(random.pick(FRAME_SIZES), room, deliveries.length - next);
		// A frame waits until it is full, but for the last.
		if (size <= 0 || due() - next < size) return undefined;
		next += size;
		return deliveries.slice(next - size, next);
	}

	/** A connection is gone: its unanswered frames are sent again, as they were or cut anew. */
	function giveBack(frames: number[][]) {
		if (random.chance(0.7)) return void again.push(...frames);
		const events = frames.flat();
		while (events.length > 0) again.push(events.splice(0, random.pick(FRAME_SIZES)));
	}

	function onAnswered(events: number[], acked: boolean) {
		if (!acked) return giveBack([events]);
		acknowledged += events.length;
		if (random.chance(options.resent)) {
			acknowledged -= events.length;
			again.push(events);
		}
	}

	const lines: Line[] = Array.from({ length: options.connections }, (_, number) => {
		const target = targets[number % targets.length];
		if (!target) throw new Error('a producer needs somewhere to send to');
		return openLine({ ...options, target, ledger, random, take, giveBack, onAnswered });
	});

	const done = () => acknowledged >= deliveries.length;
	return {
		/** Deliveries whose frame is acknowledged, of how many. */
		get acknowledged() {
			return acknowledged;
		},
		get due() {
			return due();
		},
		total: deliveries.length,
		/** Resolves when everything is acknowledged, or the time is over; with whether it is. */
		async finished(deadline: number): Promise<boolean> {
			while (!done() && !stopped && Date.now() < deadline) await sleep(5);
			ledger.ended = Date.now();
			return done();
		},
		/** Ends every connection. */
		async stop() {
			stopped = true;
			await Promise.all(lines.map((line) => line.close()));
		}
	};
}
export type Producer = ReturnType<typeof startProducer>;
