import { EventFrame, type FrameError } from '#schema/frame.ts';

export type Frame = { seq: number; events: unknown[] };
export type ReadFrame = { ok: true; frame: Frame } | { ok: false; error: FrameError['error'] };

const refuse = (reason: FrameError['error']['reason'], path: string, detail: string): ReadFrame => ({
	ok: false,
	error: { reason, path, detail }
});

/** Reads the text of a frame. `last` is the number of the frame before it; -1 for the first. */
export function readFrame(text: string, last: number): ReadFrame {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		return refuse('not_json', '', error instanceof Error ? error.message.slice(0, 200) : 'not JSON');
	}
	const parsed = EventFrame.safeParse(json);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		return refuse(
			'invalid',
			issue?.path.join('.') ?? '',
			`${issue?.message}: expected {"seq": 0, "events": [event, …]}`
		);
	}
	const { seq, events } = parsed.data;
	if (seq <= last) return refuse('invalid', 'seq', `seq has to rise: ${seq} after ${last}`);
	return { ok: true, frame: { seq, events } };
}
