import { expect, test } from 'vitest';
import { createPressure } from '../../ingest/pressure.ts';

function pressureOf(bound: { events: number; bytes: number }) {
	const changes: boolean[] = [];
	return { changes, pressure: createPressure({ bound, onChange: (high) => changes.push(high) }) };
}

test.each([
	['events', { events: 10, bytes: 1 }],
	['bytes', { events: 1, bytes: 10 }]
])('pauses above the bound of %s and goes on at half of it', (_what, load) => {
	const { changes, pressure } = pressureOf({ events: 20, bytes: 20 });
	const releases = [pressure.take(load), pressure.take(load)];
	expect(changes).toEqual([]);
	releases.push(pressure.take(load));
	expect(changes).toEqual([true]);
	releases.pop()?.();
	expect(pressure.high).toBe(true);
	releases.pop()?.();
	expect(changes).toEqual([true, false]);
});
