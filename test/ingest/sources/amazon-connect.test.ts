import { describe, expect, test } from 'vitest';
import { amazonConnect } from '../../../ingest/sources/amazon-connect.ts';
import { INITIATION_METHODS } from '../../../ingest/sources/amazon-connect/words.ts';
import { agentInfo, contactEvent, liveCall, NAMES, queueInfo, record } from './amazon-connect-payloads.ts';
import { briefly, idsOf, readWith, shaken } from './support.ts';

const read = (payload: unknown, options = {}) => readWith(amazonConnect, payload, options);
const typesOf = (payload: unknown) => read(payload).events.map(({ type }) => type);
const unanswered = { Agent: null };

describe('a contact record', () => {
	test('becomes the facts of its case: opened when queued, answered, resolved, and the record itself', () => {
		const { events, unmapped } = read(record());
		const attributes = { initiation_method: 'INBOUND', channel: 'VOICE' };
		const common = { team: 'Billing', channel: 'phone', customer: '+12025550123', attributes };
		const envelope = { specversion: '1.0', source: 'amazon-connect', subject: 'amazon-connect:c-1' };
		expect(unmapped).toEqual([]);
		expect(events).toEqual([
			{
				...envelope,
				...{ type: 'case.opened', id: 'c-1:opened', time: '2026-01-05T09:00:20.000Z' },
				data: common
			},
			{
				...envelope,
				...{ type: 'case.responded', id: 'c-1:connected', time: '2026-01-05T09:00:29.000Z' },
				data: { ...common, agent: 'ann' }
			},
			{
				...envelope,
				...{ type: 'case.resolved', id: 'c-1:resolved', time: '2026-01-05T09:05:00.000Z' },
				data: { ...common, agent: 'ann', resolution: 'CUSTOMER_DISCONNECT' }
			},
			{
				...envelope,
				type: 'case.recorded',
				id: 'c-1:recorded:2026-01-05T09:06:00.000Z',
				time: '2026-01-05T09:06:00.000Z',
				data: { ...common, status: 'CUSTOMER_DISCONNECT' }
			}
		]);
	});

	test('keeps no name, no attribute of the customer and no number of ours', () => {
		const text = JSON.stringify(read(record()));
		for (const personal of ['Maria', 'language', '+18005550100']) expect(text).not.toContain(personal);
	});

	test('knows the customer by the customer id, before the number', () => {
		const { events } = read(record({ CustomerId: 'crm-77' }));
		expect(events[0]?.data.customer).toBe('crm-77');
	});

	test('ignores what it does not know, and gives the same facts', () => {
		const more = { FutureField: { Deep: [1] }, Queue: { ...record().Queue, Colour: 'blue' } };
		expect(read(record(more))).toEqual(read(record()));
	});

	test('sent again five days later adds that it was, and nothing else', () => {
		const late = read(
			record({ LastUpdateTimestamp: '2026-01-10T09:06:00Z', Attributes: { csat: '5' } })
		).events;
		const first = idsOf(read(record()).events);
		expect(idsOf(late).filter((id) => !first.includes(id))).toEqual([
			'c-1:recorded:2026-01-10T09:06:00.000Z'
		]);
		expect(late.slice(0, 3)).toEqual(read(record()).events.slice(0, 3));
	});

	test('of a transfer goes on with the case of the first contact, which does not end before', () => {
		const first = record({ NextContactId: 'c-2', DisconnectReason: 'AGENT_DISCONNECT' });
		const second = record({
			...{
				ContactId: 'c-2',
				InitialContactId: 'c-1',
				PreviousContactId: 'c-1',
				InitiationMethod: 'TRANSFER'
			},
			...{ InitiationTimestamp: '2026-01-05T09:05:00Z', Queue: { ...record().Queue, Name: 'Experts' } }
		});
		const { events } = read([first, second]);
		expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(['amazon-connect:c-1']));
		expect(
			briefly(
				events.filter(({ type }) => type !== 'case.recorded'),
				'team'
			)
		).toEqual([
			['case.opened', 'c-1:opened', '2026-01-05T09:00:20.000Z', 'Billing'],
			['case.responded', 'c-1:connected', '2026-01-05T09:00:29.000Z', 'Billing'],
			['case.transferred', 'c-2:transferred', '2026-01-05T09:05:00.000Z', 'Experts'],
			['case.responded', 'c-2:connected', '2026-01-05T09:00:29.000Z', 'Experts'],
			['case.resolved', 'c-2:resolved', '2026-01-05T09:05:00.000Z', 'Experts']
		]);
	});

	test('that asked for a callback is not abandoned, and the callback answers it', () => {
		const first = record({ ...unanswered, NextContactId: 'c-2' });
		const callback = record({
			...{ ContactId: 'c-2', InitialContactId: 'c-1', InitiationMethod: 'CALLBACK' },
			InitiationTimestamp: '2026-01-05T09:10:00Z'
		});
		expect(typesOf(first)).toEqual(['case.opened', 'case.recorded']);
		expect(typesOf(callback)).toEqual(['case.responded', 'case.resolved', 'case.recorded']);
		expect(typesOf({ ...callback, ...unanswered, DisconnectReason: 'CUSTOMER_DISCONNECT' })).toEqual([
			'case.closed',
			'case.recorded'
		]);
	});

	test('that never reached a queue is opened when it came and closed when it ended', () => {
		const { events } = read(record({ ...unanswered, Queue: null }));
		expect(briefly(events.slice(0, 2), 'team')).toEqual([
			['case.opened', 'c-1:opened', '2026-01-05T09:00:00.000Z', undefined],
			['case.closed', 'c-1:closed', '2026-01-05T09:05:00.000Z', undefined]
		]);
	});

	test('of an e-mail is taken on by the agent and answered by the reply, not by a draft thrown away', () => {
		const mail = record({ Channel: 'EMAIL', DisconnectReason: null });
		const reply = record({
			...{ ContactId: 'c-9', RelatedContactId: 'c-1', InitiationMethod: 'AGENT_REPLY', Channel: 'EMAIL' },
			...{ DisconnectTimestamp: '2026-01-05T10:00:00Z', DisconnectReason: null }
		});
		expect(typesOf(mail)).toEqual(['case.opened', 'case.assigned', 'case.resolved', 'case.recorded']);
		const { events } = read(reply);
		expect(briefly(events)).toEqual([['case.responded', 'c-9:replied', '2026-01-05T10:00:00.000Z']]);
		expect(events[0]?.subject).toBe('amazon-connect:c-1');
		expect(typesOf({ ...reply, DisconnectReason: 'DISCARDED' })).toEqual([]);
	});

	test('of a chat also tells the first message of the agent', () => {
		const { events } = read(
			record({
				Channel: 'CHAT',
				InitiationMethod: 'API',
				ChatMetrics: { ContactMetrics: { AgentFirstResponseTimestamp: '2026-01-05T09:00:41Z' } }
			})
		);
		expect(briefly(events).filter(([type]) => type === 'case.responded')).toEqual([
			['case.responded', 'c-1:connected', '2026-01-05T09:00:29.000Z'],
			['case.responded', 'c-1:first_message', '2026-01-05T09:00:41.000Z']
		]);
	});

	test('after a survey in a disconnect flow is resolved', () => {
		const first = record({ NextContactId: 'c-2' });
		const survey = record({
			...{ ...unanswered, ContactId: 'c-2', InitialContactId: 'c-1', InitiationMethod: 'DISCONNECT' },
			...{ Queue: null, DisconnectReason: 'CONTACT_FLOW_DISCONNECT' }
		});
		expect(typesOf([first, survey])).toContain('case.resolved');
	});
});

