import type { Channel, EventType } from '#schema/event.ts';
import { meaningOf } from '../read.ts';
import type { Unmapped } from '../source.ts';

/** How a ticket came in, by via type: https://developer.zendesk.com/documentation/ticketing/reference-guides/via-types */
const VIA: Readonly<Record<Channel, string>> = {
	phone:
		'phone_call_inbound phone_call_outbound phone_call_incoming phone_call_outgoing voicemail api_voicemail ' +
		'api_phone_call_inbound api_phone_call_outbound voice',
	chat:
		'chat chat_offline_message chat_transcript native_messaging answer_bot answer_bot_api answer_bot_for_agents ' +
		'answer_bot_for_sdk answer_bot_for_slack answer_bot_for_web_widget business_messaging_slack_connect ' +
		'sunshine_conversations_api omnichannel symphony logmein_rescue',
	email: 'mail email mailgun connect_mail recovered_from_suspended_tickets',
	web: 'web_form web web_widget helpcenter help_center dropbox get_satisfaction topic blog mobile_sdk mobile iphone closed_ticket',
	social:
		'twitter twitter_dm twitter_favorite facebook_post facebook_message instagram_dm whatsapp wechat line viber ' +
		'telegram kakaotalk apple_business_chat google_business_messages google_rcs ' +
		'sunshine_conversations_facebook_messenger sunshine_conversations_twitter_dm',
	counter: '',
	other:
		'web_service api sms text_message twilio_sms messagebird_sms connect_sms connect_ipm any_channel ' +
		'side_conversation ticket_sharing import github lotus batch rule rule_revision linked_problem group_deletion ' +
		'user_change user_deletion user_merge group_change resource_push merge automatic_solution_suggestions ' +
		'macro_reference monitor_event churned_account sample_ticket sample_interactive_ticket admin_setting ' +
		'satisfaction_prediction ticket_tagging'
};

/** Via type → channel. */
export const CHANNELS: ReadonlyMap<string, string> = new Map(
	Object.entries(VIA).flatMap(([channel, types]) => types.split(' ').map((type) => [type, channel] as const))
);

/** The webhook says `web_form`, the export `Web form`. */
const viaType = (via: string) =>
	via
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_|_$/g, '');

/** The channel of a via; an unknown one has none, and is counted. */
export function channelOf(via: string | undefined, unmapped: Unmapped[]): string | undefined {
	if (!via) return undefined;
	const channel = CHANNELS.get(viaType(via));
	if (!channel) unmapped.push({ field: 'via', value: via });
	return channel;
}

/** One thing that happened to a ticket. */
export type Step = { type: EventType; data?: Record<string, unknown> };

/** What a ticket's becoming a status is: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ and ticket events. */
export const STATUSES: Readonly<Record<string, EventType>> = {
	new: 'case.recorded',
	open: 'case.recorded',
	pending: 'case.recorded',
	hold: 'case.recorded',
	solved: 'case.resolved',
	closed: 'case.closed',
	deleted: 'case.closed',
	archived: 'case.recorded', // put away, months after it was closed
	scrubbed: 'case.recorded' // emptied after it was deleted
};

const ACTIVE = new Set(['new', 'open', 'pending', 'hold']);
const DONE = new Set(['solved', 'closed']);

/** What a change of status says. Two things, when a ticket is closed that had not been solved before. */
export function stepsOfStatus(
	{ current, previous = '', merged }: { current: string; previous?: string; merged: boolean },
	unmapped: Unmapped[]
): Step[] {
	const [is, was] = [current.toLowerCase(), previous.toLowerCase()];
	if (ACTIVE.has(is) && DONE.has(was)) return [{ type: 'case.reopened', data: { resolution: is } }];
	const type = meaningOf(STATUSES, 'status', is, unmapped) ?? 'case.recorded';
	if (type === 'case.recorded') return [{ type, data: { status: is } }];
	const step = { type, data: { resolution: is === 'closed' && merged ? 'merged' : is } };
	const unsolved = is === 'closed' && !DONE.has(was) && !merged;
	return unsolved ? [{ type: 'case.resolved', data: { resolution: is } }, step] : [step];
}

/** Scores of a satisfaction rating: https://developer.zendesk.com/api-reference/ticketing/ticket-management/satisfaction_ratings/ */
export const SCORES: Readonly<Record<string, Step | null>> = {
	offered: { type: 'survey.sent' },
	unoffered: null,
	good: { type: 'survey.answered', data: { score: 2, scale: 2 } },
	good_with_comment: { type: 'survey.answered', data: { score: 2, scale: 2 } },
	good_without_comment: { type: 'survey.answered', data: { score: 2, scale: 2 } },
	bad: { type: 'survey.answered', data: { score: 1, scale: 2 } },
	bad_with_comment: { type: 'survey.answered', data: { score: 1, scale: 2 } },
	bad_without_comment: { type: 'survey.answered', data: { score: 1, scale: 2 } }
};

/** What a rating says. A ticket has one rating, which the customer may change: `survey` is the ticket. */
export function stepsOfScore(score: string, survey: string, unmapped: Unmapped[]): Step[] {
	const step = meaningOf(SCORES, 'satisfaction_score', score.toLowerCase(), unmapped);
	return step ? [{ type: step.type, data: { survey, instrument: 'csat', ...step.data } }] : [];
}

/** A new group or agent. Passed on to another group is a transfer; another agent, or the first group, an assignment. */
export function stepsOfAssignment(change: { team?: string; agent?: string; previous?: string }): Step[] {
	const { team, agent, previous } = change;
	if (team) return [{ type: previous ? 'case.transferred' : 'case.assigned', data: { team } }];
	if (agent) return [{ type: 'case.assigned', data: { agent } }];
	return [{ type: 'case.recorded', data: { status: 'unassigned' } }];
}

/** Back and forth in a chat or a messenger is one contact; only what comes by other ways is the customer coming back. */
export const isConversation = (channel: string | undefined) => channel === 'chat' || channel === 'social';
