import { iso, meaningOf } from '../read.ts';
import { caseId, eventsOf, nameOf, type Mapped, type SourceOptions } from '../source.ts';
import type { EventType } from '#schema/event.ts';
import type { Conversation } from './shape.ts';
import { CHANNELS, MACHINES } from './words.ts';

export const NAME = 'chatwoot';

/** The human to whom a conversation is assigned; a bot is nobody. */
const agentOf = ({ meta }: Conversation): string | undefined => {
	const { assignee, assignee_type = '' } = meta ?? {};
	const machine = MACHINES.has(assignee_type) || MACHINES.has(assignee?.type ?? '');
	return machine || !assignee?.id ? undefined : String(assignee.id);
};

/** What is at hand while a payload is read: its conversation, and where its events go. */
export function contextOf(conversation: Conversation, options: SourceOptions) {
	const mapped: Mapped = { events: [], unmapped: [] };
	const event = eventsOf(NAME, options);
	const subject = caseId(NAME, options, conversation.id);
	const { sender, team } = conversation.meta ?? {};
	const channel = meaningOf(CHANNELS, 'channel', conversation.channel, mapped.unmapped);
	const dimensions = {
		team: team?.name ?? (team?.id ? nameOf(String(team.id), options) : undefined),
		agent: nameOf(agentOf(conversation), options),
		channel,
		customer: sender?.id ? caseId(NAME, options, sender.id) : undefined,
		priority: conversation.priority
	};
	return {
		conversation,
		channel,
		mapped,
		options,
		subject,
		/** Adds an event of the case. `what` and the time make its id: a fact that is told again has both again. */
		add(type: EventType, what: string, at: number | undefined, data: Record<string, unknown> = {}) {
			if (at === undefined) {
				mapped.unmapped.push({ field: `time of ${type}`, value: 'missing' });
				return;
			}
			const time = iso(at);
			const id = `${what}:${type}:${time}`;
			mapped.events.push(event({ type, id, time, subject, data: { ...dimensions, ...data } }));
		}
	};
}

export type Context = ReturnType<typeof contextOf>;
