import { describe, expect, test } from 'vitest';
import { chatwoot, SILENT_EVENTS } from '../../../ingest/sources/chatwoot.ts';
import { CHANNELS, MESSAGE_TYPES, STATUSES } from '../../../ingest/sources/chatwoot/words.ts';
import {
	about,
	became,
	BOT,
	CONTACT,
	conversation,
	created,
	message,
	rating,
	survey
} from './chatwoot-payloads.ts';
import { idsOf, readWith, shaken } from './support.ts';

const AT = '2026-01-05T09:30:00.250Z';
const read = (payload: unknown, options = {}) => readWith(chatwoot, payload, options);
const typesOf = (payload: unknown) => read(payload).events.map(({ type }) => type);

const WAY = [
	created(24, '2026-01-05T09:00:00Z'),
	message(900, 24, '2026-01-05T09:00:01.000Z', { message_type: 'incoming', sender: CONTACT }),
	message(901, 24, '2026-01-05T09:05:00.500Z'),
	about(
		'conversation_updated',
		24,
		'2026-01-05T09:06:00.125Z',
		{ team_id: [5, 6] },
		{ meta: { team: { id: 6, name: 'returns' } } }
	),
	became(24, '2026-01-05T09:20:00.750Z', 'resolved', 'open'),
	survey(902, 24, '2026-01-05T09:20:01.000Z'),
	became(24, '2026-01-05T11:00:00Z', 'open', 'resolved'),
	rating(902, 24, '2026-01-05T12:00:00.125Z', 4)
];

describe('the way of a conversation', () => {
	test('is opened, answered, passed on, resolved, opened again and rated', () => {
		const known = { team: 'billing', agent: '3', channel: 'chat', customer: 'chatwoot:89' };
		const event = { specversion: '1.0', source: 'chatwoot', subject: 'chatwoot:24' };
		expect(read(WAY)).toEqual({
			unmapped: [],
			events: [
				{
					...event,
					type: 'case.opened',
					id: 'conversation:24:case.opened:2026-01-05T09:00:00.000Z',
					time: '2026-01-05T09:00:00.000Z',
					data: { ...known, attributes: { inbox_id: '17' } }
				},
				{
					...event,
					type: 'case.responded',
					id: 'message:901:case.responded:2026-01-05T09:05:00.500Z',
					time: '2026-01-05T09:05:00.500Z',
					data: known
				},
				{
					...event,
					type: 'case.transferred',
					id: 'conversation:24:team:case.transferred:2026-01-05T09:06:00.125Z',
					time: '2026-01-05T09:06:00.125Z',
					data: { team: 'returns', channel: 'chat' }
				},
				{
					...event,
					type: 'case.resolved',
					id: 'conversation:24:resolved:case.resolved:2026-01-05T09:20:00.750Z',
					time: '2026-01-05T09:20:00.750Z',
					data: { ...known, resolution: 'resolved' }
				},
				{
					...event,
					type: 'survey.sent',
					id: 'message:902:survey.sent:2026-01-05T09:20:01.000Z',
					time: '2026-01-05T09:20:01.000Z',
					data: { ...known, survey: 'chatwoot:24:902', instrument: 'csat' }
				},
				{
					...event,
					type: 'case.reopened',
					id: 'conversation:24:open:case.reopened:2026-01-05T11:00:00.000Z',
					time: '2026-01-05T11:00:00.000Z',
					data: { ...known, resolution: 'open' }
				},
				{
					...event,
					type: 'survey.answered',
					id: 'message:902:4:survey.answered:2026-01-05T12:00:00.125Z',
					time: '2026-01-05T12:00:00.125Z',
					data: { ...known, survey: 'chatwoot:24:902', instrument: 'csat', score: 4, scale: 5 }
				}
			]
		});
	});

	test('shuffled and doubled gives the same events', () => {
		const { events } = read(WAY);
		for (const seed of [1, 2, 3]) {
			const again = shaken(WAY, seed).flatMap((payload) => read(payload).events);
			expect(idsOf(again)).toEqual(idsOf(events));
			for (const event of again) expect(events).toContainEqual(event);
		}
	});

	test('names, addresses and words stay outside', () => {
		expect(JSON.stringify(read(WAY))).not.toMatch(/Ann|Bob|555|thanks|example\.com/);
	});

	test('several accounts are told apart', () => {
		const [event] = read(WAY, { account: 'shop' }).events;
		expect(event).toMatchObject({
			source: 'chatwoot/shop',
			subject: 'chatwoot/shop:24',
			data: { customer: 'chatwoot/shop:89' }
		});
	});
});

