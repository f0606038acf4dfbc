import { describe, expect, test } from 'vitest';
import { genesys } from '../../../ingest/sources/genesys.ts';
import {
	acd,
	agent,
	at,
	BOB,
	callAsItHappens,
	callInDetail,
	customer,
	detail,
	EXPERTS,
	NAMES,
	nested,
	notification,
	QUEUE
} from './genesys-payloads.ts';
import { briefly, idsOf, readWith, shaken } from './support.ts';

const read = (payload: unknown, options = {}) => readWith(genesys, payload, { names: NAMES, ...options });
const typesOf = (payload: unknown) => read(payload).events.map(({ type }) => type);
const factsOf = (payload: unknown) => briefly(read(payload).events, 'team', 'agent', 'resolution');
const call = [customer(), acd(), agent()];

describe('a conversation', () => {
	test('becomes the facts of its case: opened in the queue, answered, resolved, wrapped up', () => {
		const { events, unmapped } = read(notification(call));
		const envelope = { specversion: '1.0', source: 'genesys', subject: 'genesys:conv-1' };
		const common = { channel: 'phone', customer: 'tel:+13175550142', attributes: { media: 'calls' } };
		expect(unmapped).toEqual([]);
		expect(events).toEqual([
			{
				...envelope,
				...{ type: 'case.opened', id: 'conv-1:opened:p-acd', time: at(20) },
				data: { ...common, team: 'Billing' }
			},
			{
				...envelope,
				...{ type: 'case.responded', id: 'conv-1:connected:p-agent', time: at(29) },
				data: { ...common, team: 'Billing', agent: 'ann' }
			},
			{
				...envelope,
				...{ type: 'case.resolved', id: 'conv-1:resolved', time: at(300) },
				data: { ...common, team: 'Billing', agent: 'ann', resolution: 'endpoint' }
			},
			{
				...envelope,
				...{ type: 'case.recorded', id: 'conv-1:wrapup:p-agent:Invoice explained', time: at(320) },
				data: { ...common, status: 'Invoice explained' }
			}
		]);
	});

	test('keeps no name, no note, no attribute and no number of ours', () => {
		const text = JSON.stringify(read([...callAsItHappens, ...callInDetail]));
		for (const personal of ['Maria', 'Ann Chan', 'invoice"', '+18005550100'])
			expect(text).not.toContain(personal);
	});

	test('told again at every change says no fact twice, and never another than in the end', () => {
		const last = new Map(read(callAsItHappens.at(-1)).events.map((event) => [event.id, event]));
		for (const event of read(callAsItHappens).events) expect(last.get(event.id)).toEqual(event);
		expect(idsOf(read(callAsItHappens).events)).toEqual([...last.keys()].sort());
		expect(callAsItHappens.map((told) => read(told).events.length)).toEqual([0, 1, 1, 2, 3, 4]);
	});

	test('of the topic of all media types says the same as that of calls', () => {
		const all = { ...notification(call.map((one) => nested(one))), topicName: 'v2.conversations.conv-1' };
		expect(read(all)).toEqual(read(notification(call)));
		const users = { ...all, topicName: 'v2.users.e40f28ea-fa86-493f-a5b8-d559c8533c96.conversations' };
		expect(read(users)).toEqual(read(notification(call)));
	});

	test('ignores what it does not know, and gives the same facts', () => {
		const more = call.map((one) => ({ ...one, futureField: { deep: [1] } }));
		expect(read(notification(more, { futureField: 1 }))).toEqual(read(notification(call)));
	});

	test('updated five days late adds what is new, and nothing else', () => {
		const wrapup = { code: 'Refunded', endTime: '2026-01-10T09:00:00.000Z' };
		const late = read(notification([customer(), acd(), agent({ wrapup })])).events;
		const before = read(notification(call)).events;
		expect(late.slice(0, 3)).toEqual(before.slice(0, 3));
		expect(briefly(late.slice(3))).toEqual([
			['case.recorded', 'conv-1:wrapup:p-agent:Refunded', '2026-01-10T09:00:00.000Z']
		]);
	});

	test('that the customer left in the queue is abandoned', () => {
		const left = [customer({ endTime: at(50) }), acd({ endTime: at(50), disconnectType: 'peer' })];
		const unanswered = agent({ connectedTime: null, wrapup: null, disconnectType: 'client' });
		for (const people of [left, [...left, unanswered]])
			expect(factsOf(notification(people))).toEqual([
				['case.opened', 'conv-1:opened:p-acd', at(20), 'Billing', undefined, undefined],
				['case.abandoned', 'conv-1:abandoned:p-acd', at(50), 'Billing', undefined, 'peer']
			]);
	});

	test('whose queue ended in any way after an agent had joined is not abandoned', () => {
		expect(typesOf(notification([customer(), acd({ disconnectType: 'peer' }), agent()]))).not.toContain(
			'case.abandoned'
		);
	});

	test('that flowed out of its queue is not abandoned', () => {
		const out = [customer({ endTime: at(50) }), acd({ endTime: at(40) })];
		expect(typesOf(notification(out))).toEqual(['case.opened', 'case.closed']);
	});

	test('that goes on in another queue is transferred, and ends once', () => {
		const first = agent({ endTime: at(100), disconnectType: 'transfer', wrapup: null });
		const queue = acd({ id: 'p-acd-2', connectedTime: at(100), endTime: at(120), queue: { id: EXPERTS } });
		const second = agent({
			...{ id: 'p-agent-2', connectedTime: at(120), user: { id: BOB }, queue: { id: EXPERTS }, wrapup: null }
		});
		expect(factsOf(notification([customer(), acd(), first, queue, second]))).toEqual([
			['case.opened', 'conv-1:opened:p-acd', at(20), 'Billing', undefined, undefined],
			['case.transferred', 'conv-1:transferred:p-acd-2', at(100), 'Experts', undefined, undefined],
			['case.responded', 'conv-1:connected:p-agent', at(29), 'Billing', 'ann', undefined],
			['case.responded', 'conv-1:connected:p-agent-2', at(120), 'Experts', 'bob', undefined],
			['case.resolved', 'conv-1:resolved', at(300), 'Experts', 'bob', 'endpoint']
		]);
	});

	test('passed straight to another agent is transferred; one who joins or listens is not', () => {
		const other = { id: 'p-agent-2', connectedTime: at(100), user: { id: BOB }, wrapup: null };
		const passed = agent({ endTime: at(101), disconnectType: 'transfer.consult', wrapup: null });
		expect(typesOf(notification([customer(), acd(), passed, agent(other)]))).toContain('case.transferred');
		expect(typesOf(notification([customer(), acd(), agent(), agent(other)]))).not.toContain(
			'case.transferred'
		);
		const listener = agent({ ...other, monitoredParticipantId: 'p-agent' });
		expect(read(notification([...call, listener]))).toEqual(read(notification(call)));
	});

	test('with a user and no queue is opened when it came', () => {
		const user = agent({ purpose: 'user', queue: null, wrapup: null });
		expect(factsOf(notification([customer(), user]))).toEqual([
			['case.opened', 'conv-1:opened:p-customer', at(0), undefined, undefined, undefined],
			['case.responded', 'conv-1:connected:p-agent', at(29), undefined, 'ann', undefined],
			['case.resolved', 'conv-1:resolved', at(300), undefined, 'ann', 'endpoint']
		]);
	});

	test('that ended in the flow is opened and closed', () => {
		expect(typesOf(notification([customer()]))).toEqual(['case.opened', 'case.closed']);
	});

	test('by e-mail is answered when the agent who has sent a message leaves', () => {
		const mail = (messagesSent: number) =>
			[customer(), acd(), agent({ wrapup: null, messagesSent })].map((one) => nested(one, 'emails'));
		expect(briefly(read(notification(mail(1))).events.slice(1, 3))).toEqual([
			['case.assigned', 'conv-1:connected:p-agent', at(29)],
			['case.responded', 'conv-1:replied:p-agent', at(300)]
		]);
		expect(typesOf(notification(mail(0)))).not.toContain('case.responded');
	});

	test('that the company began is no case of a customer', () => {
		expect(read(notification([customer({ direction: 'outbound' }), agent()])).events).toEqual([]);
	});

	test('knows the customer by the external contact, before the address', () => {
		const known = customer({ externalContact: { id: 'contact-7' } });
		expect(read(notification([known, acd()])).events[0]?.data.customer).toBe('contact-7');
	});
});

