import type { EventType } from '#schema/event.ts';
import { iso, meaningOf } from '../read.ts';
import { attributesOf, caseId, nameOf, type Fact, type SourceOptions, type Unmapped } from '../source.ts';
import { agentOf, firstMessageOf, queueOf, subtypeOf, type Contact } from './contact.ts';
import {
	CHANNELS,
	DISCONNECT_REASONS,
	ENDED_WITHOUT_REASON,
	EVENT_TYPES,
	INITIATION_METHODS,
	type Role
} from './words.ts';

export const NAME = 'amazon-connect';

/** Everything about a contact that its facts are made of. Times in ms. */
type Seen = {
	contact: Contact;
	role: Role;
	/** The first contact of its chain. */
	first: boolean;
	enqueued: number | undefined;
	connected: number | undefined;
	unmapped: Unmapped[];
	/** Told by a contact event, while it happens, not by the record. */
	live: boolean;
	/**
	 * Makes a fact of this contact; `what` and the contact are its id. What an event tells lacks the customer and the names that
	 * the record has: it is a fact of its own, at the same time but after the record's, which is therefore the one that counts.
	 */
	fact(type: EventType, what: string, at: number, data?: Record<string, unknown>): Fact;
};

/** By API a chat, a task or an e-mail comes in, but a call goes out. */
function roleOf({ initiationMethod, channel }: Contact, first: boolean, unmapped: Unmapped[]): Role {
	const role = meaningOf(INITIATION_METHODS, 'InitiationMethod', initiationMethod, unmapped) ?? 'opens';
	if (initiationMethod === 'API' && channel === 'VOICE') return 'none';
	if (first) return role === 'continues' || role === 'transfers' ? 'opens' : role;
	return role === 'opens' ? 'continues' : role;
}

/** A reply by e-mail belongs to the contact that it answers; every other contact to the first of its chain. */
function caseOf({ contactId, initialContactId, relatedContactId }: Contact, role: Role): string {
	const initial = initialContactId === contactId ? undefined : initialContactId;
	return initial ?? (role === 'replies' ? relatedContactId : undefined) ?? contactId;
}

function see(contact: Contact, options: SourceOptions, unmapped: Unmapped[]): Seen {
	const { contactId, initialContactId, initiationMethod, customerId, customerEndpoint } = contact;
	const first = !initialContactId || initialContactId === contactId;
	const role = roleOf(contact, first, unmapped);
	const queue = queueOf(contact);
	const subject = caseId(NAME, options, caseOf(contact, role));
	const live = contact.eventType !== undefined;
	const idOf = (type: EventType, what: string) =>
		live && type !== 'case.transferred' ? `${contactId}:${what}:live` : `${contactId}:${what}`;
	const dimensions = {
		team: queue.name ?? nameOf(queue.id, options),
		channel: meaningOf(CHANNELS, 'Channel', contact.channel, unmapped) ?? 'other',
		customer: customerId ?? customerEndpoint?.address,
		attributes: attributesOf({
			initiation_method: initiationMethod,
			channel: contact.channel,
			channel_subtype: subtypeOf(contact)
		})
	};
	return {
		...{
			contact,
			role,
			first,
			live,
			unmapped,
			enqueued: queue.enqueued,
			connected: agentOf(contact).connected
		},
		fact: (type, what, at, data) => ({
			...{ type, subject, id: idOf(type, what), time: iso(at) },
			data: { ...dimensions, ...data }
		})
	};
}

/** Opened: when it was queued for an agent. Without a queue only once it has reached an agent or ended. */
function opening({ contact, role, first, enqueued, connected, fact }: Seen): Fact[] {
	if (role !== 'opens' || !first) return [];
	const settled = connected !== undefined || contact.disconnectTimestamp !== undefined;
	const at = enqueued ?? (settled ? contact.initiationTimestamp : undefined);
	return at === undefined ? [] : [fact('case.opened', 'opened', at)];
}