describe('messages', () => {
	test.each([
		['an agent', {}, ['case.responded']],
		[
			'an agent, in the app of the channel',
			{ sender: null, content_attributes: { external_echo: true } },
			['case.responded']
		],
		['an agent, to colleagues', { private: true }, []],
		['a bot', { sender: BOT }, []],
		['the assistant', { sender: { id: 2, type: 'captain_assistant' } }, []],
		['a rule', { content_attributes: { automation_rule_id: 9 } }, []],
		['a campaign', { additional_attributes: { campaign_id: 9 } }, []],
		['nobody', { sender: null }, []],
		['a template', { message_type: 'template' }, []],
		['the log', { message_type: 'activity' }, []],
		['the customer', { message_type: 'incoming', sender: CONTACT }, []]
	])('by %s', (_, fields, types) => {
		expect(typesOf(message(901, 24, AT, fields))).toEqual(types);
	});

	test('a further e-mail of the customer is a contact; the one that opened the conversation is not', () => {
		const mail = (time: string) =>
			typesOf(
				message(901, 24, time, { message_type: 'incoming', sender: CONTACT }, { channel: 'Channel::Email' })
			);
		expect(mail('2026-01-05T09:00:02.000Z')).toEqual([]);
		expect(mail('2026-01-05T10:00:00.000Z')).toEqual(['case.contacted']);
	});

	test('times are read in the format of older versions too', () => {
		const old = message(901, 24, '2026-01-05 09:30:00 UTC', {
			conversation: conversation(24, AT, { updated_at: undefined })
		});
		expect(read(old).events[0]?.time).toBe('2026-01-05T09:30:00.000Z');
	});

	test('a survey is answered when its message says so, once a rating is there', () => {
		expect(typesOf({ ...rating(902, 24, AT, 5), content_attributes: {} })).toEqual([]);
		expect(read(rating(902, 24, AT, 9)).unmapped).toEqual([{ field: 'rating', value: '9' }]);
		const withMessage = rating(902, 24, AT, 5);
		withMessage.conversation = conversation(24, AT, {
			messages: [{ id: 902, updated_at: '2026-01-05T09:29:59.5Z' }]
		});
		expect(read(withMessage).events[0]?.time).toBe('2026-01-05T09:29:59.500Z');
	});

	test('other messages that change say nothing', () => {
		expect(typesOf(message(901, 24, AT, { event: 'message_updated', status: 'read' }))).toEqual([]);
	});
});

describe('a conversation that a bot has first', () => {
	const pending = {
		status: 'pending',
		meta: { assignee: { id: 1, type: 'agent_bot' }, assignee_type: 'AgentBot' }
	};

	test('is opened when it is handed to a human', () => {
		expect(typesOf(created(24, AT, pending))).toEqual(['case.recorded']);
		const [opened] = read(became(24, AT, 'open', 'pending', { meta: pending.meta })).events;
		expect(opened).toMatchObject({ type: 'case.opened', time: AT });
		expect(opened?.data).not.toHaveProperty('agent');
	});

	test('is no resolved case when the bot ends it, but is one once a human has answered', () => {
		expect(typesOf(became(24, AT, 'resolved', 'pending'))).toEqual(['case.recorded']);
		const replied = { first_reply_created_at: '2026-01-05T09:10:00.000Z' };
		expect(typesOf(became(24, AT, 'resolved', 'pending', replied))).toEqual(['case.resolved']);
	});
});