describe('contact events', () => {
	test('tell while it happens what the record tells later, at the same times', () => {
		const { events } = read(liveCall, { names: NAMES });
		const once = new Map(briefly(events, 'team', 'agent').map((fact) => [fact[1], fact]));
		expect([...once.values()]).toEqual([
			['case.opened', 'c-1:opened:live', '2026-01-05T09:00:20.000Z', 'Billing', undefined],
			['case.responded', 'c-1:connected:live', '2026-01-05T09:00:29.000Z', 'Billing', 'ann'],
			['case.closed', 'c-1:closed:live', '2026-01-05T09:05:00.000Z', 'Billing', 'ann']
		]);
	});

	test('are read from whichever comes first, without the wrapping too', () => {
		const [last] = liveCall.slice(-1);
		expect(read(last?.detail).events).toEqual(read(last).events);
		expect(idsOf(read(last).events)).toEqual(idsOf(read(liveCall).events));
	});

	test('open nothing before the contact waits for an agent, or has ended', () => {
		expect(typesOf(contactEvent('INITIATED'))).toEqual([]);
		expect(
			typesOf(contactEvent('DISCONNECTED', { disconnectTimestamp: '2026-01-05T09:01:00.000Z' }))
		).toEqual(['case.opened', 'case.closed']);
	});

	test('do not tell who hung up in the queue: that it was given up is the record’s to say', () => {
		const end = { queueInfo, disconnectTimestamp: '2026-01-05T09:01:00.000Z' };
		expect(typesOf(contactEvent('DISCONNECTED', end))).toEqual(['case.opened', 'case.closed']);
		expect(typesOf(record({ ...unanswered, LastUpdateTimestamp: null }))).toEqual([
			'case.opened',
			'case.abandoned'
		]);
	});

	test('with a time of 1970 say that it has not happened', () => {
		const never = {
			queueInfo,
			agentInfo: { ...agentInfo, connectedToAgentTimestamp: '1970-01-01T00:00:00.001Z' }
		};
		expect(typesOf(contactEvent('CONTACT_DATA_UPDATED', never))).toEqual(['case.opened']);
	});

	test('in capitals are read as those in small letters', () => {
		const { detail } = contactEvent('CONNECTED_TO_AGENT', { queueInfo, agentInfo });
		const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
		const inCapitals = Object.fromEntries(
			Object.entries(detail).map(([name, value]) => [capital(name), value])
		);
		expect(read({ ...contactEvent(''), detail: inCapitals }).events).toEqual(
			read(contactEvent('CONNECTED_TO_AGENT', { queueInfo, agentInfo })).events
		);
	});

	test('of other kinds that EventBridge carries are counted and change nothing', () => {
		expect(read({ ...contactEvent('X'), 'detail-type': 'Codeless Event' })).toEqual({
			events: [],
			unmapped: [{ field: 'detail-type', value: 'Codeless Event' }]
		});
	});
});

