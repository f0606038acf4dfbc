import { dimension } from '../source.ts';
import type { Context } from './context.ts';
import type { ConversationEvent } from './shape.ts';
import { STATUSES } from './words.ts';

/** When a conversation changed: to the millisecond in newer versions, else its last activity. */
const changedAt = ({ updated_at, timestamp, created_at }: ConversationEvent) =>
	updated_at ?? timestamp ?? created_at;

/** It waits for a human from its beginning, unless a bot has it first. */
function created(payload: ConversationEvent, { add, conversation }: Context) {
	const { created_at, inbox_id } = conversation;
	const what = `conversation:${conversation.id}`;
	if (payload.status === 'pending') return add('case.recorded', what, created_at, { status: 'pending' });
	add('case.opened', what, created_at, { attributes: inbox_id ? { inbox_id: String(inbox_id) } : undefined });
	// What a blocked contact writes is resolved as it comes in: nobody will answer.
	if (payload.status === 'resolved') add('case.closed', what, created_at, { resolution: 'resolved' });
}

/** What becoming a status is, by the status before. */
function meaningOfStatus(is: string, was = '', replied: boolean) {
	const [now, before] = [STATUSES[is], STATUSES[was]];
	if (now === 'resolved') return before === 'bot' && !replied ? 'case.recorded' : 'case.resolved';
	if (now === 'open' && before === 'resolved') return 'case.reopened';
	if (now === 'open' && before === 'bot') return 'case.opened';
	return 'case.recorded';
}

function statusChanged(payload: ConversationEvent, { add, conversation, mapped }: Context) {
	const { previous_value, current_value } = payload.changed_attributes.status ?? {};
	const is = dimension(current_value) ?? payload.status;
	const at = changedAt(payload);
	if (!is) return;
	const was = dimension(previous_value);
	if (!Object.hasOwn(STATUSES, is)) mapped.unmapped.push({ field: 'status', value: is });
	// Opened again, taken over from the bot or woken up: older versions do not say.
	else if (is === 'open' && !was)
		mapped.unmapped.push({ field: 'changed_attributes.status', value: 'missing' });
	const type = meaningOfStatus(is, was, conversation.first_reply_created_at !== undefined);
	const said = type === 'case.recorded' ? { status: is } : type === 'case.opened' ? {} : { resolution: is };
	add(type, `conversation:${conversation.id}:${is}`, at, said);
}

/** Passed on to another team is a transfer; a first team, or another agent, an assignment. */
function updated(payload: ConversationEvent, { add, conversation }: Context) {
	const { team_id, assignee_id, priority } = payload.changed_attributes;
	const at = changedAt(payload);
	const what = `conversation:${conversation.id}`;
	if (team_id?.current_value)
		add(team_id.previous_value ? 'case.transferred' : 'case.assigned', `${what}:team`, at);
	else if (assignee_id?.current_value) add('case.assigned', `${what}:agent`, at);
	else if (team_id || assignee_id) add('case.recorded', what, at, { status: 'unassigned' });
	else if (priority) add('case.recorded', what, at, { status: 'priority changed' });
}

/**
 * Webhooks about conversations: https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks and
 * app/listeners/webhook_listener.rb. A status is told by its own webhook, though the update may tell it too.
 */
export const CONVERSATION_EVENTS: Readonly<
	Record<string, (payload: ConversationEvent, context: Context) => void>
> = {
	conversation_created: created,
	conversation_status_changed: statusChanged,
	conversation_updated: updated
};
