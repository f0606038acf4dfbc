import { CASELESS, EVENT_TYPES, type CloudEvent, type EventType } from './event.ts';

/** What an event says, for people who write a producer, and the `data` of an example. */
type Words = { summary: string; data: Record<string, unknown> };

const TEAM = { team: 'Billing', agent: 'ann', channel: 'phone' };
const CUSTOMER = { customer: 'customer-4711', tier: 'gold' };

/** Every event type in words. */
export const EVENT_WORDS: Record<EventType, Words> = {
	'case.opened': {
		summary: 'A customer came: a call, a chat, a ticket, a visit, or a complaint. The case begins here.',
		data: {
			...TEAM,
			...CUSTOMER,
			topic: 'invoice',
			priority: 'high',
			kind: 'complaint',
			reason: 'overcharged'
		}
	},
	'case.assigned': {
		summary: 'The case has a team or an agent now.',
		data: { team: 'Billing', agent: 'ann' }
	},
	'case.transferred': { summary: 'The case went to another team or agent.', data: { team: 'Repairs' } },
	'case.responded': {
		summary: 'A person answered, and the customer can see it: the first reply and every later one.',
		data: TEAM
	},
	'case.contacted': {
		summary: 'The customer came back on the same case. Replies of agents are none.',
		data: { channel: 'email', ...CUSTOMER }
	},
	'case.abandoned': {
		summary:
			'The customer gave up before anybody answered. wait_known is false where the moment is not known.',
		data: { ...TEAM, wait_known: true }
	},
	'case.resolved': { summary: 'The case is solved.', data: { ...TEAM, resolution: 'refunded' } },
	'case.reopened': { summary: 'A solved case is open again.', data: TEAM },
	'case.closed': {
		summary: 'The case is put away; nothing more is expected.',
		data: { resolution: 'refunded' }
	},
	'case.escalated': { summary: 'The case went up to a higher level.', data: { ...TEAM, level: '2' } },
	'case.recorded': {
		summary: 'The source wrote its record of the case: status and attributes as of then. No KPI reads it.',
		data: { status: 'pending', attributes: { queue: 'east' } }
	},
	'complaint.acknowledged': {
		summary: 'A person confirmed to the customer that the complaint is there.',
		data: TEAM
	},
	'complaint.remedied': {
		summary: 'What the complaint was about is put right.',
		data: { ...TEAM, remedy: 'money back and a voucher' }
	},
	'complaint.confirmed': {
		summary: 'The customer was asked whether the remedy satisfies, 1 (not at all) to 5 (fully).',
		data: { satisfied: 5 }
	},
	'complaint.escalated': { summary: 'The complaint went up to a higher level.', data: { ...TEAM, level: 2 } },
	'complaint.followed_up': {
		summary: 'Somebody called the customer again some days after the remedy.',
		data: { satisfied: 4 }
	},
	'complaint.step': { summary: 'A step of handling a complaint is done.', data: { ...TEAM, step: 'listen' } },
	'survey.sent': {
		summary: 'A survey was sent. survey is the id of the invitation.',
		data: { survey: 'invitation-9', instrument: 'csat', ...CUSTOMER }
	},
	'survey.delivered': {
		summary: 'A survey reached the customer.',
		data: { survey: 'invitation-9', instrument: 'csat' }
	},
	'survey.answered': {
		summary:
			'The customer answered. score is 1 to scale (5 unless said) for csat, 0 to 10 for nps, 1 to 7 for ces, 0 or 1 for fcr; servqual has items; voice has had_problem and spoke_up.',
		data: { survey: 'invitation-9', instrument: 'csat', score: 4, scale: 5, comment: 'quick and friendly' }
	},
	'promise.made': {
		summary: 'Something was promised until a time, to a customer or between departments.',
		data: { ...TEAM, promise: 'promise-3', kind: 'repair visit', due: '2026-11-22T12:00:00Z' }
	},
	'promise.kept': { summary: 'A promise was kept.', data: { promise: 'promise-3' } },
	'promise.broken': { summary: 'A promise was broken.', data: { promise: 'promise-3' } },
	'customer.active': {
		summary: 'The customer did something that shows they stay, such as a purchase of that value.',
		data: { ...CUSTOMER, value: 129.5 }
	},
	'customer.left': { summary: 'The customer left.', data: CUSTOMER },
	'inspection.scored': {
		summary: 'A check of our own (a mystery customer, a test call) gave scores, 0 to 100.',
		data: { team: 'Billing', procedural: 85, personal: 70, tangibles: 90 }
	},
	'staff.surveyed': {
		summary: 'A member of a team said how content they are, 1 to scale (5 unless said). Name no person.',
		data: { team: 'Billing', score: 4, scale: 5 }
	},
	'agent.state': {
		summary: 'An agent is available, busy, away or offline from now on.',
		data: { agent: 'ann', state: 'busy' }
	},
	'breach.acknowledged': {
		summary: 'Somebody took on a broken promise. breach is its id in the ledger.',
		data: { breach: 'breach-12', by: 'ann', note: 'calling the customer now' }
	}
};

/** A whole event of each type, as a producer would send it. */
export const EVENT_EXAMPLES: readonly CloudEvent[] = EVENT_TYPES.map((type, index) => ({
	specversion: '1.0',
	id: `example-${index + 1}`,
	source: 'acme/pbx',
	type,
	time: '2026-01-05T09:30:00+08:00',
	...(!CASELESS.has(type) && { subject: 'call-4711' }),
	data: EVENT_WORDS[type].data
}));

/** Fields that need more words than their name and type, wherever they stand. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
	id: 'with source the identity of the event: the same again is the same event, stored once',
	source: 'which system the event comes from',
	time: 'when it happened, RFC 3339 with zone; from 1990 to ten minutes ahead of the server',
	subject: 'the id of the case, unique over all sources',
	team: 'as of the event; needed with a key that is for certain teams',
	customer: 'any stable id of the customer: replaced by a keyed hash on arrival, never stored',
	attributes: 'anything else worth asking for; no personal data',
	survey: 'id of the invitation',
	promise: 'id of the promise',
	from_team: 'the department that was promised something',
	value: 'money of this activity; activities are added up',
	due: 'until when it was promised',
	items: 'pairs of expectation and perception, by dimension of service quality'
};
