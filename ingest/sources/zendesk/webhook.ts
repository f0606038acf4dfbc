import { z } from 'zod';
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

/** A webhook's ticket event; `detail` is the ticket, `event` what happened to it. */
export const Webhook = z.object({
	type: z.string().startsWith('zen:event-type:'),
	id: RecordId,
	time: Instant,
	detail: z.object({
		id: RecordId,
		created_at: Instant,
		status: Text,
		priority: Text,
		type: Text,
		group_id: Id,
		assignee_id: Id,
		requester_id: Id,
		brand_id: Id,
		form_id: Id,
		tags: z.union([z.array(z.string()), z.string()]).nullish(),
		via: z.object({ channel: Text }).nullish()
	}),
	event: z
		.object({
			current: z.unknown().optional(),
			previous: z.unknown().optional(),
			comment: z
				.object({ is_public: z.boolean(), author: z.object({ id: Id, is_staff: z.boolean() }).nullish() })
				.nullish(),
			satisfaction_score: z.object({ score: Text }).nullish()
		})
		.nullish()
});
type Webhook = z.infer<typeof Webhook>;

/** What is at hand when an event is read. */
type Reading = {
	webhook: Webhook;
	channel: string | undefined;
	subject: string;
	mapped: Mapped;
	options: SourceOptions;
};

const text = (value: unknown) => dimension(value) ?? '';
const idOf = (value: unknown) => Id.safeParse(value).data;
const isMerged = ({ detail: { tags } }: Webhook) => (tags ?? []).includes('closed_by_merge');

/** The comment written with the ticket is its description: neither a reply nor a contact. Times of tickets are whole seconds. */
const DESCRIPTION_MS = 2000;

function created({ webhook: { detail }, mapped }: Reading): Step[] {
	const { type, brand_id, form_id, via } = detail;
	const attributes = Object.entries({ type, brand_id, form_id, via: via?.channel }).flatMap(
		([name, value]) => (value ? [[name, text(value).toLowerCase()]] : [])
	);
	const opened: Step = { type: 'case.opened', data: { attributes: Object.fromEntries(attributes) } };
	const status = stepsOfStatus(
		{ current: detail.status ?? 'new', previous: 'new', merged: false },
		mapped.unmapped
	);
	return [opened, ...status.filter(({ type }) => type !== 'case.recorded')];
}

function commented({ webhook, channel }: Reading): Step[] {
	const comment = webhook.event?.comment;
	if (!comment?.is_public || webhook.time < webhook.detail.created_at + DESCRIPTION_MS) return [];
	const { author } = comment;
	if (author?.is_staff)
		return isHuman(author.id) ? [{ type: 'case.responded', data: { agent: author.id } }] : [];
	return author && !isConversation(channel) ? [{ type: 'case.contacted' }] : [];
}

function statusChanged({ webhook, mapped }: Reading): Step[] {
	const { current, previous } = webhook.event ?? {};
	const change = { current: text(current), previous: text(previous), merged: isMerged(webhook) };
	return stepsOfStatus(change, mapped.unmapped);
}

function rated({ webhook, subject, mapped }: Reading): Step[] {
	return stepsOfScore(webhook.event?.satisfaction_score?.score ?? 'missing', subject, mapped.unmapped);
}

const groupChanged = ({ webhook: { event } }: Reading) =>
	stepsOfAssignment({ team: idOf(event?.current), previous: idOf(event?.previous) });
const agentChanged = ({ webhook: { event } }: Reading) => stepsOfAssignment({ agent: idOf(event?.current) });
const recorded = (status: string) => (): Step[] => [{ type: 'case.recorded', data: { status } }];
const closed = (resolution: string) => (): Step[] => [{ type: 'case.closed', data: { resolution } }];
const asked = ({ subject }: Reading) => stepsOfScore('offered', subject, []);

/** Says nothing that matters here. */
const nothing = (): Step[] => [];

/**
 * Every ticket event: https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/. The events of users,
 * organisations, articles and agents are no events of a case.
 */
export const TICKET_EVENTS: Readonly<Record<string, (reading: Reading) => Step[]>> = {
	created,
	comment_added: commented,
	status_changed: statusChanged,
	group_assignment_changed: groupChanged,
	agent_assignment_changed: agentChanged,
	csat_requested: asked,
	csat_received: rated,
	priority_changed: recorded('priority changed'),
	merged: recorded('merged'), // the status changes too, and closes it
	marked_as_spam: closed('spam'),
	soft_deleted: closed('deleted'),
	permanently_deleted: recorded('permanently deleted'),
	undeleted: recorded('undeleted'),
	attachment_linked_to_comment: nothing,
	attachment_redacted_from_comment: nothing,
	brand_changed: nothing,
	comment_made_private: nothing, // the customer has had it
	comment_redacted: nothing,
	custom_field_changed: nothing,
	custom_status_changed: nothing, // a finer name of the status, whose change is told apart
	description_changed: nothing,
	email_ccs_changed: nothing,
	external_id_changed: nothing,
	followers_changed: nothing,
	form_changed: nothing,
	next_sla_breach_changed: nothing,
	ola_policy_changed: nothing,
	organization_changed: nothing,
	problem_link_changed: nothing,
	requester_changed: nothing, // later events carry the new one
	schedule_changed: nothing,
	sla_policy_changed: nothing,
	subject_changed: nothing,
	submitter_changed: nothing,
	tags_changed: nothing,
	task_due_at_changed: nothing,
	type_changed: nothing
};

/** The dimensions of a ticket as of the event. */
function dimensionsOf({ webhook: { detail }, channel, options }: Reading): Record<string, unknown> {
	return {
		team: detail.group_id,
		agent: detail.assignee_id,
		channel,
		customer: detail.requester_id && caseId('zendesk', options, detail.requester_id),
		priority: detail.priority?.toLowerCase()
	};
}

/** What one ticket event of a webhook says. */
export function readWebhook(webhook: Webhook, options: SourceOptions): Mapped {
	const mapped: Mapped = { events: [], unmapped: [] };
	const channel = channelOf(webhook.detail.via?.channel, mapped.unmapped);
	const subject = caseId('zendesk', options, webhook.detail.id);
	const reading = { webhook, channel, subject, mapped, options };
	const kind = webhook.type.replace('zen:event-type:ticket.', '');
	const read = Object.hasOwn(TICKET_EVENTS, kind) ? TICKET_EVENTS[kind] : undefined;
	if (!read) mapped.unmapped.push({ field: 'type', value: webhook.type });

	const event = eventsOf('zendesk', options);
	for (const step of read?.(reading) ?? []) {
		const data: Record<string, unknown> = { ...dimensionsOf(reading), ...step.data };
		const [team, agent] = [dimension(data.team), dimension(data.agent)];
		const at = step.type === 'case.opened' ? webhook.detail.created_at : webhook.time;
		const what = { type: step.type, time: new Date(at).toISOString(), subject };
		mapped.events.push(
			event({
				...what,
				id: eventId(webhook.id, what),
				data: { ...data, team: nameOf(team, options), agent: nameOf(agent, options) }
			})
		);
	}
	return mapped;
}
