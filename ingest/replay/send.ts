import type { Producer } from '../client/client.ts';
import type { Plan } from './plan.ts';

/** Longest wait at a time, so that a stop is noticed and no timer overflows. */
const WAIT_MS = 500;

/** How often the progress is told, in events. */
const EVENTS_A_TURN = 500;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export type SendOptions = {
	plan: Plan;
	producer: Pick<Producer, 'send' | 'drain'>;
	/** So many times as fast as it happened; Infinity: as fast as it goes. */
	speed: number;
	now?: () => number;
	isStopped?: () => boolean;
	/** Called before an event is handed on. */
	onSend?: (id: string, row: number) => void;
	onProgress?: (sent: number) => void;
};

/** Sends a plan's events in their order, each when it is due, and waits until all are acknowledged. */
export async function sendPlan(options: SendOptions): Promise<void> {
	const { plan, producer, speed, now = Date.now, isStopped = () => false, onSend, onProgress } = options;
	if (plan.length === 0) return;
	const [first, startedAt] = [plan.time(0), now()];
	const dueIn = (place: number) => (plan.time(place) - first) / speed - (now() - startedAt);

	for (let place = 0; place < plan.length; place++) {
		if (Number.isFinite(speed))
			for (let ms = dueIn(place); ms > 0 && !isStopped(); ms = dueIn(place)) {
				onProgress?.(place);
				await wait(Math.min(ms, WAIT_MS));
			}
		if (isStopped()) return;
		const event = plan.event(place);
		onSend?.(event.id, plan.row(place));
		await producer.send(event);
		if (place % EVENTS_A_TURN === 0) onProgress?.(place + 1);
	}
	onProgress?.(plan.length);
	await producer.drain();
}