describe('detail events', () => {
	test('become the facts of the same case', () => {
		const { events, unmapped } = read(callInDetail);
		expect(unmapped).toEqual([]);
		expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(['genesys:conv-1']));
		expect(briefly(events, 'team', 'agent', 'channel')).toEqual([
			['case.opened', 'conv-1:opened:p-acd', at(20), 'Billing', undefined, 'phone'],
			['case.responded', 'conv-1:answered:p-acd', at(29), 'Billing', 'ann', 'phone'],
			['case.resolved', 'conv-1:resolved:s-agent', at(300), 'Billing', 'ann', 'phone'],
			['case.closed', 'conv-1:closed:p-customer', at(300), undefined, undefined, 'phone'],
			[
				...['case.recorded', 'conv-1:wrapup:p-agent:c0de0000-0000-0000-0000-000000000001', at(320)],
				...[undefined, undefined, 'phone']
			]
		]);
	});

	test('say the same without the wrapping of EventBridge', () => {
		expect(read(callInDetail.map((event) => event.detail))).toEqual(read(callInDetail));
	});

	test('of an agent who was rung and did not answer say nothing', () => {
		expect(typesOf(detail('user.end', 40, { queueId: QUEUE, disconnectType: 'CLIENT' }))).toEqual([]);
	});

	test('of an agent who passed it on say that', () => {
		const left = { queueId: QUEUE, interactingDurationMs: 9, disconnectType: 'CONSULT_TRANSFER' };
		expect(typesOf(detail('user.end', 40, left))).toEqual(['case.transferred']);
	});

	test('of what the company began say nothing', () => {
		expect(typesOf(detail('acd.start', 40, { queueId: QUEUE, direction: 'OUTBOUND' }))).toEqual([]);
	});
});

