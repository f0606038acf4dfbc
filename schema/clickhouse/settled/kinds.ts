/** The database of what is derived. It can be dropped at any time and is made anew from `cases`: no backup needs it. */
export const settledOf = (database: string) => `${database}_settled`;

/**
 * What cases tell, laid out by time: a table for each kind of fact, filled from the view that defines it. A pure function of `cases`
 * and of nothing else, neither the clock nor the standards: those are asked when a question is.
 */
export type Kind = {
	/** The table. Its view, NAME_of, tells the facts of the cases named. */
	name: string;
	/** The bits of `facts` of a case in which there may be such. */
	bits: number;
	/** The types of the steps on whose days a case's facts stand. */
	steps: readonly string[];
	/** What is kept of the view beside case, time and dimensions, as it is stored. */
	keeps: Readonly<Record<string, string>>;
	/** What the view has and no KPI that is answered from here needs. */
	fills?: Readonly<Record<string, string>>;
	/** Of which facts it matters who the customer is, and not only whether they are known. */
	customers?: string;
	/**
	 * What is told of the cases named where that is no view of the kind's own. By the standards in force: other ones make it anew.
	 */
	told?: (cases: string) => string;
	/** Whether a KPI of durations times it, and from when to when: a time that is known and then another one is in a maximum for good. */
	timed?: { known: string; by: string };
};

export const COMPLAINTS = {
	name: 'complaints',
	bits: 2,
	steps: ['case.opened'],
	keeps: {
		reason: 'toLowCardinality(reason)',
		acknowledged_at: 'acknowledged_at',
		remedied_at: 'remedied_at',
		followed_up_at: 'followed_up_at',
		answer: 'toUInt8(answer)',
		unclear: 'toUInt8(unclear)'
	},
	customers: 'true'
} as const satisfies Kind;

/** Customers with a problem, and whether they spoke up. */
export const VOICES = {
	name: 'voices',
	bits: 8,
	steps: ['survey.answered'],
	// Of two at the same time, the id says which is the later one.
	keeps: { spoke_up: 'toUInt8(spoke_up)', id: 'id' },
	customers: 'true'
} as const satisfies Kind;

/** Answers of which each customer's latest counts. */
const CSAT = "answered AND instrument = 'csat'";

export const KINDS = [
	{
		name: 'openings',
		bits: 1,
		steps: ['case.opened'],
		keeps: {
			complaint: 'toUInt8(complaint)',
			contacted: 'toUInt32(contacted)',
			transfers: 'toUInt32(transfers)',
			repeats: 'toUInt32(repeats)'
		},
		fills: { contacts: '1 + contacted' }
	},
	{
		name: 'responses',
		bits: 1,
		steps: ['case.opened', 'case.reopened'],
		keeps: {
			arrival: 'toUInt8(arrival)',
			next_at: 'next_at',
			replied_at: 'replied_at',
			answered_at: 'answered_at',
			ended_at: 'ended_at',
			abandoned: 'toUInt8(abandoned)',
			gave_up_at: 'gave_up_at',
			early: 'toUInt32(early)',
			lost: 'toUInt8(lost)'
		},
		timed: { known: 'replied_at IS NOT NULL', by: '(basis_at, replied_at)' }
	},
	{
		name: 'resolutions',
		bits: 4,
		steps: ['case.resolved'],
		keeps: {
			is_first: 'toUInt8(is_first)',
			is_last: 'toUInt8(is_last)',
			opened_at: 'opened_at',
			opened_team: 'toLowCardinality(opened_team)',
			opened_channel: 'toLowCardinality(opened_channel)',
			opened_tier: 'toLowCardinality(opened_tier)',
			reopened_at: 'reopened_at'
		},
		timed: { known: 'is_last = 1 AND opened_at IS NOT NULL', by: '(basis_at, opened_at)' }
	},
	{
		name: 'survey_answers',
		bits: 8,
		steps: ['survey.sent', 'survey.answered'],
		keeps: {
			answered: 'toUInt8(answered)',
			instrument: 'toLowCardinality(instrument)',
			score: 'score',
			scale: 'scale',
			items: "if(instrument = 'servqual', items, [])",
			// Of two at the same time, these say which is the later one.
			source: `toLowCardinality(if(${CSAT}, source, ''))`,
			id: `if(${CSAT}, id, '')`
		},
		customers: CSAT
	},
	VOICES,
	{
		name: 'eligible_cases',
		bits: 68,
		steps: ['case.resolved', 'case.escalated', 'complaint.escalated'],
		keeps: {
			escalated: 'toUInt8(escalated)',
			said_delivered: 'toUInt8(said_delivered)',
			sent_by: 'sent_by',
			replied: 'toUInt8(replied)'
		}
	},
	COMPLAINTS
] as const satisfies readonly Kind[];

