import { KpiId } from '../../kpi.ts';
import { LEDGER, type KindName } from './kinds.ts';

/**
 * A KPI's items of whole days, those that are alike as one row with their number as its weight: what the KPI sums is the same. By team
 * and channel, and by these and one more dimension. Only what the KPI's view reads of an item is kept.
 */
export type Cells = {
	kinds: readonly KindName[];
	/** What is kept: as it is computed of an item, and as it is given back. */
	keeps: Readonly<Record<string, readonly [stored: string, given?: string]>>;
	/** Durations as a histogram, to 1 %, with their sum and maximum. */
	durations?: boolean;
	/** Lists of numbers of which the mean is kept, place by place: with the weight it gives the sum. */
	means?: readonly string[];
	/**
	 * The windows of an item: when each has passed. Before the first of a day's and after the last the clock decides nothing;
	 * {mature1} is whether a day's first window has passed.
	 */
	windows?: readonly string[];
	/** How many of the first of them a roll-up may be past of; what a later one decides changes also after it. */
	past?: number;
	/** Only these are rolled up. {piece} is when the piece begins in which the item counts. */
	only?: string;
	/** Whole weeks are rolled up of their days: of what is in these only this, where {week} is when it begins. Nothing of it ripens. */
	weeks?: string;
	/** By what they are told apart; else in total, and by every dimension. */
	dimensions?: readonly string[];
	/** Only those past of all windows are alike: what is not stands for itself. */
	gone?: boolean;
	/** Each item stands for itself, with its own time. */
	single?: boolean;
};

/** Whether it is known how long; how long, a histogram says. */
const TIMED = ['if(seconds IS NULL, NULL, 0)'] as const;

const KEPT = ['kept', 'if({mature1}, kept, NULL)'] as const;
const MATURE = ['toUInt8(1)', '{mature1}'] as const;
const KNOWN = ["toLowCardinality(if(customer = '', '', 'known'))"] as const;

/** Which sources tell deliveries is known when it is asked. */
const REACHED =
	'touchstone_reached(said_delivered, sent_by, (SELECT groupUniqArray(toString(source)) FROM survey_deliverers))';

