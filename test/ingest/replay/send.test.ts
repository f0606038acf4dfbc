import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import type { Plan } from '../../../ingest/replay/plan.ts';
import { sendPlan } from '../../../ingest/replay/send.ts';

const MINUTE = 60_000;

function planAt(times: number[]): Plan {
	const event = (place: number): CloudEvent => ({
		specversion: '1.0',
		id: `e${place}`,
		source: 'test',
		type: 'case.opened',
		time: new Date(times[place] ?? 0).toISOString(),
		subject: 'A',
		data: {}
	});
	return {
		length: times.length,
		time: (place) => times[place] ?? 0,
		row: (place) => place + 2,
		event,
		shuffled: () => planAt(times)
	};
}

function recorder() {
	const sent: string[] = [];
	let drained = false;
	return {
		sent,
		isDrained: () => drained,
		producer: {
			send: async ({ id }: CloudEvent) => void sent.push(id),
			drain: async () => void (drained = true)
		}
	};
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('sendPlan', () => {
	test('sends each event when it is due, so many times as fast as it happened', async () => {
		const { sent, producer, isDrained } = recorder();
		const done = sendPlan({ plan: planAt([0, 0, 2 * MINUTE, 3 * MINUTE]), producer, speed: 60 });
		await vi.advanceTimersByTimeAsync(1_900);
		expect(sent).toEqual(['e0', 'e1']);
		await vi.advanceTimersByTimeAsync(200);
		expect(sent).toEqual(['e0', 'e1', 'e2']);
		expect(isDrained()).toBe(false);
		await vi.advanceTimersByTimeAsync(1_000);
		await done;
		expect(sent).toHaveLength(4);
		expect(isDrained()).toBe(true);
	});

	test('waits for nothing at full speed, and tells each event’s row', async () => {
		const { sent, producer } = recorder();
		const rows: number[] = [];
		await sendPlan({
			plan: planAt([0, 900 * MINUTE]),
			producer,
			speed: Infinity,
			onSend: (_, row) => rows.push(row)
		});
		expect(sent).toEqual(['e0', 'e1']);
		expect(rows).toEqual([2, 3]);
	});

	test('sends no more once it is stopped, and does not wait for what is due in an hour', async () => {
		const { sent, producer, isDrained } = recorder();
		let stopped = false;
		const done = sendPlan({ plan: planAt([0, 60 * MINUTE]), producer, speed: 1, isStopped: () => stopped });
		await vi.advanceTimersByTimeAsync(100);
		stopped = true;
		await vi.advanceTimersByTimeAsync(1_000);
		await done;
		expect(sent).toEqual(['e0']);
		expect(isDrained()).toBe(false);
	});
});
