import { z } from 'zod';
import { conversationFacts, NAME } from './genesys/conversation.ts';
import { Detail, detailFacts } from './genesys/detail.ts';
import { Conversation } from './genesys/participant.ts';
import { isRecord } from '#schema/record.ts';
import { readEach } from './read.ts';
import { eventsOf, refuse, refuseIssue, type Fact } from './source.ts';
import type { Source, SourceOptions, SourceResult, Unmapped } from './source.ts';

const Notification = z.object({
	topicName: z.string().max(400),
	eventBody: z.record(z.string(), z.unknown())
});

/** `v2.detail.events.conversation.ID.acd.end`: what follows the id is the kind. */
const DETAIL_TOPIC = /^v2\.detail\.events\.conversation\.[^.]+\.(.+)$/;

/** `v2.routing.queues.ID.conversations.calls`: the media type of all its conversations. */
const MEDIA_TOPIC = /^v2\.(?:users|routing\.queues)\.[^.]+\.conversations\.([^.]+)$/;

/** What the channel itself says: heartbeats, and that a socket is closing. */
const CHANNEL_TOPIC = /^(channel\.metadata|v2\.system\.)/;

/** Ids make every topic another one: without them, the same topics are counted together. */
const withoutIds = (topic: string) => topic.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}').slice(0, 200);

function readNotification(
	input: unknown,
	{ options, at }: { options: SourceOptions; at: string[] }
): SourceResult {
	const notification = Notification.safeParse(input);
	if (!notification.success) return refuseIssue(notification.error, at);
	const { topicName, eventBody } = notification.data;
	const unmapped: Unmapped[] = [];
	const given = { options, unmapped };
	const mapped = (facts: Fact[]): SourceResult => ({
		ok: true,
		mapped: { events: facts.map(eventsOf(NAME, options)), unmapped }
	});

	const [, kind] = DETAIL_TOPIC.exec(topicName) ?? [];
	if (kind !== undefined) {
		const detail = Detail.safeParse(eventBody);
		if (!detail.success) return refuseIssue(detail.error, [...at, 'eventBody']);
		return mapped(detailFacts(kind, detail.data, given));
	}
	if (Array.isArray(eventBody.participants)) {
		const conversation = Conversation.safeParse(eventBody);
		if (!conversation.success) return refuseIssue(conversation.error, [...at, 'eventBody']);
		const media = MEDIA_TOPIC.exec(topicName)?.[1]?.toLowerCase();
		return mapped(conversationFacts(conversation.data, { ...given, media }));
	}
	if (!CHANNEL_TOPIC.test(topicName)) unmapped.push({ field: 'topicName', value: withoutIds(topicName) });
	return mapped([]);
}

function readOne(item: unknown, options: SourceOptions): SourceResult {
	if (!isRecord(item))
		return refuse('', 'expected a notification of Genesys Cloud: an object with topicName and eventBody');
	return 'detail' in item
		? readNotification(item.detail, { options, at: ['detail'] })
		: readNotification(item, { options, at: [] });
}

/**
 * Genesys Cloud: notifications of conversations and detail events, one or an array of them, bare or as EventBridge wraps
 * them. What becomes of them: genesys.md.
 */
export const genesys: Source = {
	name: NAME,
	content: 'json',
	read: (payload, options) => readEach(payload, (item) => readOne(item, options))
};