export const CELLS = {
	first_response: {
		kinds: ['responses'],
		keeps: { kept: ['kept'], seconds: TIMED, early: ['early'] },
		weeks: '1',
		durations: true
	},
	resolution_time: {
		kinds: ['resolutions'],
		keeps: { kept: ['kept'], seconds: TIMED, defect: ['toUInt8(defect)'] },
		weeks: '1',
		durations: true
	},
	service_level: {
		kinds: ['responses'],
		keeps: {
			kept: ['kept'],
			waiting: ['toUInt8(waiting)'],
			// Of those who waited when it was rolled up, when their promise falls due.
			due_at: [
				"if(due_at IS NULL, NULL, if(waiting AND due_at > {clock:DateTime64(3, 'UTC')}, due_at, toDateTime64(0, 3, 'UTC')))"
			],
			overdue: ['toUInt8(0)', "waiting AND ifNull({as_of:DateTime64(3, 'UTC')} > due_at, false)"]
		},
		windows: ["if(waiting AND due_at <= {clock:DateTime64(3, 'UTC')}, due_at, NULL)"],
		gone: true
	},
	waiting_now: {
		kinds: ['responses'],
		keeps: {
			since: ['basis_at'],
			due_at: ['due_at'],
			seconds: ['0', "dateDiff('millisecond', since, {as_of:DateTime64(3, 'UTC')}) / 1000"],
			kept: ['toUInt8(0)', "CAST({as_of:DateTime64(3, 'UTC')} <= due_at, 'Nullable(UInt8)')"]
		},
		single: true
	},
	abandonment: {
		kinds: ['responses'],
		keeps: {
			abandoned: ['toUInt8(abandoned)'],
			short: ['short'],
			// Only whether it is known.
			seconds: ['if(seconds IS NULL, NULL, 0)']
		}
	},
	cases_opened: { kinds: ['openings'], keeps: { complaint: ['toUInt8(complaint)'] } },
	first_contact_resolution: {
		kinds: ['repeats'],
		keeps: { kept: KEPT, mature: MATURE, customer: KNOWN, said: ['said'] },
		windows: ['judged_at']
	},
	recontact_rate: {
		kinds: ['repeats'],
		keeps: { kept: KEPT, mature: MATURE, customer: KNOWN },
		windows: ['judged_at']
	},
	reopen_rate: { kinds: ['resolutions'], keeps: { kept: KEPT, mature: MATURE }, windows: ['judged_at'] },
	complaint_recovery: {
		kinds: ['recoveries'],
		keeps: {
			kept: KEPT,
			mature: MATURE,
			customer: KNOWN,
			remedied: ['toUInt8(remedied)'],
			remedied_mature: ['toUInt8(1)', '{mature2}'],
			no_relapse: ['toUInt8(no_relapse)'],
			no_relapse_mature: ['toUInt8(1)', '{mature3}'],
			retained: ['toUInt8(0)'],
			retained_mature: ['toUInt8(0)']
		},
		windows: [
			'judged_at',
			'basis_at + INTERVAL 24 HOUR',
			'ifNull(remedied_at, basis_at) + INTERVAL 31 DAY',
			'basis_at + INTERVAL 90 DAY'
		],
		// What a customer does decides who is retained, and comes in by another way than cases.
		past: 3
	},
	follow_up: {
		kinds: ['recoveries'],
		keeps: { kept: KEPT, mature: MATURE },
		windows: ['judged_at']
	},
	satisfaction: {
		kinds: ['survey_answers'],
		keeps: { kept: ['kept'], answered: ['toUInt8(answered)'], score: ['score'] }
	},
	survey_response: {
		kinds: ['eligible_cases'],
		keeps: {
			escalated: ['escalated'],
			said_delivered: ['said_delivered'],
			sent_by: ['sent_by'],
			replied: ['replied'],
			delivered: ['toUInt8(0)', REACHED],
			answered: ['toUInt8(0)', `${REACHED} AND replied`]
		}
	},
	servqual_gap: {
		kinds: ['survey_answers'],
		// How often each dimension is asked about is the same in most answers.
		keeps: { dimensions: ['dimensions'], counts: ['counts'] },
		means: ['expected', 'perceived']
	},
	nps: { kinds: ['survey_answers'], keeps: { score: ['score'] } },
	promises_kept: {
		kinds: ['promises'],
		keeps: { metric: ['metric'], kept: KEPT, mature: MATURE },
		windows: ['judged_at']
	},
	complaint_acknowledged: {
		kinds: ['acknowledgements'],
		keeps: {
			kept: KEPT,
			mature: ['toUInt8(judged_at IS NOT NULL)', 'mature AND {mature1}'],
			judged_at: ["if(judged_at IS NULL, NULL, toDateTime64(0, 3, 'UTC'))"],
			early: ['toUInt8(early > 0)']
		},
		windows: ['judged_at']
	},
	effort: {
		kinds: ['survey_answers', 'openings'],
		keeps: {
			kept: ['kept'],
			answered: ['answered'],
			score: ['score'],
			contacts: ['contacts'],
			transfers: ['transfers'],
			repeats: ['repeats']
		}
	},
	active_customers: {
		kinds: ['actives'],
		// In each bucket a customer counts once: when they were not active in it before. Of an earlier day only which it was matters, if the
		// question begins with a day.
		keeps: {
			prev_at: [
				`toDateTime64(if(toDate(prev_at, {zone:String}) < toDate(basis_at, {zone:String}),
					toStartOfDay(prev_at, {zone:String}), toStartOfHour(prev_at, {zone:String})), 3, 'UTC')`
			]
		},
		only: 'prev_at IS NULL OR toUnixTimestamp(assumeNotNull(prev_at)) < {piece}',
		weeks: 'prev_at IS NULL OR toUnixTimestamp(assumeNotNull(prev_at)) < {week}',
		dimensions: ['total']
	}
} as const satisfies Partial<Record<KpiId | 'active_customers', Cells>>;

export type CellsOf = keyof typeof CELLS;

/** The KPIs that are answered from what is settled: from whose cells. The others ask `cases`. */
export const SETTLED: Partial<Record<KpiId, CellsOf>> = {
	...Object.fromEntries(
		KpiId.options.flatMap((kpi) => (Object.hasOwn(CELLS, kpi) ? [[kpi, kpi as CellsOf]] : []))
	),
	complaints_per_10k: 'cases_opened',
	dpmo: 'promises_kept'
};

/** Those answered from facts alone: what is read of them is of a customer's facts together. */
export const OF_FACTS: ReadonlySet<KpiId> = new Set(['expected_leavers']);

/** Whether a KPI's facts are told by the standards in force. */
export const isOfLedger = (kpi: CellsOf) =>
	CELLS[kpi].kinds.some((kind) => LEDGER.some(({ name }) => name === kind));
