import fc from 'fast-check';
import { answer, scaled } from './answers.ts';
import { maybe, mostly } from './said.ts';
import { DAY, HOUR, MINUTE, WAITS } from './times.ts';

/** What may happen: how long after another event, often after which, and what it says. */
export type Step = {
	usual: number[];
	after?: string;
	source?: fc.Arbitrary<string>;
	data?: fc.Arbitrary<Record<string, unknown>>;
};

const survey = { survey: maybe('s1', 's1', 's1', 's2') };
const told = { promise: fc.constantFrom('p1', 'p1', 'p2'), kind: mostly('visit', 'repair_visit') };
const dueIn = [0, MINUTE, 30 * MINUTE, HOUR, DAY, 7 * DAY];
const onePlace = fc.constantFrom('desk', 'desk', 'desk', 'desk', 'pbx');
const verdict: Step = {
	usual: dueIn,
	after: 'promise.made',
	source: onePlace,
	data: fc.record({ ...told, due_in: maybe(...dueIn, -HOUR) })
};
const percent = maybe(0, 59.5, 60, 80, 100);

/** What each kind of event may say, and how long after another it usually happens. */
export const STEPS: Record<string, Step> = {
	'case.opened': {
		usual: [0, HOUR, DAY],
		data: fc.record({ kind: maybe('complaint', 'request'), reason: maybe('late') })
	},
	'case.assigned': { usual: [0, HOUR] },
	'case.responded': { usual: WAITS },
	'case.resolved': { usual: [0, MINUTE, HOUR, DAY] },
	'case.contacted': { usual: [0, HOUR, 7 * DAY, 7 * DAY], after: 'case.resolved' },
	'case.reopened': { usual: [0, MINUTE, 7 * DAY, 7 * DAY], after: 'case.resolved' },
	'case.closed': { usual: [0, HOUR] },
	'case.transferred': { usual: [0, HOUR] },
	'case.escalated': { usual: [0, HOUR, DAY] },
	'case.abandoned': {
		usual: [...WAITS, 5000, 5000],
		after: 'case.opened',
		data: fc.constantFrom({}, {}, {}, {}, { wait_known: false })
	},
	'complaint.acknowledged': { usual: [HOUR, DAY, DAY, -HOUR], after: 'case.opened' },
	'complaint.remedied': { usual: [0, HOUR, DAY, DAY], after: 'case.opened' },
	'complaint.confirmed': {
		usual: [DAY, 14 * DAY, 14 * DAY],
		after: 'case.opened',
		data: fc.record({ satisfied: fc.constantFrom(5, 4, 3, 1) })
	},
	'complaint.followed_up': { usual: [0, DAY, 7 * DAY, 7 * DAY, -HOUR], after: 'complaint.remedied' },
	'complaint.escalated': { usual: [0, HOUR] },
	'complaint.step': { usual: [0, HOUR], data: fc.record({ step: fc.constantFrom('listen', 'reviewed') }) },
	'survey.sent': {
		usual: [0, DAY],
		source: fc.constantFrom('pbx', 'desk', 'mail', 'app'),
		data: fc.record({ ...survey, instrument: maybe('csat', 'nps') })
	},
	'survey.delivered': {
		usual: [0, DAY],
		source: fc.constantFrom('mail', 'mail', 'mail', 'mail', 'mail', 'desk'),
		data: fc.record(survey)
	},
	'survey.answered': { usual: [0, HOUR, DAY, 7 * DAY, -HOUR], after: 'survey.sent', data: answer },
	'promise.made': {
		usual: [0, MINUTE, HOUR],
		source: onePlace,
		data: fc.record({ ...told, due_in: fc.constantFrom(...dueIn, -MINUTE) })
	},
	'promise.kept': verdict,
	'promise.broken': verdict,
	'breach.acknowledged': { usual: [0, HOUR], data: fc.constant({ breach: 'b1' }) },
	'customer.active': {
		usual: [0, HOUR, DAY, 7 * DAY, 60 * DAY, 60 * DAY, 75 * DAY, 90 * DAY],
		data: fc.record({ value: maybe(10) })
	},
	'customer.left': { usual: [0, 75 * DAY, 90 * DAY] },
	'inspection.scored': {
		usual: [0, MINUTE, HOUR],
		data: fc.record({ procedural: percent, personal: percent, tangibles: percent })
	},
	'staff.surveyed': { usual: [0, MINUTE], data: scaled }
};

/** What a history may be about: how often each kind of event happens in it. */
export const THEMES: Record<string, number>[] = [
	{
		'case.responded': 8,
		'case.resolved': 3,
		'case.reopened': 4,
		'case.abandoned': 4,
		'case.closed': 1,
		'case.opened': 1,
		'case.assigned': 1
	},
	{
		'case.resolved': 7,
		'case.contacted': 4,
		'case.reopened': 4,
		'case.responded': 2,
		'case.transferred': 1,
		'case.opened': 1,
		'survey.answered': 3
	},
	{
		'complaint.acknowledged': 4,
		'complaint.remedied': 7,
		'complaint.confirmed': 5,
		'complaint.followed_up': 5,
		'complaint.escalated': 1,
		'complaint.step': 1,
		'customer.active': 5,
		'customer.left': 2,
		'case.opened': 1
	},
	{
		'survey.sent': 4,
		'survey.delivered': 3,
		'survey.answered': 12,
		'case.resolved': 5,
		'case.escalated': 2,
		'complaint.escalated': 1,
		'case.transferred': 2,
		'case.contacted': 1
	},
	{
		'promise.made': 6,
		'promise.kept': 6,
		'promise.broken': 3,
		'case.responded': 2,
		'case.resolved': 2,
		'case.assigned': 1,
		'breach.acknowledged': 1
	},
	{ 'customer.active': 12, 'customer.left': 1, 'case.resolved': 2, 'case.contacted': 1 },
	{ 'staff.surveyed': 8, 'inspection.scored': 5 },
	Object.fromEntries(Object.keys(STEPS).map((type) => [type, 1]))
];
