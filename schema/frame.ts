import { z } from 'zod';
import { Refusal, type CloudEvent } from './event.ts';

/** The subprotocol spoken on `/v1/events`: frames of events, and an answer to each. */
export const SUBPROTOCOL = 'touchstone.v1';

/** The WebSocket binding of CloudEvents on the same path: one event a text frame, and no answers. */
export const CLOUDEVENTS_SUBPROTOCOL = 'cloudevents.json';

export const SUBPROTOCOLS = [SUBPROTOCOL, CLOUDEVENTS_SUBPROTOCOL] as const;
export type Subprotocol = (typeof SUBPROTOCOLS)[number];

/** How many events may be unacknowledged before the first answer, and the least a server ever grants. */
export const FIRST_CREDIT = 10_000;
export const LEAST_CREDIT = 1_000;

/** The largest frame and the largest HTTP body, in bytes. */
export const FRAME_BYTES = 1024 * 1024;

/** What a producer sends: events under a number that rises from frame to frame of the connection. */
export const EventFrame = z.object({ seq: z.int().min(0), events: z.array(z.unknown()) });
export type EventFrame = { seq: number; events: CloudEvent[] };

/** The one answer to each frame: counts of that frame; `ack` also covers every earlier one, and means durable. */
export const FrameAnswer = z.object({
	ack: z.int().min(0),
	accepted: z.int().min(0),
	duplicates: z.int().min(0),
	rejected: z.array(Refusal.extend({ index: z.int().min(0) })),
	credit: z.int().min(LEAST_CREDIT)
});
export type FrameAnswer = z.infer<typeof FrameAnswer>;

/** Said of a frame that could not be read as a frame. */
export const FrameError = z.object({
	error: z.object({
		reason: z.enum([
			'not_json',
			'not_text',
			'too_large',
			'invalid',
			'over_credit',
			'spool_full',
			'not_stored'
		]),
		path: z.string(),
		detail: z.string()
	})
});
export type FrameError = z.infer<typeof FrameError>;

/** Said of an HTTP request that was refused: why, in one word and in many, and which header or field. */
export const RequestError = z.object({
	error: z.object({ reason: z.string(), path: z.string(), detail: z.string() })
});

export const ServerMessage = z.union([FrameAnswer, FrameError]);