function transfer({ contact, role, fact }: Seen): Fact[] {
	const at = contact.initiationTimestamp;
	return role === 'transfers' && at !== undefined ? [fact('case.transferred', 'transferred', at)] : [];
}

/** An e-mail or a task that an agent takes on is not answered by that: it has somebody who does it. */
const isTakenOn = ({ channel }: Contact) => channel === 'EMAIL' || channel === 'TASK';

function answer({ contact, connected, fact }: Seen, agent: string | undefined): Fact[] {
	if (connected === undefined) return [];
	if (isTakenOn(contact)) return [fact('case.assigned', 'connected', connected, { agent })];
	const message = firstMessageOf(contact);
	return [
		fact('case.responded', 'connected', connected, { agent }),
		...(message === undefined ? [] : [fact('case.responded', 'first_message', message, { agent })])
	];
}

/** A reply is sent when its contact ends, unless the draft was thrown away. */
function reply({ contact, fact }: Seen, agent: string | undefined): Fact[] {
	const { disconnectTimestamp: at, disconnectReason } = contact;
	if (at === undefined || disconnectReason === 'DISCARDED') return [];
	return [fact('case.responded', 'replied', at, { agent })];
}

function end(seen: Seen, agent: string | undefined): Fact[] {
	const { contact, enqueued, fact } = seen;
	const { disconnectTimestamp: at, disconnectReason: resolution, initiationMethod } = contact;
	if (at === undefined || contact.nextContactId) return [];
	const meaning = meaningOf(DISCONNECT_REASONS, 'DisconnectReason', resolution, seen.unmapped);
	const { waiting, answered } = meaning ?? ENDED_WITHOUT_REASON;
	// An event does not say how it ended: whether it was solved, and who hung up in the queue, only the record tells.
	const untold = seen.live && !resolution;
	if (wasAnswered(seen)) {
		const what = untold ? 'closed' : answered;
		return what === 'none' ? [] : [fact(`case.${what}`, what, at, { agent, resolution })];
	}
	if (waiting === 'none') return [];
	const gaveUp = !untold && enqueued !== undefined && initiationMethod !== 'CALLBACK';
	const what = gaveUp ? waiting : 'closed';
	return [fact(`case.${what}`, what, at, { resolution })];
}

/** After an agent has hung up a disconnect flow may run, as a survey: its end is the end of an answered contact. */
function wasAnswered({ contact, first, enqueued, connected }: Seen): boolean {
	if (connected !== undefined) return true;
	const { initiationMethod, channel } = contact;
	return initiationMethod === 'DISCONNECT' && !first && enqueued === undefined && channel !== 'TASK';
}

/** Each version of a record, and pauses: for the timeline. */
function recorded({ contact, unmapped, fact }: Seen): Fact[] {
	const { eventType, lastUpdateTimestamp, lastPausedTimestamp, lastResumedTimestamp } = contact;
	const kind = meaningOf(EVENT_TYPES, 'eventType', eventType, unmapped);
	const paused = eventType === 'PAUSED' ? lastPausedTimestamp : lastResumedTimestamp;
	const at = kind === 'recorded' ? paused : eventType ? undefined : lastUpdateTimestamp;
	const status = eventType ?? contact.disconnectReason;
	return at === undefined ? [] : [fact('case.recorded', `recorded:${iso(at)}`, at, { status })];
}

/** What a contact says, as facts of its case. */
export function factsOf(contact: Contact, options: SourceOptions, unmapped: Unmapped[]): Fact[] {
	const seen = see(contact, options, unmapped);
	if (seen.role === 'none') return [];
	const { name, id } = agentOf(contact);
	const agent = name ?? nameOf(id, options);
	if (seen.role === 'replies') return reply(seen, agent);
	return [
		...opening(seen),
		...transfer(seen),
		...answer(seen, agent),
		...end(seen, agent),
		...recorded(seen)
	];
}