test('shuffled and delivered twice, notifications give the same facts', () => {
	const streams: unknown[][] = [callAsItHappens, callInDetail];
	for (const all of streams)
		for (const seed of [1, 2, 3])
			expect(idsOf(read(shaken(all, seed)).events)).toEqual(idsOf(read(all).events));
});

describe('every documented value has a meaning:', () => {
	test.each([
		['client', 'resolved'],
		['endpoint', 'resolved'],
		['peer', 'resolved'],
		['system', 'resolved'],
		['transfer', 'moved'],
		['transfer.conference', 'moved'],
		['transfer.consult', 'moved'],
		['transfer.dnd', 'moved'],
		['transfer.forward', 'moved'],
		['transfer.noanswer', 'moved'],
		['transfer.notavailable', 'moved'],
		['endpoint.dnd', 'closed'],
		['error', 'closed'],
		['other', 'closed'],
		['spam', 'closed'],
		['timeout', 'closed'],
		['transport.failure', 'closed'],
		['uncallable', 'closed']
	])('disconnectType %s: %s once answered; in the queue abandoned unless it moved on', (type, meaning) => {
		const answered = read(notification([customer({ disconnectType: type }), acd(), agent({ wrapup: null })]));
		expect(answered.unmapped).toEqual([]);
		expect(answered.events.at(-1)).toMatchObject({
			type: meaning === 'resolved' ? 'case.resolved' : 'case.closed',
			data: { resolution: type }
		});
		const waiting = typesOf(notification([customer(), acd({ disconnectType: type })]));
		expect(waiting.at(-1)).toBe(meaning === 'moved' ? 'case.closed' : 'case.abandoned');
	});

	test.each([
		['ENDPOINT', 'case.resolved'],
		['CLIENT', 'case.resolved'],
		['SYSTEM', 'case.resolved'],
		['PEER', 'case.resolved'],
		['TRANSFER', 'case.transferred'],
		['CONFERENCE_TRANSFER', 'case.transferred'],
		['CONSULT_TRANSFER', 'case.transferred'],
		['FORWARD_TRANSFER', 'case.transferred'],
		['NO_ANSWER_TRANSFER', 'case.transferred'],
		['NOT_AVAILABLE_TRANSFER', 'case.transferred'],
		['DND_TRANSFER', 'case.transferred'],
		['ERROR', 'case.closed'],
		['OTHER', 'case.closed'],
		['SPAM', 'case.closed'],
		['TIMEOUT', 'case.closed'],
		['TRANSPORT_FAILURE', 'case.closed'],
		['UNCALLABLE', 'case.closed'],
		['DND_ENDPOINT', 'case.closed'],
		['UNKNOWN', 'case.closed']
	])('disconnectType %s of an agent who had talked is %s', (disconnectType, type) => {
		const { events, unmapped } = read(
			detail('user.end', 40, { queueId: QUEUE, interactingDurationMs: 9, disconnectType })
		);
		expect([events.map((event) => event.type), unmapped]).toEqual([[type], []]);
	});

	test.each([
		['ANSWERED', 'case.responded'],
		['ABANDON', 'case.abandoned'],
		['FLOW_OUT', 'case.recorded'],
		['UNKNOWN', 'case.recorded']
	])('acdOutcome %s is %s', (acdOutcome, type) => {
		const { events, unmapped } = read(detail('acd.end', 40, { queueId: QUEUE, acdOutcome }));
		expect([events.map((event) => event.type), unmapped]).toEqual([[type], []]);
	});

	test.each([
		['VOICE', undefined, 'phone'],
		['CALLBACK', undefined, 'phone'],
		['CHAT', undefined, 'chat'],
		['EMAIL', undefined, 'email'],
		['COBROWSE', undefined, 'other'],
		['VIDEO', undefined, 'other'],
		['SCREENSHARE', undefined, 'other'],
		['INTERNALMESSAGE', undefined, 'other'],
		['UNKNOWN', undefined, 'other'],
		['MESSAGE', undefined, 'chat'],
		['MESSAGE', 'UNKNOWN', 'chat'],
		['MESSAGE', 'SMS', 'other'],
		['MESSAGE', 'WEBMESSAGING', 'chat'],
		['MESSAGE', 'OPEN', 'other'],
		['MESSAGE', 'TWITTER', 'social'],
		['MESSAGE', 'FACEBOOK', 'social'],
		['MESSAGE', 'LINE', 'social'],
		['MESSAGE', 'VIBER', 'social'],
		['MESSAGE', 'WECHAT', 'social'],
		['MESSAGE', 'WHATSAPP', 'social'],
		['MESSAGE', 'TELEGRAM', 'social'],
		['MESSAGE', 'KAKAO', 'social'],
		['MESSAGE', 'INSTAGRAM', 'social'],
		['MESSAGE', 'APPLE', 'social']
	])('mediaType %s, messageType %s is channel %s', (mediaType, messageType, channel) => {
		const { events, unmapped } = read(detail('acd.start', 20, { mediaType, messageType }));
		expect([events[0]?.data.channel, unmapped]).toEqual([channel, []]);
		if (messageType === undefined) return;
		const people = [customer(), acd()].map((one) =>
			nested({ ...one, type: messageType.toLowerCase() }, 'messages')
		);
		expect(read(notification(people)).events[0]?.data.channel).toBe(channel);
	});

	test.each([
		['calls', 'phone'],
		['callbacks', 'phone'],
		['chats', 'chat'],
		['emails', 'email'],
		['messages', 'chat'],
		['socialexpressions', 'social'],
		['cobrowses', 'other'],
		['videos', 'other'],
		['screenshares', 'other']
	])('the topic of %s is channel %s', (list, channel) => {
		const { events, unmapped } = read({
			...notification([customer(), acd()]),
			topicName: `v2.routing.queues.${QUEUE}.conversations.${list}`
		});
		expect([events[0]?.data.channel, unmapped]).toEqual([channel, []]);
	});

	test.each([
		...['acd', 'agent', 'api', 'botflow', 'campaign', 'customer', 'dialer', 'external', 'fax', 'group'],
		...['inbound', 'ivr', 'manual', 'outbound', 'station', 'user', 'voicemail', 'voicesurveyflow', 'workflow']
	])('purpose %s is known', (purpose) => {
		const { unmapped } = read(
			notification([customer(), { id: 'p', purpose, connectedTime: at(5), endTime: at(6) }])
		);
		expect(unmapped).toEqual([]);
	});

	test.each([
		['connected', 'connectedTime'],
		['disconnected', 'endTime'],
		['terminated', 'endTime'],
		['alerting', 'none'],
		['contacting', 'none'],
		['converting', 'none'],
		['dialing', 'none'],
		['none', 'none'],
		['offering', 'none'],
		['parked', 'none'],
		['scheduled', 'none'],
		['transmitting', 'none'],
		['uploading', 'none']
	])('state %s is told by %s', (state, time) => {
		const { events, unmapped } = read(
			notification([
				customer({ endTime: null }),
				acd(),
				agent({ state, wrapup: null, connectedTime: time === 'none' ? null : at(29), endTime: null })
			])
		);
		expect(unmapped).toEqual([]);
		expect(events.some(({ type }) => type === 'case.responded')).toBe(time !== 'none');
	});

	test.each([
		'attributes',
		'contact',
		'customer.start',
		'flow.end',
		'flow.outcome',
		'flow.start',
		'outbound'
	])('the detail event %s says nothing of service', (kind) =>
		expect(read(detail(kind, 1))).toEqual({ events: [], unmapped: [] })
	);

	test.each(['user.start', 'voicemail.start', 'voicemail.end'])(
		'the detail event %s says nothing of service either',
		(kind) => expect(read(detail(kind, 1))).toEqual({ events: [], unmapped: [] })
	);
});