test('shuffled and delivered twice, records and events give the same facts', () => {
	const all = [...liveCall, record(), record({ ContactId: 'c-5', Channel: 'CHAT' })];
	for (const seed of [1, 2, 3])
		expect(idsOf(read(shaken(all, seed)).events)).toEqual(idsOf(read(all).events));
});

/** Each documented `DisconnectReason`: what it is for who waited in the queue, and for who had been answered. */
const REASONS: [reason: string | null, waiting: string | null, answered: string | null][] = [
	[null, 'closed', 'resolved'],
	['CUSTOMER_DISCONNECT', 'abandoned', 'resolved'],
	['TELECOM_ORIGINATOR_CANCEL', 'abandoned', 'closed'],
	['AGENT_DISCONNECT', 'closed', 'resolved'],
	['AGENT_COMPLETED', 'closed', 'resolved'],
	['THIRD_PARTY_DISCONNECT', 'closed', 'resolved'],
	['BARGED', 'closed', 'resolved'],
	['CONTACT_FLOW_DISCONNECT', 'closed', 'resolved'],
	['API', 'closed', 'resolved'],
	['IDLE_DISCONNECT', 'closed', 'resolved'],
	['TRANSFERRED', null, null],
	['DISCARDED', null, null],
	['EXPIRED', 'closed', 'closed'],
	['OTHER', 'closed', 'closed'],
	['SYSTEM_ERROR', 'closed', 'closed'],
	['AGENT_NETWORK_DISCONNECT', 'closed', 'closed'],
	['CUSTOMER_CONNECTION_NOT_ESTABLISHED', 'closed', 'closed'],
	['CUSTOMER_NEVER_ARRIVED', 'closed', 'closed'],
	['TELECOM_PROBLEM', 'closed', 'closed'],
	['TELECOM_BUSY', 'closed', 'closed'],
	['TELECOM_NUMBER_INVALID', 'closed', 'closed'],
	['TELECOM_POTENTIAL_BLOCKING', 'closed', 'closed'],
	['TELECOM_UNANSWERED', 'closed', 'closed'],
	['TELECOM_TIMEOUT', 'closed', 'closed'],
	['OUTBOUND_DESTINATION_ENDPOINT_ERROR', 'closed', 'closed'],
	['OUTBOUND_RESOURCE_ERROR', 'closed', 'closed'],
	['OUTBOUND_ATTEMPT_FAILED', 'closed', 'closed'],
	['OUTBUND_PREVIEW_DISCARDED', 'closed', 'closed']
];

const ENDS = new Set(['case.abandoned', 'case.closed', 'case.resolved']);

