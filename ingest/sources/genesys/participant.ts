import { z } from 'zod';
import { isRecord } from '#schema/record.ts';
import { instant, maybeId, recordId, word } from '../read.ts';

const lower = word.transform((value) => value?.toLowerCase());
const reference = z.object({ id: maybeId, name: word }).nullish();
const wrapup = z.object({ code: word, endTime: instant }).nullish();

/** What a participant's communication says, in the topics of one media type by the participant itself. */
const communication = {
	state: lower,
	direction: lower,
	disconnectType: lower,
	connectedTime: instant,
	disconnectedTime: instant,
	endTime: instant,
	messagesSent: z.number().nullish().catch(undefined),
	type: lower,
	wrapup
};

const Participant = z.object({
	...communication,
	id: recordId,
	purpose: lower,
	queueId: maybeId,
	userId: maybeId,
	externalContactId: maybeId,
	queue: reference,
	user: reference,
	externalContact: reference,
	address: word,
	ani: word,
	monitoredParticipantId: maybeId,
	coachedParticipantId: maybeId,
	bargedParticipantId: maybeId,
	endAcwTime: instant
});

/** The lists in which a participant keeps its communications, the one that carries the conversation first. */
const LISTS = [
	'calls',
	'callbacks',
	'chats',
	'emails',
	'messages',
	'socialExpressions',
	'videos',
	'cobrowsesessions',
	'screenshares'
];

const Communication = z.object(communication);

function communicationOf(input: unknown): { media: string; input: unknown } | undefined {
	if (!isRecord(input)) return undefined;
	for (const media of LISTS) {
		const list = input[media];
		if (Array.isArray(list) && list.length > 0) return { media: media.toLowerCase(), input: list[0] };
	}
	return undefined;
}

/** A participant with what its communication says, whichever of the two shapes it came in. */
export const Person = z.unknown().transform((input, context) => {
	const found = communicationOf(input);
	const person = Participant.safeParse(input);
	const said = Communication.safeParse(found?.input ?? {});
	for (const { error } of [person, said])
		for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
	if (!person.success || !said.success) return z.NEVER;

	const own = person.data;
	const there = said.data;
	return {
		id: own.id,
		purpose: own.purpose,
		media: found?.media,
		messageType: there.type ?? own.type,
		state: there.state ?? own.state,
		direction: there.direction ?? own.direction,
		disconnectType: there.disconnectType ?? own.disconnectType,
		connected: own.connectedTime ?? there.connectedTime,
		ended: own.endTime ?? own.disconnectedTime ?? there.disconnectedTime,
		messagesSent: there.messagesSent ?? own.messagesSent ?? 0,
		queue: own.queue?.name ?? undefined,
		queueId: own.queueId ?? own.queue?.id,
		user: own.user?.name ?? undefined,
		userId: own.userId ?? own.user?.id,
		contactId: own.externalContactId ?? own.externalContact?.id,
		address: own.address ?? own.ani,
		/** Listens to others, unseen by the customer. */
		listens: Boolean(own.monitoredParticipantId ?? own.coachedParticipantId ?? own.bargedParticipantId),
		wrapup: own.wrapup?.code ?? there.wrapup?.code,
		wrappedUp: own.wrapup?.endTime ?? there.wrapup?.endTime ?? own.endAcwTime
	};
});
export type Person = z.output<typeof Person>;

/** A conversation as its topics send it: whole, again at every change. */
export const Conversation = z.object({ id: recordId, participants: z.array(Person) });
export type Conversation = z.output<typeof Conversation>;
