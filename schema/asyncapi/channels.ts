import { EVENT_BYTES, EVENT_TYPES } from '../event.ts';
import { CLOUDEVENTS_SUBPROTOCOL, FIRST_CREDIT, FRAME_BYTES, LEAST_CREDIT, SUBPROTOCOL } from '../frame.ts';
import { at, messageAt, type Node } from './nodes.ts';

const messagesAt = (names: readonly string[]): Node =>
	Object.fromEntries(names.map((name) => [name, messageAt(name)]));

const LIMITS = `An event holds at most ${EVENT_BYTES / 1024} KiB, a frame or body ${FRAME_BYTES / 1024} KiB.`;

const webSocket = (subprotocol: string): Node => ({
	ws: {
		method: 'GET',
		headers: {
			type: 'object',
			required: ['Sec-WebSocket-Protocol'],
			properties: { 'Sec-WebSocket-Protocol': { type: 'string', enum: [subprotocol] } }
		},
		bindingVersion: '0.1.0'
	}
});

const POSTS = [...EVENT_TYPES, 'batch', 'lines', 'binary'];

/** Where messages go: three ways for events, and one for payloads of vendors. */
export const channels = (sources: readonly string[]): Node => ({
	frames: {
		address: '/v1/events',
		title: `WebSocket, subprotocol ${SUBPROTOCOL}`,
		description: `Frames of events, each answered once and in order. credit is how many events may be unanswered at once: ${FIRST_CREDIT} until the first answer, never below ${LEAST_CREDIT}. ${LIMITS}`,
		servers: [at('servers', 'websocket')],
		messages: messagesAt(['frame', 'answer', 'error']),
		bindings: webSocket(SUBPROTOCOL)
	},
	cloudevents: {
		address: '/v1/events',
		title: `WebSocket, subprotocol ${CLOUDEVENTS_SUBPROTOCOL}`,
		description: `The CloudEvents WebSocket binding: one event a text frame, no answers. A close is answered with 1000 once every event before it is durable. ${LIMITS}`,
		servers: [at('servers', 'websocket')],
		messages: messagesAt(EVENT_TYPES),
		bindings: webSocket(CLOUDEVENTS_SUBPROTOCOL)
	},
	requests: {
		address: '/v1/events',
		title: 'HTTP',
		description: `The CloudEvents HTTP binding, and lines of JSON. The answer means durable. ${LIMITS}`,
		servers: [at('servers', 'http')],
		messages: messagesAt([...POSTS, 'answer', 'refusal'])
	},
	...(sources.length > 0 && {
		sources: {
			address: '/v1/sources/{name}',
			title: 'Payloads of vendors over HTTP',
			parameters: { name: { description: 'whose payload it is', enum: sources } },
			servers: [at('servers', 'http')],
			messages: messagesAt(['payload', 'answer', 'refusal'])
		}
	})
});

const receive = (channel: string, messages: readonly string[], answers: readonly string[] = []): Node => {
	const refs = (names: readonly string[]) => names.map((name) => at('channels', channel, 'messages', name));
	return {
		action: 'receive',
		channel: at('channels', channel),
		messages: refs(messages),
		...(answers.length > 0 && { reply: { channel: at('channels', channel), messages: refs(answers) } })
	};
};

const POST = { bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } } };

/** What a producer does there; `receive` is meant as from here. */
export const operations = (sources: readonly string[]): Node => ({
	receiveFrames: { title: 'Send frames', ...receive('frames', ['frame'], ['answer', 'error']) },
	receiveCloudEvents: { title: 'Send events without answers', ...receive('cloudevents', EVENT_TYPES) },
	receiveRequests: { title: 'Post events', ...receive('requests', POSTS, ['answer', 'refusal']), ...POST },
	...(sources.length > 0 && {
		receivePayloads: {
			title: 'Post a vendor’s payload',
			...receive('sources', ['payload'], ['answer', 'refusal']),
			...POST
		}
	})
});
