import { event } from '../../../ingest/support.ts';
import type { Step } from '../exchange.ts';
import { close, handshake, text } from '../wire.ts';

/** A case at the level of the protocol: what a client does, and what has to be said to it, word by word. */
export type Row = {
	name: string;
	steps: readonly Step[];
	/** The words of the server; where several are right, all of them. */
	says: string | RegExp | readonly string[];
	/** Takes as long as the server's own patience: for the full run. */
	slow?: boolean;
};

const run = process.hrtime.bigint().toString(36).slice(-6);
let serial = 0;

/** A good event that was never sent before, as JSON. */
export const goodEvent = (changes: Parameters<typeof event>[1] = {}) =>
	JSON.stringify(event(`row-${run}-${++serial}`, changes));

export const goodEvents = (count: number) => Array.from({ length: count }, () => goodEvent());

/** The JSON of a frame. */
export const events = (seq: number | string, all: readonly string[] = [goodEvent()]) =>
	`{"seq":${seq},"events":[${all.join(',')}]}`;

/** A frame of good events. */
export const good = (seq: number, count = 1) => text(events(seq, goodEvents(count)));

/** On an open connection of `touchstone.v1`, which the client closes in the end unless the server has done so before. */
export const onSocket = (name: string, steps: readonly Step[], says: Row['says']): Row => ({
	name,
	steps: [handshake(), { until: '101' }, ...steps, close(1000)],
	says: says instanceof RegExp ? says : [says].flat().map((one) => (one === '' ? '101' : `101 · ${one}`))
});

/** As `onSocket`, on the subprotocol `cloudevents.json`. */
export const onCloudEvents = (name: string, steps: readonly Step[], says: string): Row => ({
	name: `cloudevents.json: ${name}`,
	steps: [
		handshake({ 'Sec-WebSocket-Protocol': 'cloudevents.json' }),
		{ until: '101' },
		...steps,
		close(1000)
	],
	says: says === '' ? '101' : `101 · ${says}`
});

/** A bare exchange. */
export const bare = (name: string, steps: readonly Step[], says: Row['says']): Row => ({ name, steps, says });
