/**
 * Payloads modelled on the vendor's documentation:
 * contact records: https://docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html
 * contact events: https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
 */

const INSTANCE = 'arn:aws:connect:us-west-2:123456789012:instance/12345678-1234-1234-1234-123456789012';

/** A contact record as it is exported: a call that waited 9 s in the queue Billing and that Ann answered. */
export const record = (changes: Record<string, unknown> = {}) => ({
	AWSAccountId: '123456789012',
	AWSContactTraceRecordFormatVersion: '2017-03-10',
	Agent: {
		ARN: `${INSTANCE}/agent/aaaaaaaa-0000-0000-0000-000000000001`,
		AfterContactWorkDuration: 34,
		AfterContactWorkEndTimestamp: '2026-01-05T09:05:34Z',
		AfterContactWorkStartTimestamp: '2026-01-05T09:05:00Z',
		AgentInteractionDuration: 271,
		ConnectedToAgentTimestamp: '2026-01-05T09:00:29Z',
		CustomerHoldDuration: 0,
		HierarchyGroups: null,
		LongestHoldDuration: 0,
		NumberOfHolds: 0,
		RoutingProfile: { ARN: `${INSTANCE}/routing-profile/1`, Name: 'Basic Routing Profile' },
		Username: 'ann'
	},
	AgentConnectionAttempts: 1,
	Attributes: { language: 'en', callerName: 'Maria Perez' },
	Channel: 'VOICE',
	ConnectedToSystemTimestamp: '2026-01-05T09:00:00Z',
	ContactId: 'c-1',
	CustomerEndpoint: { Address: '+12025550123', Type: 'TELEPHONE_NUMBER' },
	DisconnectReason: 'CUSTOMER_DISCONNECT',
	DisconnectTimestamp: '2026-01-05T09:05:00Z',
	InitialContactId: null,
	InitiationMethod: 'INBOUND',
	InitiationTimestamp: '2026-01-05T09:00:00Z',
	InstanceARN: INSTANCE,
	LastUpdateTimestamp: '2026-01-05T09:06:00Z',
	MediaStreams: [{ Type: 'AUDIO' }],
	NextContactId: null,
	PreviousContactId: null,
	Queue: {
		ARN: `${INSTANCE}/queue/bbbbbbbb-0000-0000-0000-000000000001`,
		DequeueTimestamp: '2026-01-05T09:00:29Z',
		Duration: 9,
		EnqueueTimestamp: '2026-01-05T09:00:20Z',
		Name: 'Billing'
	},
	Recording: null,
	SystemEndpoint: { Address: '+18005550100', Type: 'TELEPHONE_NUMBER' },
	TransferCompletedTimestamp: null,
	TransferredToEndpoint: null,
	...changes
});

/** What a contact event says of the same call; EventBridge wraps it. */
export const contactEvent = (eventType: string, detail: Record<string, unknown> = {}) => ({
	version: '0',
	id: 'abcabcab-abca-abca-abca-abcabcabcabc',
	'detail-type': 'Amazon Connect Contact Event',
	source: 'aws.connect',
	account: '111122223333',
	time: '2026-01-05T09:05:01Z',
	region: 'us-west-2',
	resources: ['arn:aws:...', 'contactArn', 'instanceArn'],
	detail: {
		eventType,
		contactId: 'c-1',
		channel: 'VOICE',
		instanceArn: INSTANCE,
		initiationMethod: 'INBOUND',
		initiationTimestamp: '2026-01-05T09:00:00.312Z',
		tags: { 'aws:connect:instanceId': '12345678-1234-1234-1234-123456789012' },
		...detail
	}
});

export const queueInfo = {
	queueArn: `${INSTANCE}/queue/bbbbbbbb-0000-0000-0000-000000000001`,
	queueType: 'STANDARD',
	enqueueTimestamp: '2026-01-05T09:00:20.104Z'
};

export const agentInfo = {
	agentArn: `${INSTANCE}/agent/aaaaaaaa-0000-0000-0000-000000000001`,
	connectedToAgentTimestamp: '2026-01-05T09:00:29.870Z',
	hierarchyGroups: { level1: { arn: `${INSTANCE}/agent-group/1` } }
};

/** The call of `record`, as its contact events tell it. */
export const liveCall = [
	contactEvent('INITIATED'),
	contactEvent('QUEUED', { queueInfo }),
	contactEvent('CONNECTED_TO_AGENT', { queueInfo, agentInfo }),
	contactEvent('DISCONNECTED', { queueInfo, agentInfo, disconnectTimestamp: '2026-01-05T09:05:00.004Z' }),
	contactEvent('COMPLETED', { queueInfo, agentInfo, disconnectTimestamp: '2026-01-05T09:05:00.004Z' })
];

/** What the ids of `liveCall` are called. */
export const NAMES = {
	'bbbbbbbb-0000-0000-0000-000000000001': 'Billing',
	'aaaaaaaa-0000-0000-0000-000000000001': 'ann'
};
