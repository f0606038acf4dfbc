import { meaningOf } from '../read.ts';
import { nameOf } from '../source.ts';
import type { Context } from './context.ts';
import type { MessageEvent } from './shape.ts';
import { MACHINES, MESSAGE_TYPES } from './words.ts';

/** An e-mail within so many ms of the opening is the one that opened the conversation. */
const OPENING_MS = 10_000;

/** Chatwoot's own rule (Message#human_response?): a user wrote it, no rule and no campaign; or an agent did, in the channel's own app. */
function isHuman({ sender, content_attributes, additional_attributes }: MessageEvent): boolean {
	if (content_attributes?.automation_rule_id || additional_attributes?.campaign_id) return false;
	if (content_attributes?.external_echo) return true;
	return Boolean(sender?.id) && !MACHINES.has(sender?.type ?? '');
}

/** Back and forth in a chat is one contact. A further e-mail is the customer coming back. */
function fromCustomer({ id }: MessageEvent, at: number | undefined, { add, channel, conversation }: Context) {
	const began = conversation.created_at;
	const opens = at !== undefined && began !== undefined && at <= began + OPENING_MS;
	if (channel === 'email' && !opens) add('case.contacted', `message:${id}`, at);
}

function fromUs(message: MessageEvent, at: number | undefined, { add, options }: Context) {
	const { id, sender, content_attributes } = message;
	if (!isHuman(message)) return;
	const agent =
		sender?.id && !content_attributes?.external_echo ? nameOf(String(sender.id), options) : undefined;
	add('case.responded', `message:${id}`, at, agent ? { agent } : {});
}

const surveyOf = ({ id }: MessageEvent, { subject }: Context) => `${subject}:${id}`;

function created(message: MessageEvent, context: Context) {
	const { created_at, content_type, message_type } = message;
	if (message.private) return;
	if (content_type === 'input_csat') {
		const data = { survey: surveyOf(message, context), instrument: 'csat' };
		return context.add('survey.sent', `message:${message.id}`, created_at, data);
	}
	const from = meaningOf(MESSAGE_TYPES, 'message_type', message_type, context.mapped.unmapped);
	if (from === 'customer') fromCustomer(message, created_at, context);
	if (from === 'us') fromUs(message, created_at, context);
}

/** The answer to a survey is written into the message that asked. When, only its conversation says. */
function updated(message: MessageEvent, context: Context) {
	const { conversation, add, mapped } = context;
	const score = message.content_attributes?.submitted_values?.csat_survey_response?.rating;
	const at =
		conversation.messages?.find(({ id }) => id === message.id)?.updated_at ??
		conversation.updated_at ??
		conversation.timestamp;
	if (message.content_type !== 'input_csat' || score === null || score === undefined) return;
	if (score < 1 || score > 5) return mapped.unmapped.push({ field: 'rating', value: String(score) });
	const data = { survey: surveyOf(message, context), instrument: 'csat', score, scale: 5 };
	add('survey.answered', `message:${message.id}:${score}`, at, data);
}

/** Webhooks about messages: as of the page named in conversation.ts, and app/models/message.rb. */
export const MESSAGE_EVENTS: Readonly<Record<string, (message: MessageEvent, context: Context) => void>> = {
	message_created: created,
	message_updated: updated
};
