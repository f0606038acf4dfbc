import { CASELESS, type CloudEvent } from '../event.ts';
import { EVENT_EXAMPLES, EVENT_WORDS } from '../event-words.ts';
import { schemaAt, type Node } from './nodes.ts';

const SUBJECT = 'subject is the id of the case, unique over all sources.';
const NO_SUBJECT = 'It belongs to no case: subject is ignored.';

const eventMessage = (event: CloudEvent): Node => ({
	name: event.type,
	title: event.type,
	summary: EVENT_WORDS[event.type].summary,
	description: CASELESS.has(event.type) ? NO_SUBJECT : SUBJECT,
	contentType: 'application/cloudevents+json',
	payload: schemaAt(event.type),
	examples: [{ name: event.type, payload: event }]
});

const [FIRST, SECOND] = EVENT_EXAMPLES;
const { data: BINARY_DATA = {}, ...BINARY_ATTRIBUTES } = FIRST ?? {};

const ANSWER = {
	ack: 17,
	accepted: 1,
	duplicates: 0,
	rejected: [{ index: 1, reason: 'invalid', path: 'data.score', detail: 'expected 1 to 5 for csat' }],
	credit: 40_000
};

/** What is said beside the events. */
const otherMessages = (): Node => ({
	frame: {
		title: 'Events under a number',
		summary: 'seq rises from frame to frame of the connection, from any integer of 0 or more.',
		contentType: 'application/json',
		payload: schemaAt('Frame'),
		examples: [{ name: 'two events', payload: { seq: 17, events: [FIRST, SECOND] } }]
	},
	answer: {
		title: 'What became of the events',
		summary:
			'The counts are of this frame or request. ack also covers all earlier frames and means durable. A rejected event is kept in quarantine and blocks no other.',
		contentType: 'application/json',
		payload: schemaAt('Answer'),
		examples: [{ name: 'one accepted, one rejected', payload: ANSWER }]
	},
	error: {
		title: 'A frame that could not be read or kept',
		summary: 'Followed by a close, unless a frame was merely no frame of events.',
		contentType: 'application/json',
		payload: schemaAt('Error'),
		examples: [
			{
				name: 'not JSON',
				payload: { error: { reason: 'not_json', path: '', detail: 'Unexpected end of JSON input' } }
			}
		]
	},
	refusal: {
		title: 'A request that was refused',
		summary: 'With a status of 400 or more. 429 and 503 say in Retry-After when to send it again.',
		contentType: 'application/json',
		payload: schemaAt('Refusal'),
		examples: [
			{
				name: 'no key',
				payload: { error: { reason: 'unauthorized', path: 'Authorization', detail: 'a key is needed' } }
			}
		]
	},
	batch: {
		title: 'Several events as an array',
		contentType: 'application/cloudevents-batch+json',
		payload: { type: 'array', items: schemaAt('Event') },
		examples: [{ name: 'two events', payload: [FIRST, SECOND] }]
	},
	lines: {
		title: 'Several events, one a line',
		summary: 'A line that is not JSON is rejected as an event; the others live on.',
		contentType: 'application/x-ndjson',
		payload: { type: 'string' },
		examples: [{ name: 'two events', payload: `${JSON.stringify(FIRST)}\n${JSON.stringify(SECOND)}\n` }]
	},
	binary: {
		title: 'One event in the binary content mode',
		summary: 'The attributes of the event in headers, percent-encoded; its data is the body.',
		contentType: 'application/json',
		headers: {
			type: 'object',
			required: ['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time'],
			properties: Object.fromEntries(
				Object.keys(BINARY_ATTRIBUTES).map((name) => [`ce-${name}`, { type: 'string' }])
			)
		},
		payload: { type: 'object' },
		examples: [
			{
				name: 'one event',
				headers: Object.fromEntries(
					Object.entries(BINARY_ATTRIBUTES).map(([name, value]) => [`ce-${name}`, value])
				),
				payload: BINARY_DATA
			}
		]
	},
	payload: {
		title: 'A vendor’s own payload',
		summary: 'As the vendor documents it; it becomes events here.',
		payload: {}
	}
});

/** Every message, by name: an event's is its type. */
export const messages = (): Node => ({
	...Object.fromEntries(EVENT_EXAMPLES.map((event) => [event.type, eventMessage(event)])),
	...otherMessages()
});
