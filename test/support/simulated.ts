import type { CloudEvent } from '#schema/event.ts';
import { createTraffic, type TrafficOptions } from '../../ingest/simulate/traffic.ts';

/** The simulated history before `start`: the same for the same options. */
export function* simulated(options: TrafficOptions): Generator<CloudEvent, void> {
	for (const event of createTraffic(options).events()) {
		if (Date.parse(event.time) >= options.start) return;
		yield event;
	}
}
