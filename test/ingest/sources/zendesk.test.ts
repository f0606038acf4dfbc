import { describe, expect, test } from 'vitest';
import { zendesk } from '../../../ingest/sources/zendesk.ts';
import { CHANNELS, SCORES, STATUSES } from '../../../ingest/sources/zendesk/values.ts';
import { TICKET_EVENTS } from '../../../ingest/sources/zendesk/webhook.ts';
import { idsOf, readWith, shaken } from './support.ts';
import {
	becomes,
	comment,
	creation,
	CUSTOMER,
	page,
	says,
	STAFF,
	update,
	webhook
} from './zendesk-payloads.ts';

const AT = '2026-01-05T09:30:00.123456789Z';
const read = (payload: unknown, options = {}) => readWith(zendesk, payload, options);
const typesOf = (payload: unknown) => read(payload).events.map(({ type }) => type);
const became = (current: string, previous: string, detail = {}) =>
	read(webhook('status_changed', AT, { current, previous }, detail)).events;

/** https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/ */
const DOCUMENTED_EVENTS = (
	'agent_assignment_changed attachment_linked_to_comment attachment_redacted_from_comment brand_changed comment_added ' +
	'comment_made_private comment_redacted created csat_received csat_requested custom_field_changed ' +
	'custom_status_changed description_changed email_ccs_changed external_id_changed followers_changed form_changed ' +
	'group_assignment_changed marked_as_spam merged next_sla_breach_changed ola_policy_changed organization_changed ' +
	'permanently_deleted priority_changed problem_link_changed requester_changed schedule_changed sla_policy_changed ' +
	'soft_deleted status_changed subject_changed submitter_changed tags_changed task_due_at_changed type_changed undeleted'
).split(' ');

const SAID = new Map([
	['agent_assignment_changed', 'case.recorded'],
	['created', 'case.opened'],
	['csat_requested', 'survey.sent'],
	['group_assignment_changed', 'case.recorded'],
	['marked_as_spam', 'case.closed'],
	['merged', 'case.recorded'],
	['permanently_deleted', 'case.recorded'],
	['priority_changed', 'case.recorded'],
	['soft_deleted', 'case.closed'],
	['status_changed', 'case.recorded'],
	['undeleted', 'case.recorded']
]);

/** https://developer.zendesk.com/documentation/ticketing/reference-guides/via-types */
const VIA_TYPES =
	'admin_setting answer_bot answer_bot_api answer_bot_for_agents answer_bot_for_sdk answer_bot_for_slack ' +
	'answer_bot_for_web_widget any_channel api_phone_call_inbound api_phone_call_outbound api_voicemail ' +
	'apple_business_chat automatic_solution_suggestions batch blog business_messaging_slack_connect chat ' +
	'chat_offline_message chat_transcript churned_account closed_ticket connect_ipm connect_mail connect_sms dropbox ' +
	'facebook_message facebook_post get_satisfaction github google_business_messages google_rcs group_change ' +
	'group_deletion helpcenter import instagram_dm iphone kakaotalk line linked_problem logmein_rescue lotus ' +
	'macro_reference mail mailgun merge messagebird_sms mobile mobile_sdk monitor_event native_messaging omnichannel ' +
	'phone_call_inbound phone_call_outbound recovered_from_suspended_tickets resource_push rule rule_revision ' +
	'sample_interactive_ticket sample_ticket satisfaction_prediction side_conversation sms sunshine_conversations_api ' +
	'sunshine_conversations_facebook_messenger sunshine_conversations_twitter_dm symphony telegram text_message ' +
	'ticket_sharing ticket_tagging topic twilio_sms twitter twitter_dm twitter_favorite user_change user_deletion ' +
	'user_merge viber voicemail web_form web_service web_widget wechat whatsapp';

