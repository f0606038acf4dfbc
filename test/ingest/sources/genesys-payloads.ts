/**
 * Payloads modelled on the vendor's documentation and the models of its SDK:
 * topics: https://developer.genesys.cloud/notificationsalerts/notifications/available-topics
 * conversations: ConversationEventTopicConversation, QueueConversationCallEventTopicCallConversation
 * detail events: AcdStartDetailEventTopicAcdStartEvent, AcdEndDetailEventTopicAcdEndEvent, UserEndDetailEventTopicUserEndEvent,
 * CustomerEndDetailEventTopicCustomerEndEvent (platform-client-sdk-java, build/docs)
 */

export const QUEUE = '0e185c02-aca1-4a72-82ea-2e78684e2c89';
export const EXPERTS = '1f296d13-bdb2-4b83-93fb-3f89795f3d90';
export const ANN = 'e40f28ea-fa86-493f-a5b8-d559c8533c96';
export const BOB = 'f51039fb-0b97-4a50-b6c9-e66ad9644da7';
export const NAMES = { [QUEUE]: 'Billing', [EXPERTS]: 'Experts', [ANN]: 'ann', [BOB]: 'bob' };

/** A time of 5 January 2026, so many seconds after nine. */
export const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 9) + seconds * 1000).toISOString();

type Fields = Record<string, unknown>;

/** A participant as the topics of one media type have it. */
export const customer = (changes: Fields = {}): Fields => ({
	id: 'p-customer',
	name: 'Maria Perez',
	address: 'tel:+13175550142',
	ani: 'tel:+13175550142',
	dnis: 'tel:+18005550100',
	purpose: 'customer',
	state: 'disconnected',
	direction: 'inbound',
	startTime: at(0),
	connectedTime: at(0),
	endTime: at(300),
	disconnectType: 'endpoint',
	attributes: { note: 'called about an invoice' },
	held: false,
	...changes
});

export const acd = (changes: Fields = {}): Fields => ({
	id: 'p-acd',
	name: 'Billing',
	purpose: 'acd',
	state: 'disconnected',
	direction: 'inbound',
	connectedTime: at(20),
	endTime: at(29),
	disconnectType: 'transfer',
	queue: { id: QUEUE },
	...changes
});

export const agent = (changes: Fields = {}): Fields => ({
	id: 'p-agent',
	name: 'Ann Chan',
	purpose: 'agent',
	state: 'disconnected',
	direction: 'inbound',
	startTime: at(22),
	connectedTime: at(29),
	endTime: at(300),
	disconnectType: 'peer',
	queue: { id: QUEUE },
	user: { id: ANN },
	wrapup: { code: 'Invoice explained', notes: 'Maria was kind', durationSeconds: 20, endTime: at(320) },
	...changes
});

export const notification = (participants: Fields[], changes: Fields = {}) => ({
	topicName: `v2.routing.queues.${QUEUE}.conversations.calls`,
	version: '2',
	eventBody: { id: 'conv-1', maxParticipants: 3, recordingState: 'NONE', participants, ...changes },
	metadata: { CorrelationId: 'b5a2f6b5-7f28-4d2b-bb0f-27d3e9a2e0a1' }
});

/** The notifications of one answered call, in the order in which they come: each tells the whole conversation again. */
export const callAsItHappens = [
	notification([customer({ state: 'connected', endTime: null, disconnectType: null })]),
	notification([
		customer({ state: 'connected', endTime: null, disconnectType: null }),
		acd({ state: 'connected', endTime: null, disconnectType: null })
	]),
	notification([
		customer({ state: 'connected', endTime: null, disconnectType: null }),
		acd({ state: 'connected', endTime: null, disconnectType: null }),
		agent({ state: 'alerting', connectedTime: null, endTime: null, disconnectType: null, wrapup: null })
	]),
	notification([
		customer({ state: 'connected', endTime: null, disconnectType: null }),
		acd(),
		agent({ state: 'connected', endTime: null, disconnectType: null, wrapup: null })
	]),
	notification([customer(), acd(), agent({ wrapup: null })]),
	notification([customer(), acd(), agent()])
];

/** The same participant as the topics of all media types have it: what it says of the call stands in a list of calls. */
export function nested(participant: Fields, list = 'calls'): Fields {
	const { id, purpose, name, address, connectedTime, endTime, queue, user, ...call } = participant;
	const idOf = (value: unknown) =>
		typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
	return {
		...{ id, purpose, name, address, connectedTime, endTime, queueId: idOf(queue), userId: idOf(user) },
		wrapup: participant.wrapup,
		[list]: [{ id: `${String(id)}-call`, ...call, connectedTime, disconnectedTime: endTime }]
	};
}

/** A detail event, as EventBridge wraps it. Its time is in milliseconds. */
export const detail = (kind: string, seconds: number, changes: Fields = {}) => ({
	version: '0',
	id: '3f1d1b1e-0000-0000-0000-000000000000',
	'detail-type': `v2.detail.events.conversation.{id}.${kind}`,
	source: 'aws.partner/genesys.com/cloud/00000000-0000-0000-0000-000000000000/acme',
	account: '123456789012',
	time: at(seconds),
	region: 'us-east-1',
	resources: [],
	detail: {
		topicName: `v2.detail.events.conversation.conv-1.${kind}`,
		version: '2',
		eventBody: {
			eventTime: Date.parse(at(seconds)),
			conversationId: 'conv-1',
			participantId: 'p-acd',
			sessionId: 's-1',
			mediaType: 'VOICE',
			provider: 'Edge',
			direction: 'INBOUND',
			ani: 'tel:+13175550142',
			dnis: 'tel:+18005550100',
			...changes
		},
		metadata: { CorrelationId: 'b5a2f6b5-7f28-4d2b-bb0f-27d3e9a2e0a1' }
	}
});

const answered = { queueId: QUEUE, acdOutcome: 'ANSWERED', answeredUserId: ANN, disconnectType: 'TRANSFER' };

/** The same call, as detail events. */
export const callInDetail = [
	detail('customer.start', 0, { participantId: 'p-customer' }),
	detail('flow.start', 1, { participantId: 'p-ivr' }),
	detail('flow.end', 20, { participantId: 'p-ivr' }),
	detail('acd.start', 20, { queueId: QUEUE }),
	detail('user.start', 22, { participantId: 'p-agent', sessionId: 's-agent', userId: ANN }),
	detail('acd.end', 29, { ...answered, connectedDurationMs: 9000 }),
	detail('user.end', 300, {
		...{ participantId: 'p-agent', sessionId: 's-agent', userId: ANN, queueId: QUEUE },
		...{ interactingDurationMs: 271_000, alertingDurationMs: 7000, disconnectType: 'PEER' }
	}),
	detail('customer.end', 300, { participantId: 'p-customer', disconnectType: 'ENDPOINT' }),
	detail('acw', 320, { participantId: 'p-agent', wrapupCode: 'c0de0000-0000-0000-0000-000000000001' })
];
