import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { FIRST_CREDIT, FRAME_BYTES } from '#schema/frame.ts';
import { isBinaryEvent, readAttributes } from './binary-event.ts';
import { isJson, mediaType, refuseEncoding } from './media-type.ts';
import { refusal, type HttpRefusal } from './refusal.ts';

export type Read<T> = { ok: true; value: T } | { ok: false; refused: HttpRefusal };

const refuse = (...refused: Parameters<typeof refusal>): { ok: false; refused: HttpRefusal } => ({
	ok: false,
	refused: refusal(...refused)
});

/** Of a body that is too large so much is read and dropped, so that its sender gets to read the refusal. */
const PATIENCE_BYTES = 64 * FRAME_BYTES;

/** Reads a body, at most as large as a frame, in plain UTF-8. */
export async function readBody(request: IncomingMessage): Promise<Read<Buffer>> {
	const encoding = refuseEncoding(request.headers);
	if (encoding) return { ok: false, refused: encoding };
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		length += chunk.length;
		if (length > PATIENCE_BYTES) break;
		if (length <= FRAME_BYTES) chunks.push(chunk);
	}
	if (length > FRAME_BYTES)
		return refuse(
			413,
			'too_large',
			'',
			`the body holds at most ${FRAME_BYTES} bytes: send fewer events in it`
		);
	const body = Buffer.concat(chunks);
	return isUtf8(body) ? { ok: true, value: body } : refuse(400, 'not_text', '', 'the body is not UTF-8');
}

/** Reads JSON; says where it breaks when it is none. */
export function readJson(text: string): Read<unknown> {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch (error) {
		return refuse(400, 'not_json', '', error instanceof Error ? error.message.slice(0, 200) : 'not JSON');
	}
}

/** As many as a frame may hold before any answer. Of real events a body holds fewer; half a million of nothing would take seconds. */
const MOST_EVENTS = FIRST_CREDIT;

const tooMany = refuse(
	413,
	'too_large',
	'',
	`a request holds at most ${MOST_EVENTS} events: send fewer in it`
);

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
	if (!Array.isArray(json.value)) return refuse(400, 'invalid', '', 'expected an array of events');
	return json.value.length > MOST_EVENTS ? tooMany : { ok: true, value: json.value };
};

const lines = (text: string): Read<unknown[]> => {
	const said = text.split('\n').filter((line) => line.trim() !== '');
	return said.length > MOST_EVENTS ? tooMany : { ok: true, value: said.map(readLine) };
};

/** How each content type carries events. Plain JSON, one event or an array of them, is what people try first. */
const READERS = new Map<string, (text: string) => Read<unknown[]>>([
	['application/cloudevents+json', one],
	['application/cloudevents-batch+json', many],
	['application/x-ndjson', lines],
	['application/json', (text) => (text.startsWith('[') ? many(text) : one(text))]
]);

/** One event whose attributes are headers and whose data is the body. */
function binary(headers: IncomingHttpHeaders, text: string): Read<unknown[]> {
	const type = mediaType(headers['content-type']);
	if (type !== '' && !isJson(type))
		return refuse(415, 'unknown_type', 'Content-Type', 'the data of an event is JSON: application/json');
	const read = readAttributes(headers);
	if (!read.ok) return refuse(400, 'invalid', read.header, 'the header is not percent-encoded UTF-8');
	if (text === '') return { ok: true, value: [read.attributes] };
	const data = readJson(text);
	return data.ok ? { ok: true, value: [{ ...read.attributes, data: data.value }] } : data;
}

/** Finds the events in a body by its content type, or by its `ce-*` headers. */
export function readEvents(headers: IncomingHttpHeaders, body: string): Read<unknown[]> {
	const text = body.trim(); // a byte order mark goes with it
	const type = mediaType(headers['content-type']);
	// What calls itself a CloudEvent is whole, and may repeat its attributes in headers.
	if (isBinaryEvent(headers) && !type.startsWith('application/cloudevents')) return binary(headers, text);
	const reader = READERS.get(type);
	return reader
		? reader(text)
		: refuse(415, 'unknown_type', 'Content-Type', `expected one of ${[...READERS.keys()].join(', ')}`);
}
