import type { CloudEvent } from '#schema/event.ts';

export type Clock = {
	/** Ms since 1970. */
	now(): number;
	/** Resolves after `ms`, or as soon as `signal` says stop. */
	wait(ms: number, signal: AbortSignal): Promise<void>;
};

export type Progress = { phase: 'history' | 'live'; sent: number; total: number };

export type Run = {
	/** In order of time. */
	events: Iterable<CloudEvent>;
	/** The instant at which history ends and live traffic begins. */
	start: number;
	/** About how many events the history has. */
	historyEvents: number;
	/** Go on after the history. */
	live: boolean;
	clock: Clock;
	send(event: CloudEvent): Promise<void>;
	onProgress(progress: Progress): void;
	/** Says stop. */
	signal: AbortSignal;
};

/** Events between two reports of progress while there is no waiting. */
const STEP = 500;

/** A live report comes at least this often (ms). */
const BEAT = 1000;

/**
 * Sends history as fast as it is taken, then each event when its moment has come: none is ever ahead of the clock. What
 * fell due while history was being sent follows at once. Resolves at the end of the history, or when told to stop.
 */
export async function run({ events, start, historyEvents, live, clock, send, onProgress, signal }: Run) {
	let phase: Progress['phase'] = historyEvents > 0 ? 'history' : 'live';
	let sent = 0;
	// Until the history has been told to its end, nobody knows for sure how long it is.
	const total = () => (phase === 'live' ? sent : Math.max(sent + STEP, historyEvents));
	const report = () => onProgress({ phase, sent, total: total() });

	async function moment(time: number) {
		for (let ahead; !signal.aborted && (ahead = time - clock.now()) > 0;) {
			report();
			await clock.wait(Math.min(ahead, BEAT), signal);
		}
	}

	report();
	for (const event of events) {
		const time = Date.parse(event.time);
		if (phase === 'history' && time > start) {
			onProgress({ phase, sent, total: sent });
			phase = 'live';
			sent = 0;
		}
		if (time > start && !live) return;
		await moment(time);
		if (signal.aborted) return;
		await send(event);
		if (++sent % STEP === 0) report();
	}
}
