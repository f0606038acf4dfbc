import { z } from 'zod';
import type { EventType } from '#schema/event.ts';
import { instant, iso, maybeId, meaningOf, recordId, word } from '../read.ts';
import { attributesOf, caseId, nameOf, type Fact, type SourceOptions, type Unmapped } from '../source.ts';
import { channelOf, NAME } from './conversation.ts';
import { ACD_OUTCOMES, DETAIL_DISCONNECT_TYPES, DETAILS, DISCONNECT_TYPES } from './words.ts';

const lower = word.transform((value) => value?.toLowerCase());
const upper = word.transform((value) => value?.toUpperCase());

/** What is read of a detail event: one fact of a conversation, times in milliseconds. */
export const Detail = z.object({
	eventTime: instant,
	conversationId: recordId,
	participantId: recordId,
	sessionId: maybeId,
	mediaType: lower,
	messageType: lower,
	direction: lower,
	queueId: maybeId,
	userId: maybeId,
	answeredUserId: maybeId,
	externalContactId: maybeId,
	conversationExternalContactIds: z.array(z.string()).nullish().catch(undefined),
	ani: word,
	addressFrom: word,
	acdOutcome: upper,
	disconnectType: upper,
	interactingDurationMs: z.number().nullish().catch(undefined),
	wrapupCode: maybeId
});
export type Detail = z.output<typeof Detail>;

const disconnectOf = (type: string | undefined) =>
	type === undefined ? undefined : (DETAIL_DISCONNECT_TYPES[type] ?? type.toLowerCase());

type Given = { options: SourceOptions; unmapped: Unmapped[] };

/** What a detail event says, as facts of its case. `kind` is the end of its topic, as `acd.end`. */
export function detailFacts(kind: string, detail: Detail, { options, unmapped }: Given): Fact[] {
	const meaning = meaningOf(DETAILS, 'topicName', kind, unmapped) ?? 'none';
	const { eventTime: at, participantId } = detail;
	if (meaning === 'none' || detail.direction === 'outbound' || at === undefined) return [];

	const channel = channelOf(detail.mediaType, detail.messageType, unmapped);
	const team = nameOf(detail.queueId, options);
	const resolution = disconnectOf(detail.disconnectType);
	const contact = detail.externalContactId ?? detail.conversationExternalContactIds?.[0];
	const fact = (type: EventType, what: string, data?: Record<string, unknown>): Fact => ({
		type,
		subject: caseId(NAME, options, detail.conversationId),
		id: `${detail.conversationId}:${what}`,
		time: iso(at),
		data: {
			...{ team, channel, customer: contact ?? detail.ani ?? detail.addressFrom },
			attributes: attributesOf({ media: detail.mediaType, message_type: detail.messageType }),
			...data
		}
	});

	function unqueued(): Fact {
		const outcome = meaningOf(ACD_OUTCOMES, 'acdOutcome', detail.acdOutcome, unmapped);
		const agent = nameOf(detail.answeredUserId, options);
		if (outcome === 'answered')
			return fact(channel === 'email' ? 'case.assigned' : 'case.responded', `answered:${participantId}`, {
				agent
			});
		if (outcome === 'abandoned') return fact('case.abandoned', `abandoned:${participantId}`, { resolution });
		return fact('case.recorded', `unqueued:${participantId}`, { status: detail.acdOutcome });
	}

	/** An agent who talked has left: it is over, or goes on elsewhere. One who never answered changes nothing. */
	function agentLeft(): Fact[] {
		if (!detail.queueId || !detail.interactingDurationMs) return [];
		const how = meaningOf(DISCONNECT_TYPES, 'disconnectType', resolution, unmapped) ?? 'closed';
		const session = detail.sessionId ?? participantId;
		if (how === 'moved') return [fact('case.transferred', `transferred:${session}`, { team: undefined })];
		const agent = nameOf(detail.userId, options);
		return [fact(`case.${how}`, `${how}:${session}`, { agent, resolution })];
	}

	switch (meaning) {
		case 'queued':
			return [fact('case.opened', `opened:${participantId}`)];
		case 'unqueued':
			return [unqueued()];
		case 'agent_left':
			return agentLeft();
		case 'customer_left':
			return [fact('case.closed', `closed:${participantId}`, { resolution })];
		case 'wrapup': {
			const status = nameOf(detail.wrapupCode, options);
			return status
				? [fact('case.recorded', `wrapup:${participantId}:${detail.wrapupCode}`, { status })]
				: [];
		}
	}
}
