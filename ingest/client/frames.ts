import type { CloudEvent } from '#schema/event.ts';
import { FRAME_BYTES } from '#schema/frame.ts';

/** Events that travel together; `json` are their texts with commas between, kept so that sending again costs nothing. */
export type Frame = { seq: number; events: CloudEvent[]; json: string; bytes: number };

/** Room for the words of the frame around its events. */
const ENVELOPE_BYTES = 64;

/** Packs events into frames of at most `size` events and the frame byte limit; a partial one is ready after `lingerMs`. */
export function createFrames({
	size,
	lingerMs,
	onReady
}: {
	size: number;
	lingerMs: number;
	onReady: () => void;
}) {
	let full: Frame[] = [];
	let events: CloudEvent[] = [];
	let texts: string[] = [];
	let bytes = 0;
	let timer: NodeJS.Timeout | undefined;

	function seal() {
		clearTimeout(timer);
		timer = undefined;
		if (events.length === 0) return;
		full.push({ seq: 0, events, json: texts.join(','), bytes });
		events = [];
		texts = [];
		bytes = 0;
		onReady();
	}

	return {
		/** Adds an event with its text; answers how many bytes it takes. */
		add(event: CloudEvent, json: string): number {
			const length = Buffer.byteLength(json) + 1;
			if (bytes + length > FRAME_BYTES - ENVELOPE_BYTES) seal();
			events.push(event);
			texts.push(json);
			bytes += length;
			if (events.length >= size) seal();
			else timer ??= setTimeout(seal, lingerMs);
			return length;
		},
		/** Makes a frame of what is there, without waiting for more. */
		seal,
		/** The next frame of at most `room` events. */
		take: (room: number): Frame | undefined =>
			full[0] && full[0].events.length <= room ? full.shift() : undefined,
		/** Frames that were sent but not acknowledged: they go first, in their order. */
		putBack: (frames: Frame[]) => (full = [...frames, ...full]),
		stop: () => clearTimeout(timer)
	};
}