describe('webhooks', () => {
	test('a created ticket is an opened case, with the dimensions it came in with', () => {
		const payload = webhook('created', '2026-01-05T09:00:00.5Z', {}, { status: 'NEW' });
		expect(read(payload)).toEqual({
			unmapped: [],
			events: [
				{
					...{ specversion: '1.0', source: 'zendesk', type: 'case.opened', subject: 'zendesk:5158' },
					id: `${payload.id}:case.opened`,
					time: '2026-01-05T09:00:00.000Z',
					data: {
						team: '8447320466430',
						agent: '8447388090495',
						channel: 'email',
						customer: 'zendesk:8447388090494',
						priority: 'low',
						attributes: { type: 'question', brand_id: '8447346621310', form_id: '8646151517822', via: 'mail' }
					}
				}
			]
		});
	});

	test('the way of a ticket: assigned, answered, asked again, solved, opened again, rated', () => {
		const way = [
			webhook('agent_assignment_changed', AT, { current: '42', previous: '0' }),
			webhook('comment_added', AT, comment('42', true)),
			webhook('comment_added', AT, comment('7', false)),
			webhook('group_assignment_changed', AT, { current: '12', previous: '11' }),
			webhook('status_changed', AT, { current: 'SOLVED', previous: 'OPEN' }),
			webhook('status_changed', AT, { current: 'OPEN', previous: 'SOLVED' }),
			webhook('csat_requested', AT),
			webhook('csat_received', AT, { satisfaction_score: { score: 'GOOD', comment: 'thank you, Bob' } })
		];
		const events = read(way, { names: { '12': 'Billing', '42': 'Bob' } }).events;
		expect(
			events.map(({ type, data }) => [type, data.team, data.agent, data.resolution ?? data.score])
		).toEqual([
			['case.assigned', '8447320466430', 'Bob', undefined],
			['case.responded', '8447320466430', 'Bob', undefined],
			['case.contacted', '8447320466430', '8447388090495', undefined],
			['case.transferred', 'Billing', '8447388090495', undefined],
			['case.resolved', '8447320466430', '8447388090495', 'solved'],
			['case.reopened', '8447320466430', '8447388090495', 'open'],
			['survey.sent', '8447320466430', '8447388090495', undefined],
			['survey.answered', '8447320466430', '8447388090495', 2]
		]);
		expect(events.every(({ time }) => time === '2026-01-05T09:30:00.123Z')).toBe(true);
		expect(JSON.stringify(events)).not.toMatch(/Ann|555|thank|card/);
	});

	test('sent again, in another order, the ids are the same', () => {
		const sent = [webhook('created', AT), webhook('comment_added', AT, comment('42', true))];
		expect(idsOf(shaken(sent, 3).flatMap((payload) => read(payload).events))).toEqual(
			idsOf(read(sent).events)
		);
	});

	test.each([
		['a note nobody outside sees', comment('42', true, false), {}],
		['the description, written with the ticket', comment('7', false), { created_at: '2026-01-05T09:29:59Z' }],
		['what the system writes', comment('-1', true), {}],
		['back and forth in a messenger', comment('7', false), { via: { channel: 'whatsapp' } }]
	])('%s is neither a reply nor a contact', (_, event, detail) => {
		expect(typesOf(webhook('comment_added', AT, event, detail))).toEqual([]);
	});

	test('unknown fields are ignored; an unknown event, status, way or score is counted', () => {
		const payload = webhook(
			'status_changed',
			AT,
			{ current: 'SOLVED', previous: 'OPEN', reason: 'x' },
			{ mood: 1 }
		);
		expect(read({ ...payload, shard: 7 })).toEqual({ events: read(payload).events, unmapped: [] });

		expect(read(webhook('teleported', AT))).toEqual({
			events: [],
			unmapped: [{ field: 'type', value: 'zen:event-type:ticket.teleported' }]
		});
		const parked = read(webhook('status_changed', AT, { current: 'PARKED', previous: 'OPEN' }));
		expect(parked.unmapped).toEqual([{ field: 'status', value: 'parked' }]);
		expect(parked.events.map(({ type, data }) => [type, data.status])).toEqual([['case.recorded', 'parked']]);
		expect(read(webhook('created', AT, {}, { via: { channel: 'fax' } })).unmapped).toEqual([
			{ field: 'via', value: 'fax' }
		]);
		expect(read(webhook('csat_received', AT, { satisfaction_score: { score: 'SUPER' } })).unmapped).toEqual([
			{ field: 'satisfaction_score', value: 'super' }
		]);
		expect(read(webhook('created', AT, {}, { status: 'constructor' })).unmapped).toHaveLength(1);
	});

	test('a ticket closed without having been solved is resolved too, unless it was merged into another', () => {
		const types = (previous: string, tags: string[]) =>
			became('CLOSED', previous, { tags }).map(({ type }) => type);
		expect(types('SOLVED', [])).toEqual(['case.closed']);
		expect(types('OPEN', [])).toEqual(['case.resolved', 'case.closed']);
		expect(types('OPEN', ['closed_by_merge'])).toEqual(['case.closed']);
		expect(became('CLOSED', 'OPEN', { tags: ['closed_by_merge'] })[0]?.data.resolution).toBe('merged');
	});

	test('a ticket that comes in solved is opened and resolved', () => {
		expect(typesOf(webhook('created', AT, {}, { status: 'SOLVED' }))).toEqual([
			'case.opened',
			'case.resolved'
		]);
	});

	test("nobody is '0', '' or null", () => {
		const nobody = { group_id: '0', assignee_id: '', requester_id: null };
		const [event] = read(webhook('created', AT, {}, nobody)).events;
		expect(event?.data).not.toHaveProperty('team');
		expect(event?.data).not.toHaveProperty('agent');
		expect(event?.data).not.toHaveProperty('customer');
		expect(typesOf(webhook('agent_assignment_changed', AT, { current: '0', previous: '42' }))).toEqual([
			'case.recorded'
		]);
	});

	test('events of users and organisations are no events of a case', () => {
		const user = {
			type: 'zen:event-type:user.active_changed',
			id: '1',
			detail: { id: '7', email: 'ann@example.com' }
		};
		expect(read(user)).toEqual({
			events: [],
			unmapped: [{ field: 'type', value: 'zen:event-type:user.active_changed' }]
		});
	});
});