test('values that are not documented are kept as text and counted', () => {
	const { events, unmapped } = read(
		notification([
			customer({ disconnectType: 'vanished' }),
			acd({ state: 'floating' }),
			agent({ wrapup: null })
		])
	);
	expect(unmapped).toEqual([
		{ field: 'disconnectType', value: 'vanished' },
		{ field: 'state', value: 'floating' }
	]);
	expect(events.at(-1)).toMatchObject({ type: 'case.closed', data: { resolution: 'vanished' } });
	expect(read(detail('acd.end', 1, { mediaType: 'HOLOGRAM', acdOutcome: 'EATEN' }))).toMatchObject({
		events: [{ type: 'case.recorded', data: { status: 'EATEN', channel: 'other' } }],
		unmapped: [
			{ field: 'mediaType', value: 'hologram' },
			{ field: 'acdOutcome', value: 'EATEN' }
		]
	});
});

test('topics that say nothing of a conversation are counted, without their ids; heartbeats are not', () => {
	const of = (topicName: string) => read({ topicName, eventBody: { message: 'WebSocket Heartbeat' } });
	expect(of('channel.metadata')).toEqual({ events: [], unmapped: [] });
	expect(of('v2.users.e40f28ea-fa86-493f-a5b8-d559c8533c96.presence')).toEqual({
		events: [],
		unmapped: [{ field: 'topicName', value: 'v2.users.{id}.presence' }]
	});
});

test.each([
	['text', 'hello', ''],
	['no topic', { eventBody: {} }, 'topicName'],
	['no body', { topicName: 'v2.conversations.1' }, 'eventBody'],
	['a conversation without id', notification(call, { id: undefined }), 'eventBody.id'],
	['a participant without id', notification([{ purpose: 'acd' }]), 'eventBody.participants.0.id'],
	['a time that is none', notification([customer({ endTime: 'later' })]), 'eventBody.participants.0.endTime'],
	[
		'a detail event without conversation',
		detail('acd.end', 1, { conversationId: null }),
		'detail.eventBody.conversationId'
	],
	['a bad one among good ones', [notification(call), 7], '1']
])('refuses %s and names the field', (_what, payload, path) => {
	const result = genesys.read(payload, { zone: 'UTC' });
	expect(result).toMatchObject({ ok: false, refusal: { reason: 'invalid', path } });
});
