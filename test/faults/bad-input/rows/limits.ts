/** What the documents promise: a frame and a body hold 1 MiB, an event 64 KiB, a first frame 10,000 events. */
export const FRAME_BYTES = 1024 * 1024;
export const EVENT_BYTES = 64 * 1024;
export const FIRST_CREDIT = 10_000;