describe('the export of ticket events', () => {
	test('an update is read as what it changed', () => {
		const opened = creation(15, '2026-01-05T09:00:00Z', { assignee_id: STAFF, type: 'incident' });
		const answered = update(15, '2026-01-05T09:20:00Z', STAFF, [
			{ event_type: 'Comment', comment_present: true, comment_public: true },
			{ status: 'pending', previous_value: 'new' },
			{ group_id: 12, previous_value: '11' },
			{ subject: 'Ann Smith, second invoice', previous_value: 'invoice' }
		]);
		expect(read(page([opened, answered]))).toEqual({
			unmapped: [],
			events: [
				{
					...{ specversion: '1.0', source: 'zendesk', type: 'case.opened', subject: 'zendesk:15' },
					...{ id: `${opened.id}:case.opened`, time: '2026-01-05T09:00:00.000Z' },
					data: {
						...{ team: '11', agent: '42', channel: 'email', customer: 'zendesk:7', priority: 'high' },
						attributes: { type: 'incident', via: 'mail' }
					}
				},
				...[
					{ type: 'case.responded', id: `${answered.id + 1}:case.responded`, data: { agent: '42' } },
					{ type: 'case.recorded', id: `${answered.id + 2}:case.recorded`, data: { status: 'pending' } },
					{
						type: 'case.transferred',
						id: 'zendesk:15:case.transferred:2026-01-05T09:20:00.000Z',
						data: { team: '12' }
					}
				].map((event) => ({
					...{
						specversion: '1.0',
						source: 'zendesk',
						subject: 'zendesk:15',
						time: '2026-01-05T09:20:00.000Z'
					},
					...event
				}))
			]
		});
	});

	test('comments are told apart by the users put beside, or by who asked; else they are counted', () => {
		const comments = [
			says(15, AT, CUSTOMER),
			says(15, AT, STAFF),
			says(15, AT, STAFF, false),
			says(15, AT, -1)
		];
		expect(typesOf(page(comments))).toEqual(['case.contacted', 'case.responded']);
		const alone = read({ ticket_events: [creation(15, AT), ...comments] });
		expect(alone.events.map(({ type }) => type)).toEqual(['case.opened', 'case.contacted']);
		expect(alone.unmapped).toEqual([{ field: 'author_id', value: 'of unknown role' }]);
	});

	test('sideloaded comments say their author', () => {
		const sideloaded = update(15, AT, -1, [
			{
				event_type: 'Comment',
				type: 'Comment',
				author_id: STAFF,
				public: true,
				body: 'secret',
				via: { channel: 'api' }
			}
		]);
		expect(read(page([sideloaded])).events.map(({ type, data }) => [type, data.agent])).toEqual([
			['case.responded', '42']
		]);
		expect(JSON.stringify(read(page([sideloaded])))).not.toContain('secret');
	});

	test('ratings come as a change or as an event of their own', () => {
		const changes = [
			{ satisfaction_score: 'offered', previous_value: 'unoffered' },
			{ satisfaction_score: 'bad', previous_value: 'offered' },
			{ event_type: 'SatisfactionRating', score: 'good', body: 'after all' }
		];
		const { events } = read(page([update(15, AT, CUSTOMER, changes)]));
		expect(events.map(({ type, data }) => [type, data.survey, data.score, data.scale])).toEqual([
			['survey.sent', 'zendesk:15', undefined, undefined],
			['survey.answered', 'zendesk:15', 1, 2],
			['survey.answered', 'zendesk:15', 2, 2]
		]);
	});

	test('a merged ticket is closed, not resolved', () => {
		const merged = update(15, AT, STAFF, [{ status: 'closed', previous_value: 'open' }], 'Merge');
		expect(read(page([merged])).events.map(({ type, data }) => [type, data.resolution])).toEqual([
			['case.closed', 'merged']
		]);
	});

	test('unknown kinds of change are counted, unknown fields ignored', () => {
		const strange = update(15, AT, STAFF, [
			{ event_type: 'Levitation' },
			{ colour: 'red', previous_value: 'blue' }
		]);
		expect(read(page([strange]))).toEqual({
			events: [],
			unmapped: [{ field: 'child_events.event_type', value: 'Levitation' }]
		});
	});

	test('the status of the export says the same as that of the webhook', () => {
		const pairs = Object.keys(STATUSES).flatMap((is) =>
			Object.keys(STATUSES).map((was) => [is, was] as const)
		);
		for (const [is, was] of pairs)
			expect(typesOf(page([becomes(15, AT, is, was)]))).toEqual(
				became(is.toUpperCase(), was.toUpperCase()).map(({ type }) => type)
			);
	});
});

