import type { CaseEvent } from './case-file.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';
import { channelName, tierName } from './words.ts';

const EVENTS: Record<string, () => string> = {
	'case.opened': m.event_case_opened,
	'case.assigned': m.event_case_assigned,
	'case.transferred': m.event_case_transferred,
	'case.responded': m.event_case_responded,
	'case.contacted': m.event_case_contacted,
	'case.abandoned': m.event_case_abandoned,
	'case.resolved': m.event_case_resolved,
	'case.reopened': m.event_case_reopened,
	'case.closed': m.event_case_closed,
	'case.escalated': m.event_case_escalated,
	'case.recorded': m.event_case_recorded,
	'complaint.acknowledged': m.event_complaint_acknowledged,
	'complaint.remedied': m.event_complaint_remedied,
	'complaint.confirmed': m.event_complaint_confirmed,
	'complaint.escalated': m.event_complaint_escalated,
	'complaint.followed_up': m.event_complaint_followed_up,
	'complaint.step': m.event_complaint_step,
	'survey.sent': m.event_survey_sent,
	'survey.delivered': m.event_survey_delivered,
	'survey.answered': m.event_survey_answered,
	'promise.made': m.event_promise_made,
	'promise.kept': m.event_promise_kept,
	'promise.broken': m.event_promise_broken,
	'breach.acknowledged': m.event_breach_acknowledged
};

const STEPS: Record<string, () => string> = {
	listen: m.step_listen,
	share: m.step_share,
	clarify: m.step_clarify,
	present: m.step_present,
	act: m.step_act,
	satisfy: m.step_satisfy,
	reviewed: m.step_reviewed
};

/** What a type of event says; one that this page does not know keeps its own name. */
export const eventTypeName = (type: string) => EVENTS[type]?.() ?? type;

/** What happened; a type this page does not know keeps its own name. */
export function eventName({ type, step }: CaseEvent): string {
	const name = eventTypeName(type);
	return typeof step === 'string' ? m.step_named({ name, step: STEPS[step]?.() ?? step }) : name;
}

/** Which fields an event's line shows, in order. */
const FIELDS: { field: string; name: () => string; words?: (value: string) => string }[] = [
	{ field: 'team', name: m.by_team },
	{ field: 'agent', name: m.by_agent },
	{ field: 'channel', name: m.by_channel, words: channelName },
	{ field: 'topic', name: m.by_topic },
	{ field: 'tier', name: m.by_tier, words: tierName },
	{ field: 'reason', name: m.field_reason },
	{ field: 'severity', name: m.field_severity },
	{ field: 'level', name: m.field_level },
	{ field: 'status', name: m.field_status },
	{ field: 'resolution', name: m.field_resolution },
	{ field: 'remedy', name: m.field_remedy },
	{
		field: 'satisfied',
		name: m.field_satisfied,
		words: (satisfied) => m.score_of({ score: satisfied, scale: '5' })
	},
	{ field: 'due', name: m.field_due },
	{ field: 'by', name: m.by_agent },
	{ field: 'note', name: m.field_note }
];

/** The details of an event in words. */
export function fieldLines(event: CaseEvent, fields: Record<string, unknown>, screen: Screen) {
	const lines = FIELDS.flatMap(({ field, name, words }) => {
		const value = fields[field];
		if (typeof value !== 'string' && typeof value !== 'number') return [];
		const text = field === 'due' ? screen.moment(String(value), 'minute') : String(value);
		return [{ name: name(), value: words ? words(text) : text }];
	});
	return typeof event.score === 'number'
		? [{ name: m.field_score(), value: scoreText(event, screen) }, ...lines]
		: lines;
}

const TOP: Record<string, number> = { nps: 10, ces: 7, fcr: 1 };

/** A survey's score beside the highest one possible. */
export function scoreText({ instrument, score, scale }: CaseEvent, screen: Screen) {
	const top = typeof scale === 'number' && scale > 0 ? scale : (TOP[String(instrument)] ?? 5);
	return m.score_of({
		score: screen.decimal(Number(score), Number.isInteger(score) ? 0 : 1),
		scale: String(top)
	});
}