describe('every documented value has a meaning:', () => {
	test.each(REASONS)(
		'DisconnectReason %s: %s in the queue, %s after an answer',
		(reason, waiting, answered) => {
			const endOf = (changes: object) => {
				const { events, unmapped } = read(record({ DisconnectReason: reason, ...changes }));
				expect(unmapped).toEqual([]);
				const ends = events.filter(({ type }) => ENDS.has(type));
				expect(ends.map(({ data }) => data.resolution ?? null)).toEqual(ends.map(() => reason));
				return ends.map(({ type }) => type);
			};
			expect(endOf(unanswered)).toEqual(waiting ? [`case.${waiting}`] : []);
			expect(endOf({})).toEqual(answered ? [`case.${answered}`] : []);
		}
	);

	test.each([
		['INBOUND', true],
		['API', true],
		['WEBRTC_API', true],
		['CALLBACK', true],
		['DISCONNECT', true],
		['TRANSFER', true],
		['QUEUE_TRANSFER', true],
		['AGENT_REPLY', false],
		['OUTBOUND', false],
		['EXTERNAL_OUTBOUND', false],
		['MONITOR', false],
		['FLOW', false]
	])('a first contact by InitiationMethod %s opens a case: %s', (InitiationMethod, opens) => {
		const { events, unmapped } = read(record({ InitiationMethod, Channel: 'CHAT' }));
		expect(unmapped).toEqual([]);
		expect(events.some(({ type }) => type === 'case.opened')).toBe(opens);
	});

	test('the table of methods has no other', () => {
		expect(Object.keys(INITIATION_METHODS)).toHaveLength(12);
	});

	test('a call by API is one that the company makes', () => {
		expect(typesOf(record({ InitiationMethod: 'API' }))).toEqual([]);
	});

	test.each([
		['VOICE', 'phone'],
		['Voice', 'phone'],
		['CHAT', 'chat'],
		['EMAIL', 'email'],
		['TASK', 'other']
	])('Channel %s is %s', (Channel, channel) => {
		const { events, unmapped } = read(record({ Channel }));
		expect([events[0]?.data.channel, unmapped]).toEqual([channel, []]);
	});

	test.each([
		'AMD_DISABLED',
		'INITIATED',
		'CONNECTED_TO_SYSTEM',
		'CONTACT_DATA_UPDATED',
		'QUEUED',
		'CONNECTED_TO_AGENT',
		'DISCONNECTED',
		'COMPLETED',
		'WEBRTC_API'
	])('eventType %s says what its fields say', (eventType) => {
		const { events, unmapped } = read(contactEvent(eventType, { queueInfo }));
		expect([events.map(({ type }) => type), unmapped]).toEqual([['case.opened'], []]);
	});

	test.each([
		['PAUSED', 'lastPausedTimestamp'],
		['RESUMED', 'lastResumedTimestamp']
	])('eventType %s is recorded', (eventType, field) => {
		const { events, unmapped } = read(contactEvent(eventType, { [field]: '2026-01-05T12:00:00.000Z' }));
		expect(unmapped).toEqual([]);
		expect(events).toMatchObject([{ type: 'case.recorded', data: { status: eventType } }]);
	});
});

test('values that are not documented are kept as text and counted', () => {
	const { events, unmapped } = read(
		record({ Channel: 'HOLOGRAM', InitiationMethod: 'TELEPATHY', DisconnectReason: 'BOREDOM' })
	);
	expect(unmapped).toEqual([
		{ field: 'InitiationMethod', value: 'TELEPATHY' },
		{ field: 'Channel', value: 'HOLOGRAM' },
		{ field: 'DisconnectReason', value: 'BOREDOM' }
	]);
	expect(events[2]).toMatchObject({
		type: 'case.resolved',
		data: {
			channel: 'other',
			resolution: 'BOREDOM',
			attributes: { channel: 'HOLOGRAM', initiation_method: 'TELEPATHY' }
		}
	});
});

test('two instances are told apart by their account', () => {
	const [opened] = read(record(), { account: 'emea' }).events;
	expect(opened).toMatchObject({ source: 'amazon-connect/emea', subject: 'amazon-connect/emea:c-1' });
});

test.each([
	['no id', { ...record(), ContactId: undefined }, 'contactId'],
	['an id that is no text', record({ ContactId: 7 }), 'contactId'],
	['a time that is none', record({ DisconnectTimestamp: 'yesterday' }), 'disconnectTimestamp'],
	['a time without zone', record({ InitiationTimestamp: '2026-01-05T09:00:00' }), 'initiationTimestamp'],
	['a bad one among good ones', [record(), {}], '1.contactId'],
	['an event without detail', { 'detail-type': 'Amazon Connect Contact Event' }, 'detail'],
	['text', 'contact', ''],
	['nothing', null, '']
])('refuses %s and names the field', (_what, payload, path) => {
	const result = amazonConnect.read(payload, { zone: 'UTC' });
	expect(result).toMatchObject({ ok: false, refusal: { reason: 'invalid', path } });
});