/** Whether customers came again after a first resolution: of all cases of a customer together, not of each case alone. */
export const REPEATS = {
	name: 'repeats',
	bits: 4,
	steps: ['case.resolved'],
	keeps: {
		came_back: 'toUInt8(came_back)',
		came_later: 'toUInt8(came_later)',
		said: 'said',
		came_elsewhere: 'toUInt8(came_elsewhere)',
		came_elsewhere_on_topic: 'toUInt8(came_elsewhere_on_topic)'
	}
} as const satisfies Kind;

/** Complaints, and when the customer complained again: of all complaints of a customer together. */
export const RECOVERIES = {
	...COMPLAINTS,
	name: 'recoveries',
	keeps: { ...COMPLAINTS.keeps, again_at: 'again_at' }
} as const satisfies Kind;

const NO_TIME = "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')";

/** The ledger by when a promise falls due. */
export const PROMISES = {
	name: 'promises',
	bits: 163,
	steps: [],
	keeps: {
		metric: 'toLowCardinality(metric)',
		from_team: 'toLowCardinality(from_team)',
		kept: 'toUInt8(kept)',
		// Whom to ask what of a promise that was kept, nobody asks.
		promise_id: "if(kept, '', promise_id)",
		customer: "if(kept, '', customer)",
		made_at: 'if(kept, basis_at, made_at)',
		breach_at: 'breach_at',
		done_at: 'if(kept, NULL, done_at)'
	},
	fills: { owner: "if(agent = '', team, agent)", clock: "'calendar'", calendar: "''" },
	told: (cases: string) =>
		`SELECT *, assumeNotNull(due_at) AS basis_at FROM promises_of(cases = ${cases}) WHERE due_at IS NOT NULL`
} as const satisfies Kind;

/** Of the ledger, the acknowledgements promised, by when the complaint was received. */
export const ACKNOWLEDGEMENTS = {
	name: 'acknowledgements',
	bits: 2,
	steps: [],
	keeps: { due_at: 'due_at', kept: 'toUInt8(kept)', early: 'toUInt32(early)' },
	fills: { metric: "'complaint_acknowledged'", done_at: NO_TIME, clock: "'calendar'", calendar: "''" },
	told: (cases: string) =>
		`SELECT *, made_at AS basis_at FROM promises_of(cases = ${cases}) WHERE metric = 'complaint_acknowledged'`
} as const satisfies Kind;

/** When customers were active, and when before: of no case, but of all that a customer did. */
export const ACTIVES = {
	name: 'actives',
	bits: 0,
	steps: [],
	keeps: { prev_at: 'prev_at' }
} as const satisfies Kind;

/** The kinds that are told by the standards in force. */
export const LEDGER = [PROMISES, ACKNOWLEDGEMENTS] as const;

export type KindName =
	| (typeof LEDGER)[number]['name']
	| (typeof KINDS)[number]['name']
	| typeof REPEATS.name
	| typeof RECOVERIES.name
	| typeof ACTIVES.name;

export const ALL_KINDS: readonly Kind[] = [...KINDS, ...LEDGER, REPEATS, RECOVERIES, ACTIVES];