describe('what Zendesk documents is decided', () => {
	test.each([
		['new', 'open', 'case.recorded'],
		['open', 'new', 'case.recorded'],
		['pending', 'open', 'case.recorded'],
		['hold', 'open', 'case.recorded'],
		['solved', 'open', 'case.resolved'],
		['closed', 'solved', 'case.closed'],
		['deleted', 'solved', 'case.closed'],
		['archived', 'closed', 'case.recorded'],
		['scrubbed', 'deleted', 'case.recorded'],
		['open', 'solved', 'case.reopened'],
		['pending', 'solved', 'case.reopened'],
		['hold', 'solved', 'case.reopened'],
		['open', 'deleted', 'case.recorded']
	])('status %s after %s is %s', (current, previous, type) => {
		expect(became(current.toUpperCase(), previous.toUpperCase()).map((event) => event.type)).toEqual([type]);
	});

	test('every status, score and kind of event is in a table', () => {
		expect(Object.keys(STATUSES).sort().join(' ')).toBe(
			'archived closed deleted hold new open pending scrubbed solved'
		);
		const scores =
			'bad bad_with_comment bad_without_comment good good_with_comment good_without_comment offered unoffered';
		expect(Object.keys(SCORES).sort().join(' ')).toBe(scores);
		expect(Object.keys(TICKET_EVENTS).sort()).toEqual(DOCUMENTED_EVENTS.sort());
	});

	test.each(DOCUMENTED_EVENTS)('%s, without more, is what is said of it or nothing', (kind) => {
		const type = SAID.get(kind);
		expect(typesOf(webhook(kind, AT))).toEqual(type ? [type] : []);
	});

	test.each([
		['phone_call_inbound', 'phone'],
		['voicemail', 'phone'],
		['native_messaging', 'chat'],
		['mail', 'email'],
		['web_form', 'web'],
		['Web form', 'web'],
		['whatsapp', 'social'],
		['facebook_message', 'social'],
		['web_service', 'other'],
		['sms', 'other']
	])('what comes by %s comes by %s', (via, channel) => {
		expect(read(webhook('created', AT, {}, { via: { channel: via } })).events[0]?.data.channel).toBe(channel);
	});

	test('every via type of the reference has a channel', () => {
		const unmapped = VIA_TYPES.split(' ').filter((type) => !CHANNELS.get(type));
		expect(unmapped).toEqual([]);
	});
});

test.each([
	[{}, 'type'],
	['text', ''],
	[{ ...webhook('created', AT), time: 'yesterday' }, 'time'],
	[webhook('created', AT, {}, { created_at: null }), 'detail.created_at'],
	[{ ticket_events: [{ ...creation(15, AT), ticket_id: null }] }, 'ticket_events.0.ticket_id'],
	[[webhook('created', AT), { ...webhook('created', AT), id: '' }], '1.id']
])('what is not readable is refused with the field (%#)', (payload, path) => {
	expect(zendesk.read(payload, { zone: 'UTC' })).toMatchObject({
		ok: false,
		refusal: { reason: 'invalid', path }
	});
});
