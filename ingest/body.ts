import type { IncomingMessage } from 'node:http';
import { FRAME_BYTES } from '#schema/frame.ts';
import { refusal, type HttpRefusal } from './refusal.ts';

export type Read<T> = { ok: true; value: T } | { ok: false; refused: HttpRefusal };

const refuse = (...refused: Parameters<typeof refusal>): { ok: false; refused: HttpRefusal } => ({
	ok: false,
	refused: refusal(...refused)
});

/** Of a body that is too large so much is read and dropped, so that its sender gets to read the refusal. */
const PATIENCE_BYTES = 64 * FRAME_BYTES;

/** Reads a body, at most as large as a frame. */
export async function readBody(request: IncomingMessage): Promise<Read<Buffer>> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		length += chunk.length;
		if (length > PATIENCE_BYTES) break;
		if (length <= FRAME_BYTES) chunks.push(chunk);
	}
	if (length <= FRAME_BYTES) return { ok: true, value: Buffer.concat(chunks) };
	return refuse(413, 'too_large', '', `the body holds at most ${FRAME_BYTES} bytes: send fewer events in it`);
}

/** Reads JSON; says where it breaks when it is none. */
export function readJson(text: string): Read<unknown> {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch (error) {
		return refuse(400, 'not_json', '', error instanceof Error ? error.message.slice(0, 200) : 'not JSON');
	}
}

/** A line that is not JSON stays text: it is refused as an event, and the others live on. */
function readLine(line: string): unknown {
	const json = readJson(line);
	return json.ok ? json.value : line;
}

const one = (text: string): Read<unknown[]> => {
	const json = readJson(text);
	return json.ok ? { ok: true, value: [json.value] } : json;
};

const many = (text: string): Read<unknown[]> => {
	const json = readJson(text);
	if (!json.ok) return json;
	return Array.isArray(json.value)
		? { ok: true, value: json.value }
		: refuse(400, 'invalid', '', 'expected an array of events');
};

const lines = (text: string): Read<unknown[]> => ({
	ok: true,
	value: text
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map(readLine)
});

/** How each content type carries events. Plain JSON, one event or an array of them, is what people try first. */
const READERS = new Map<string, (text: string) => Read<unknown[]>>([
	['application/cloudevents+json', one],
	['application/cloudevents-batch+json', many],
	['application/x-ndjson', lines],
	['application/json', (text) => (text.trimStart().startsWith('[') ? many(text) : one(text))]
]);

/** Finds the events in a body by its content type. */
export function readEvents(contentType: string | undefined, text: string): Read<unknown[]> {
	const reader = READERS.get((contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '');
	return reader
		? reader(text)
		: refuse(415, 'unknown_type', 'Content-Type', `expected one of ${[...READERS.keys()].join(', ')}`);
}