describe('what Chatwoot can say is decided', () => {
	test.each([
		['open', 'resolved', 'case.reopened'],
		['open', 'pending', 'case.opened'],
		['open', 'snoozed', 'case.recorded'],
		['resolved', 'open', 'case.resolved'],
		['resolved', 'snoozed', 'case.resolved'],
		['pending', 'open', 'case.recorded'],
		['snoozed', 'open', 'case.recorded']
	])('%s after %s is %s', (status, before, type) => {
		const { events, unmapped } = read(became(24, AT, status, before));
		expect(events.map((event) => event.type)).toEqual([type]);
		expect(unmapped).toEqual([]);
	});

	test.each([
		[{ assignee_id: [null, 3] }, 'case.assigned'],
		[{ assignee_id: [2, 3] }, 'case.assigned'],
		[{ team_id: [null, 5] }, 'case.assigned'],
		[{ team_id: [4, 5], assignee_id: [2, 3] }, 'case.transferred'],
		[{ assignee_id: [3, null] }, 'case.recorded'],
		[{ priority: [null, 'high'] }, 'case.recorded'],
		[{ status: ['open', 'resolved'] }, undefined],
		[{ label_list: [[], ['vip']], waiting_since: [1, null] }, undefined]
	])('an update of %j is %s', (changes, type) => {
		expect(typesOf(about('conversation_updated', 24, AT, changes))).toEqual(type ? [type] : []);
	});

	test.each([...SILENT_EVENTS])('%s says nothing of a case', (event) => {
		expect(read({ event, id: 89, name: 'Ann Smith' })).toEqual({ events: [], unmapped: [] });
	});

	test('statuses, kinds of message and of inbox', () => {
		expect(Object.keys(STATUSES)).toEqual(['open', 'resolved', 'pending', 'snoozed']);
		const types = Object.keys(MESSAGE_TYPES).filter((type) => !/\d/.test(type));
		expect(types).toEqual(['incoming', 'outgoing', 'activity', 'template']);
		const channels =
			'Api Email FacebookPage Instagram Line Sms Telegram Tiktok TwilioSms TwitterProfile Voice WebWidget Whatsapp';
		expect(Object.keys(CHANNELS).sort()).toEqual(channels.split(' ').map((name) => `Channel::${name}`));
	});

	test('what a blocked contact writes is opened and closed at once', () => {
		expect(typesOf(created(24, AT, { status: 'resolved' }))).toEqual(['case.opened', 'case.closed']);
	});
});

test('unknown fields are ignored; an unknown event, status, inbox or kind of message is counted', () => {
	const known = became(24, AT, 'resolved', 'open');
	expect(read({ ...known, mood: 'good', meta: { ...known.meta, shard: 7 } })).toEqual(read(known));

	expect(read({ event: 'conversation_teleported' }).unmapped).toEqual([
		{ field: 'event', value: 'conversation_teleported' }
	]);
	const parked = read(became(24, AT, 'parked', 'open'));
	expect(parked.unmapped).toEqual([{ field: 'status', value: 'parked' }]);
	expect(parked.events[0]).toMatchObject({ type: 'case.recorded', data: { status: 'parked' } });
	const fax = read(created(24, AT, { channel: 'Channel::Fax' }));
	expect(fax).toMatchObject({
		events: [{ type: 'case.opened' }],
		unmapped: [{ field: 'channel', value: 'Channel::Fax' }]
	});
	expect(read(message(1, 24, AT, { message_type: 'telepathy' })).unmapped).toEqual([
		{ field: 'message_type', value: 'telepathy' }
	]);
});

test('what has no time is counted, for it cannot be placed', () => {
	expect(read({ ...created(24, AT), created_at: 0 })).toEqual({
		events: [],
		unmapped: [{ field: 'time of case.opened', value: 'missing' }]
	});
});

test('a version that does not say what the status was is told apart', () => {
	const old = { ...became(24, AT, 'open', 'resolved'), changed_attributes: null };
	expect(read(old)).toMatchObject({
		events: [{ type: 'case.recorded', data: { status: 'open' } }],
		unmapped: [{ field: 'changed_attributes.status', value: 'missing' }]
	});
	expect(typesOf({ ...became(24, AT, 'resolved', 'open'), changed_attributes: null })).toEqual([
		'case.resolved'
	]);
});

test.each([
	[{}, 'event'],
	['text', 'event'],
	[{ event: 'conversation_created' }, 'id'],
	[{ ...created(24, AT), created_at: 'yesterday' }, 'created_at'],
	[{ ...message(901, 24, AT), conversation: null }, 'conversation'],
	[[created(24, AT), { event: 'message_created' }], '1.id']
])('what is not readable is refused with the field (%#)', (payload, path) => {
	expect(chatwoot.read(payload, { zone: 'UTC' })).toMatchObject({
		ok: false,
		refusal: { reason: 'invalid', path }
	});
});
