import { contextOf, NAME } from './chatwoot/context.ts';
import { CONVERSATION_EVENTS } from './chatwoot/conversation.ts';
import { MESSAGE_EVENTS } from './chatwoot/message.ts';
import { ConversationEvent, MessageEvent } from './chatwoot/shape.ts';
import { isRecord } from '#schema/record.ts';
import { readEach } from './read.ts';
import { refuse, refuseIssue, type Source, type SourceOptions, type SourceResult } from './source.ts';

/** Webhooks that say nothing of a case: who is typing, contacts, inboxes, a widget opened. */
export const SILENT_EVENTS: ReadonlySet<string> = new Set([
	'conversation_typing_on',
	'conversation_typing_off',
	'contact_created',
	'contact_updated',
	'inbox_created',
	'inbox_updated',
	'webwidget_triggered'
]);

function readOne(payload: unknown, options: SourceOptions): SourceResult {
	const event = isRecord(payload) ? payload.event : undefined;
	if (typeof event !== 'string')
		return refuse('event', 'expected a Chatwoot webhook, such as "event": "message_created"');
	if (Object.hasOwn(CONVERSATION_EVENTS, event)) {
		const parsed = ConversationEvent.safeParse(payload);
		if (!parsed.success) return refuseIssue(parsed.error);
		const context = contextOf(parsed.data, options);
		CONVERSATION_EVENTS[event]?.(parsed.data, context);
		return { ok: true, mapped: context.mapped };
	}
	if (Object.hasOwn(MESSAGE_EVENTS, event)) {
		const parsed = MessageEvent.safeParse(payload);
		if (!parsed.success) return refuseIssue(parsed.error);
		const context = contextOf(parsed.data.conversation, options);
		MESSAGE_EVENTS[event]?.(parsed.data, context);
		return { ok: true, mapped: context.mapped };
	}
	const unmapped = SILENT_EVENTS.has(event) ? [] : [{ field: 'event', value: event }];
	return { ok: true, mapped: { events: [], unmapped } };
}

/** Chatwoot's webhooks. A conversation is a case from when it waits for a human. See chatwoot.md. */
export const chatwoot: Source = {
	name: NAME,
	content: 'json',
	read: (payload, options) => readEach(payload, (item) => readOne(item, options))
};
