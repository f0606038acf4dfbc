import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asyncApi } from '#schema/asyncapi.ts';
import { EVENT_TYPES, parseEvent } from '#schema/event.ts';
import { EventFrame, FRAME_BYTES, FrameAnswer, FrameError, RequestError } from '#schema/frame.ts';
import { createAsyncApi } from '../../ingest/asyncapi.ts';
import { readEvents } from '../../ingest/body.ts';

const specification: unknown = JSON.parse(
	readFileSync(
		createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'),
		'utf8'
	)
);

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
const isAsyncApi = ajv.compile(z.record(z.string(), z.unknown()).parse(specification));

const HEADERS = { host: 'ingest.example:8787' };
const text = createAsyncApi({ sources: ['genesys', 'zendesk'] })(HEADERS);

const Message = z.object({
	contentType: z.string().optional(),
	payload: z.record(z.string(), z.unknown()),
	examples: z
		.array(z.object({ headers: z.record(z.string(), z.string()).optional(), payload: z.unknown() }))
		.default([])
});
const Document = z.object({
	asyncapi: z.literal('3.0.0'),
	servers: z.record(
		z.string(),
		z.object({ host: z.string(), protocol: z.string(), security: z.array(z.unknown()) })
	),
	channels: z.record(
		z.string(),
		z.object({ address: z.string(), messages: z.record(z.string(), z.unknown()) })
	),
	operations: z.record(z.string(), z.object({ action: z.string(), reply: z.unknown().optional() })),
	components: z.object({
		messages: z.record(z.string(), Message),
		schemas: z.record(z.string(), z.record(z.string(), z.unknown()))
	})
});
const json: unknown = JSON.parse(text);
const document = Document.parse(json);
const { messages, schemas } = document.components;

/** Every `$ref` in a part of the document. */
function refsIn(part: unknown): string[] {
	if (typeof part !== 'object' || part === null) return [];
	return Object.entries(part).flatMap(([name, value]) =>
		name === '$ref' && typeof value === 'string' ? [value] : refsIn(value)
	);
}

const child = (node: unknown, name: string): unknown =>
	z.record(z.string(), z.unknown()).safeParse(node).data?.[name];

const resolve = (ref: string) =>
	ref
		.slice(2)
		.split('/')
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce(child, json);

/** Judges by the payload of a message, references resolved. */
const judge = (message: string) =>
	ajv.compile({ components: { schemas }, allOf: [messages[message]?.payload ?? {}] });

test('is valid AsyncAPI 3 by the schema of the specification', () => {
	expect(isAsyncApi(json), JSON.stringify(isAsyncApi.errors?.slice(0, 3))).toBe(true);
});

test.each([
	['an operation that neither sends nor receives', { operations: { x: { action: 'post' } } }],
	['a server without a protocol', { servers: { x: { host: 'a' } } }],
	['a message of an unknown shape', { components: { messages: { x: { payloads: {} } } } }]
])('the specification finds %s', (_what, damage) => {
	expect(isAsyncApi({ ...z.record(z.string(), z.unknown()).parse(json), ...damage })).toBe(false);
});

test('refers to nothing that is not there', () => {
	const refs = refsIn(json);
	expect(refs.length).toBeGreaterThan(EVENT_TYPES.length);
	expect(refs.filter((ref) => !ref.startsWith('#/') || resolve(ref) === undefined)).toEqual([]);
});

test('describes both subprotocols, posts and payloads, each with what is answered', () => {
	expect(Object.values(document.channels).map(({ address }) => address)).toEqual([
		'/v1/events',
		'/v1/events',
		'/v1/events',
		'/v1/sources/{name}'
	]);
	expect(refsIn(document.operations.receiveFrames?.reply)).toContain('#/channels/frames/messages/answer');
	expect(refsIn(document.operations.receiveRequests?.reply)).toContain('#/channels/requests/messages/answer');
	expect(document.operations.receiveCloudEvents?.reply).toBeUndefined();
	for (const type of EVENT_TYPES) expect(document.channels.cloudevents?.messages).toHaveProperty([type]);
});

test.each(EVENT_TYPES)('has an example of %s that ingest takes and its own schema accepts', (type) => {
	const [example] = messages[type]?.examples ?? [];
	expect(parseEvent(example?.payload, Date.now())).toMatchObject({ ok: true, event: { type } });
	const accepts = judge(type);
	expect(accepts(example?.payload), JSON.stringify(accepts.errors)).toBe(true);
	expect(accepts({ ...Object(example?.payload), id: '' })).toBe(false);
});

test.each(Object.keys(messages).filter((name) => !EVENT_TYPES.some((type) => type === name)))(
	'accepts the examples of the message %s by its payload',
	(name) => {
		const accepts = judge(name);
		for (const { payload } of messages[name]?.examples ?? [])
			expect(accepts(payload), JSON.stringify(accepts.errors)).toBe(true);
	}
);

test('shows frames, answers and errors as they are', () => {
	const first = (name: string) => messages[name]?.examples[0]?.payload;
	expect(EventFrame.safeParse(first('frame')).success).toBe(true);
	expect(FrameAnswer.safeParse(first('answer')).success).toBe(true);
	expect(FrameError.safeParse(first('error')).success).toBe(true);
	expect(RequestError.safeParse(first('refusal')).success).toBe(true);
});

test.each(['batch', 'lines', 'binary'])('shows a request (%s) whose events ingest takes', (name) => {
	const { contentType, examples } = messages[name] ?? { examples: [] };
	const [example] = examples;
	const body = typeof example?.payload === 'string' ? example.payload : JSON.stringify(example?.payload);
	const read = readEvents({ 'content-type': contentType, ...example?.headers }, body);
	const events = read.ok ? read.value : [];
	expect(events.length).toBeGreaterThan(0);
	for (const event of events) expect(parseEvent(event, Date.now())).toMatchObject({ ok: true });
});

test('names the server as the reader reached it', () => {
	expect(document.servers).toMatchObject({
		websocket: { host: 'ingest.example:8787', protocol: 'ws' },
		http: { host: 'ingest.example:8787', protocol: 'http' }
	});
	const behindTls = createAsyncApi({ sources: [] })({ ...HEADERS, 'x-forwarded-proto': 'https' });
	expect(Document.parse(JSON.parse(behindTls)).servers).toMatchObject({
		websocket: { protocol: 'wss' },
		http: { protocol: 'https' }
	});
});

test.each(['evil.example/<script>', 'a b', '"', ''])('puts no host like %j into the document', (host) => {
	const made = createAsyncApi({ sources: [] })({ host });
	expect(Document.parse(JSON.parse(made)).servers.http?.host).toBe('localhost');
});

test('leaves payloads of vendors out where none is taken', () => {
	expect(asyncApi({ host: 'a', sources: [] })).not.toHaveProperty('channels.sources');
});

test('fits into one frame, as every answer should', () => {
	expect(Buffer.byteLength(text)).toBeLessThan(FRAME_BYTES);
});
