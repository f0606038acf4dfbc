import { expect, test } from 'vitest';
import { SIMULATOR_SOURCE, type CloudEvent } from '#schema/event.ts';
import { run, type Clock, type Progress } from '../../../ingest/simulate/run.ts';
import { eventsUntil, HOUR, sampleTraffic, START } from './sample.ts';

const eventAt = (time: number, n: number): CloudEvent => ({
	specversion: '1.0',
	id: `${n}`,
	source: SIMULATOR_SOURCE,
	type: 'case.opened',
	time: new Date(time).toISOString(),
	subject: `SIM-${n}`,
	data: {}
});

/** A clock that runs only while somebody waits for it. */
function createClock(now: number): Clock & { waits: number[]; advance(ms: number): void } {
	const waits: number[] = [];
	return {
		waits,
		now: () => now,
		advance: (ms) => (now += ms),
		async wait(ms) {
			waits.push(ms);
			now += ms;
		}
	};
}

/** Runs over `events`; sending each takes `sendingMs` of the clock. Stops after `stopAfter` events. */
async function drive(
	events: Iterable<CloudEvent>,
	{ live = true, sendingMs = 0, stopAfter = Infinity, now = START } = {}
) {
	const clock = createClock(now);
	const controller = new AbortController();
	const sent: { event: CloudEvent; at: number }[] = [];
	const progress: Progress[] = [];
	await run({
		events,
		start: START,
		historyEvents: 3,
		live,
		clock,
		signal: controller.signal,
		onProgress: (step) => progress.push(step),
		async send(event) {
			clock.advance(sendingMs);
			sent.push({ event, at: clock.now() });
			if (sent.length >= stopAfter) controller.abort();
		}
	});
	return { sent, progress, clock };
}

test('sends history without waiting, then each event at its moment', async () => {
	const { sent, clock } = await drive([-2000, -1000, 300, 900].map((ms, n) => eventAt(START + ms, n)));
	expect(sent.map(({ at }) => at - START)).toEqual([0, 0, 300, 900]);
	expect(clock.waits).toEqual([300, 600]);
});

test('never sends an event ahead of the clock, whatever sending takes', async () => {
	const events = eventsUntil(sampleTraffic({ days: 1, rate: 5 }), START + HOUR);
	const { sent } = await drive(events, { sendingMs: 7 });
	expect(sent).toHaveLength(events.length);
	expect(sent.filter(({ event, at }) => Date.parse(event.time) > at)).toEqual([]);
});

test('catches up at once on what fell due while history was sent', async () => {
	const events = [-1000, 100, 200, 5000].map((ms, n) => eventAt(START + ms, n));
	const { sent } = await drive(events, { sendingMs: 1000 });
	expect(sent.map(({ at }) => at - START)).toEqual([1000, 2000, 3000, 6000]);
});

test('ends with the history when asked to', async () => {
	const { sent, clock } = await drive(
		[-2000, 0, 1, 100].map((ms, n) => eventAt(START + ms, n)),
		{ live: false }
	);
	expect(sent.map(({ event }) => event.id)).toEqual(['0', '1']);
	expect(clock.waits).toEqual([]);
});

test('stops between two events when told to', async () => {
	const { sent } = await drive(
		[-3, -2, -1, 100, 200].map((ms, n) => eventAt(START + ms, n)),
		{ stopAfter: 4 }
	);
	expect(sent).toHaveLength(4);
});

test('stops while it waits', async () => {
	const controller = new AbortController();
	const sent: CloudEvent[] = [];
	await run({
		events: [eventAt(START + HOUR, 1)],
		start: START,
		historyEvents: 0,
		live: true,
		clock: { now: () => START, wait: async () => controller.abort() },
		signal: controller.signal,
		onProgress: () => undefined,
		send: async (event) => void sent.push(event)
	});
	expect(sent).toEqual([]);
});

test('reports how far history is, and what went out live', async () => {
	const { progress } = await drive([-3, -2, -1, 100, 2500].map((ms, n) => eventAt(START + ms, n)));
	expect(progress[0]).toEqual({ phase: 'history', sent: 0, total: 500 });
	expect(progress).toContainEqual({ phase: 'history', sent: 3, total: 3 });
	expect(progress.at(-1)).toEqual({ phase: 'live', sent: 1, total: 1 });
	expect(progress.filter(({ phase }) => phase === 'live').length).toBeGreaterThanOrEqual(4);
});

test('never calls the history done before it is', async () => {
	const { progress } = await drive(Array.from({ length: 1200 }, (_, n) => eventAt(START - 2000 + n, n)));
	const done = progress.filter(({ sent, total }) => sent === total);
	expect(done).toEqual([]);
	expect(progress.at(-1)).toMatchObject({ phase: 'history', sent: 1000 });
});

test('is live from the first event without a history', async () => {
	const clock = createClock(START);
	const progress: Progress[] = [];
	const sent: CloudEvent[] = [];
	const common = { start: START, historyEvents: 0, clock, signal: new AbortController().signal };
	const drain = (live: boolean) =>
		run({
			...common,
			events: [eventAt(START + 10, 1)],
			live,
			onProgress: (step) => progress.push(step),
			send: async (event) => void sent.push(event)
		});
	await drain(false);
	expect(sent).toEqual([]);
	await drain(true);
	expect(sent).toHaveLength(1);
	expect(new Set(progress.map(({ phase }) => phase))).toEqual(new Set(['live']));
});

test('fails when sending fails', async () => {
	const refused = run({
		events: [eventAt(START, 1)],
		start: START,
		historyEvents: 0,
		live: true,
		clock: createClock(START),
		signal: new AbortController().signal,
		onProgress: () => undefined,
		send: () => Promise.reject(new Error('the key is refused'))
	});
	await expect(refused).rejects.toThrow('the key is refused');
});
