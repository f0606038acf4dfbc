import { z } from 'zod';
import { iso, meaningOf } from '../read.ts';
import { caseId, dimension, eventsOf, nameOf, type Mapped, type SourceOptions } from '../source.ts';
import { eventId, Id, Instant, isHuman, RecordId, Text } from './fields.ts';
import {
	channelOf,
	isConversation,
	stepsOfAssignment,
	stepsOfScore,
	stepsOfStatus,
	type Step
} from './values.ts';

/** A via is a label (`Web form`), or an object in a sideloaded comment. */
const Via = z
	.union([z.string(), z.object({ channel: z.union([z.string(), z.number()]).nullish() })])
	.nullish()
	.transform((via) => (typeof via === 'object' ? dimension(via?.channel) : via || undefined));

/** One change within an update: a field and what it was before, or a comment. */
const Child = z.object({
	id: RecordId,
	event_type: z.string(),
	via: Via,
	previous_value: z.unknown().optional(),
	status: Text,
	priority: Text,
	type: Text,
	group_id: Id,
	assignee_id: Id,
	requester_id: Id,
	satisfaction_score: Text,
	score: Text,
	author_id: Id,
	public: z.boolean().nullish(),
	comment_public: z.boolean().nullish()
});
type Child = z.infer<typeof Child>;

const TicketEvent = z.object({
	id: RecordId,
	ticket_id: RecordId,
	created_at: Instant,
	updater_id: Id,
	via: Via,
	child_events: z.array(Child)
});
type TicketEvent = z.infer<typeof TicketEvent>;

/** A page of the export. `users` is not Zendesk's: put there from the export of users, it tells staff from customers. */
export const Export = z.object({
	ticket_events: z.array(TicketEvent),
	users: z.array(z.object({ id: RecordId, role: z.string() })).nullish()
});
type Export = z.infer<typeof Export>;

/** What is at hand when a change is read. */
type Reading = {
	update: TicketEvent;
	child: Child;
	channel: string | undefined;
	subject: string;
	isStaff: (user: string) => boolean | undefined;
	mapped: Mapped;
};

const ROLES: Readonly<Record<string, boolean>> = { 'end-user': false, agent: true, admin: true };

/** Whether a user is staff, by `users`; else who asked for the ticket is not; else it is not known. */
function staffOf({ ticket_events, users }: Export, mapped: Mapped) {
	const requesters = ticket_events.flatMap(({ child_events }) =>
		child_events.map((child) => child.requester_id)
	);
	const known = new Map(requesters.map((user) => [user, false]));
	for (const { id, role } of users ?? []) {
		const staff = meaningOf(ROLES, 'users.role', role, mapped.unmapped);
		if (staff !== undefined) known.set(id, staff);
	}
	return (user: string) => known.get(user);
}

function commented({ update, child, channel, isStaff, mapped }: Reading): Step[] {
	const author = child.author_id ?? update.updater_id;
	const visible = child.public ?? child.comment_public;
	if (!visible || !isHuman(author)) return [];
	const staff = isStaff(author);
	if (staff === undefined) mapped.unmapped.push({ field: 'author_id', value: 'of unknown role' });
	if (staff) return [{ type: 'case.responded', data: { agent: author } }];
	return staff === false && !isConversation(channel) ? [{ type: 'case.contacted' }] : [];
}

/** A change is of whatever field it has. */
function changed({ child, subject, mapped: { unmapped } }: Reading): Step[] {
	const { status, group_id, assignee_id, priority, satisfaction_score } = child;
	const previous = dimension(child.previous_value);
	const merged = child.via?.toLowerCase() === 'merge';
	if (status) return stepsOfStatus({ current: status, previous, merged }, unmapped);
	if (group_id) return stepsOfAssignment({ team: group_id, previous: Id.safeParse(previous).data });
	if (assignee_id) return stepsOfAssignment({ agent: assignee_id });
	if (priority)
		return [
			{ type: 'case.recorded', data: { status: 'priority changed', priority: priority.toLowerCase() } }
		];
	return satisfaction_score ? stepsOfScore(satisfaction_score, subject, unmapped) : [];
}

