import type { EventType } from '#schema/event.ts';
import { iso, meaningOf } from '../read.ts';
import { attributesOf, caseId, nameOf, type Fact, type SourceOptions, type Unmapped } from '../source.ts';
import type { Conversation, Person } from './participant.ts';
import { DISCONNECT_TYPES, MEDIA, MESSAGE_TYPES, PURPOSES, STATES } from './words.ts';

export const NAME = 'genesys';

/** Somebody who is or was in the conversation, with the time of joining. */
type Joined = Person & { connected: number };

type Seen = {
	customer: Person | undefined;
	queues: Joined[];
	humans: Joined[];
	channel: string;
	resolution: string | undefined;
	fact(type: EventType, what: string, at: number, data?: Record<string, unknown>): Fact;
	options: SourceOptions;
};

const isJoined = (person: Person): person is Joined => person.connected !== undefined;
const byTime = (a: Joined, b: Joined) => a.connected - b.connected || (a.id < b.id ? -1 : 1);

/** A message's type says more than that it is a message. */
export function channelOf(media: string | undefined, messageType: string | undefined, unmapped: Unmapped[]) {
	const channel = meaningOf(MEDIA, 'mediaType', media, unmapped);
	if (!media?.startsWith('message')) return channel ?? 'other';
	return meaningOf(MESSAGE_TYPES, 'messageType', messageType, unmapped) ?? channel ?? 'other';
}

function see(
	{ id, participants }: Conversation,
	{ media, options, unmapped }: { media: string | undefined; options: SourceOptions; unmapped: Unmapped[] }
): Seen {
	const of = (role: string) =>
		participants.filter(({ purpose }) => purpose !== undefined && PURPOSES[purpose] === role);
	for (const { purpose, state, disconnectType } of participants) {
		meaningOf(PURPOSES, 'purpose', purpose, unmapped);
		meaningOf(STATES, 'state', state, unmapped);
		meaningOf(DISCONNECT_TYPES, 'disconnectType', disconnectType, unmapped);
	}
	const customer = of('customer')[0];
	const kind = customer?.media ?? participants.find((person) => person.media)?.media ?? media;
	const messageType = participants.find((person) => person.messageType)?.messageType;
	const channel = channelOf(kind, messageType, unmapped);
	const dimensions = {
		channel,
		customer: customer?.contactId ?? customer?.address,
		attributes: attributesOf({ media: kind, message_type: messageType })
	};
	return {
		...{ customer, channel, options, resolution: customer?.disconnectType },
		queues: of('queue').filter(isJoined).sort(byTime),
		humans: of('human')
			.filter(isJoined)
			.filter(({ listens }) => !listens)
			.sort(byTime),
		fact: (type, what, at, data) => ({
			...{ type, subject: caseId(NAME, options, id), id: `${id}:${what}`, time: iso(at) },
			data: { ...dimensions, ...data }
		})
	};
}

const whoOf = ({ queue, queueId, user, userId }: Person, options: SourceOptions) => ({
	team: queue ?? nameOf(queueId, options),
	agent: user ?? nameOf(userId, options)
});

/** Opened: on entering the first queue. Without a queue before it, from the beginning, once a human answered or it is over. */
function opening({ customer, queues, humans, fact, options }: Seen): Fact[] {
	const [queue] = queues;
	const [human] = humans;
	if (queue && !(human && human.connected < queue.connected))
		return [fact('case.opened', `opened:${queue.id}`, queue.connected, whoOf(queue, options))];
	if (customer?.connected === undefined || (!human && customer.ended === undefined)) return [];
	return [fact('case.opened', `opened:${customer.id}`, customer.connected)];
}

const isMoved = ({ disconnectType }: Person) =>
	disconnectType !== undefined && DISCONNECT_TYPES[disconnectType] === 'moved';

/** Every further queue, and every human who took over from another one without a queue between them. */
function transfers({ queues, humans, fact, options }: Seen): Fact[] {
	const passedOn = humans.filter((human, index) => {
		const before = humans[index - 1];
		if (!before || !humans.slice(0, index).some(isMoved)) return false;
		return !queues.some(({ connected }) => connected >= before.connected && connected <= human.connected);
	});
	return [...queues.slice(1), ...passedOn].map((to) =>
		fact('case.transferred', `transferred:${to.id}`, to.connected, whoOf(to, options))
	);
}

/** An e-mail is taken on first, and answered, at the latest, when whoever has sent a message leaves. */
function answers({ humans, channel, fact, options }: Seen): Fact[] {
	return humans.flatMap((human) => {
		const who = whoOf(human, options);
		if (channel !== 'email') return [fact('case.responded', `connected:${human.id}`, human.connected, who)];
		const sent = human.messagesSent > 0 && human.ended !== undefined;
		return [
			fact('case.assigned', `connected:${human.id}`, human.connected, who),
			...(sent ? [fact('case.responded', `replied:${human.id}`, human.ended ?? 0, who)] : [])
		];
	});
}

/** Abandoned: it left its last queue, but for no flow, and no human had joined since. */
function abandonment({ queues, humans, fact, options }: Seen): Fact[] {
	const last = queues.at(-1);
	if (!last || last.ended === undefined || isMoved(last)) return [];
	if (humans.some(({ connected }) => connected >= last.connected)) return [];
	const data = { team: whoOf(last, options).team, resolution: last.disconnectType };
	return [fact('case.abandoned', `abandoned:${last.id}`, last.ended, data)];
}

/** The end: the customer has gone and so has everybody else. */
function end({ customer, queues, humans, resolution, fact, options }: Seen): Fact[] {
	const others = [...queues, ...humans];
	if (customer?.ended === undefined || others.some(({ ended }) => ended === undefined)) return [];
	const how = meaningOf(DISCONNECT_TYPES, 'disconnectType', resolution, []) ?? 'closed';
	const last = humans.at(-1);
	if (!last) return [fact('case.closed', 'closed', customer.ended, { resolution })];
	const at = Math.max(customer.ended, last.ended ?? last.connected);
	const type = how === 'moved' ? 'closed' : how;
	return [fact(`case.${type}`, type, at, { ...whoOf(last, options), resolution })];
}

/** What the agent noted it was about. It comes after the end, and may be changed. */
const wrapups = ({ humans, fact }: Seen): Fact[] =>
	humans.flatMap(({ id, wrapup, wrappedUp, ended }) => {
		const at = wrappedUp ?? ended;
		if (wrapup === undefined || at === undefined) return [];
		return [fact('case.recorded', `wrapup:${id}:${wrapup}`, at, { status: wrapup })];
	});

/** What a conversation says, as facts of its case. `media` is what its topic says, if it does. */
export function conversationFacts(
	conversation: Conversation,
	given: { media: string | undefined; options: SourceOptions; unmapped: Unmapped[] }
): Fact[] {
	const seen = see(conversation, given);
	if (seen.customer?.direction === 'outbound') return [];
	const abandoned = abandonment(seen);
	return [
		...opening(seen),
		...transfers(seen),
		...answers(seen),
		...abandoned,
		...(abandoned.length > 0 ? [] : end(seen)),
		...wrapups(seen)
	];
}