const rated = ({ child, subject, mapped }: Reading) =>
	stepsOfScore(child.score ?? 'missing', subject, mapped.unmapped);

/** Kinds of change that say nothing which matters here. What an agent writes or makes private, the customer has had. */
const SILENT =
	'Create CommentRedactionEvent AttachmentRedactionEvent CommentPrivacyChange SuspendedTicketRecovery Notification ' +
	'NotificationWithCcs SmsNotification Cc FollowerNotification FollowerChange EmailCcChange AgentMacroReference ' +
	'TicketSharingEvent OrganizationActivity SlaTargetChange Error Tweet FacebookEvent External LogMeInTranscript Push ' +
	'ChatStartedEvent ChatEndedEvent AssociateAttValsEvent CollabThreadCreated CollabThreadReply CollabThreadClosed ' +
	'CollabThreadReopened';

/**
 * Every kind of change: https://developer.zendesk.com/documentation/ticketing/reference-guides/ticket-audit-events-reference/.
 * `Create` is read as a whole, with all others of its update.
 */
export const CHILD_EVENTS: Readonly<Record<string, (reading: Reading) => Step[]>> = {
	...Object.fromEntries(SILENT.split(' ').map((name) => [name, () => []])),
	Change: changed,
	Comment: commented,
	VoiceComment: commented,
	FacebookComment: commented,
	SatisfactionRating: rated
};

/** An update that created the ticket: its fields, one `Create` each, together are the opening. */
function opening(
	{ update, channel }: Omit<Reading, 'child'>,
	options: SourceOptions,
	unmapped: Mapped['unmapped']
) {
	const fields = update.child_events.filter(({ event_type }) => event_type === 'Create');
	const field = (name: 'group_id' | 'assignee_id' | 'requester_id' | 'priority' | 'status' | 'type') =>
		fields.find((child) => child[name])?.[name];
	const requester = field('requester_id');
	const type = field('type')?.toLowerCase();
	const data = {
		...{
			team: field('group_id'),
			agent: field('assignee_id'),
			channel,
			priority: field('priority')?.toLowerCase()
		},
		customer: requester && caseId('zendesk', options, requester),
		attributes: { ...(type && { type }), ...(update.via && { via: update.via.toLowerCase() }) }
	};
	const status = stepsOfStatus(
		{ current: field('status') ?? 'new', previous: 'new', merged: false },
		unmapped
	);
	return [{ type: 'case.opened', data } as const, ...status.filter(({ type }) => type !== 'case.recorded')];
}

/** The steps of an update, each with the id it is known by. */
function stepsOf(reading: Omit<Reading, 'child'>, options: SourceOptions): { id: string; step: Step }[] {
	const { update, mapped } = reading;
	const creates = update.child_events.some(({ event_type }) => event_type === 'Create');
	const opened = creates ? opening(reading, options, mapped.unmapped) : [];
	const rest = update.child_events.flatMap((child) => {
		const read = meaningOf(CHILD_EVENTS, 'child_events.event_type', child.event_type, mapped.unmapped);
		// The comment written with the ticket is its description: neither a reply nor a contact.
		const steps = creates && read === commented ? [] : (read?.({ ...reading, child }) ?? []);
		return steps.map((step) => ({ id: child.id, step }));
	});
	return [...opened.map((step) => ({ id: update.id, step })), ...rest];
}

/** What a page of the incremental export of ticket events says. */
export function readExport(page: Export, options: SourceOptions): Mapped {
	const mapped: Mapped = { events: [], unmapped: [] };
	const isStaff = staffOf(page, mapped);
	const event = eventsOf('zendesk', options);
	for (const update of page.ticket_events) {
		const subject = caseId('zendesk', options, update.ticket_id);
		const channel = channelOf(update.via, mapped.unmapped);
		for (const { id, step } of stepsOf({ update, channel, subject, isStaff, mapped }, options)) {
			const team = nameOf(dimension(step.data?.team), options);
			const agent = nameOf(dimension(step.data?.agent), options);
			const data = { ...step.data, team, agent };
			const what = { type: step.type, time: iso(update.created_at), subject };
			mapped.events.push(event({ ...what, id: eventId(id, what), data }));
		}
	}
	return mapped;
}
