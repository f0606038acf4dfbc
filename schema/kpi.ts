import { z } from 'zod';

/** How wide a bucket is: hours, days and ISO weeks of the business zone, or one for all. */
export const Grain = z.enum(['total', 'hour', 'day', 'week']);
export type Grain = z.infer<typeof Grain>;

/** What rows may be grouped by. */
export const GroupBy = z.enum(['team', 'agent', 'channel', 'tier', 'topic']);
export type GroupBy = z.infer<typeof GroupBy>;

/** Every KPI that can be asked. */
export const KpiId = z.enum([
	'first_response',
	'service_level',
	'abandonment',
	'first_contact_resolution',
	'resolution_time',
	'complaint_recovery',
	'satisfaction',
	'cases_opened'
]);
export type KpiId = z.infer<typeof KpiId>;

const Instant = z.iso.datetime({
	offset: true,
	error: 'expected an RFC 3339 time with zone, such as 2026-11-21T00:00:00+08:00'
});
const Group = z.string().max(200);

/** One question: which KPI, over `from <= t < to`, in which buckets, by what, only of which teams and channels. */
export const KpiAsk = z.object({
	kpi: KpiId,
	from: Instant,
	to: Instant,
	grain: Grain.default('total'),
	by: GroupBy.optional(),
	/** Empty: every team, every channel. */
	teams: z.array(Group).max(100).default([]),
	channels: z.array(Group).max(100).default([]),
	/** What if the promise were this many seconds? (service_level, first_response) */
	threshold_s: z
		.number()
		.positive()
		.max(366 * 86_400)
		.optional()
});
export type KpiAsk = z.infer<typeof KpiAsk>;

const count = z.int().min(0);
const seconds = z.number().nullable();
const Share = z.object({ numerator: count, denominator: count });
const WindowedShare = Share.extend({ immature: count });

/** What every row has. `group`: null without `by`, '' unknown; `bucket`: its start, null for the total. */
const base = {
	group: z.string().nullable().default(null),
	bucket: z.string().nullable().default(null),
	value: z.number().nullable().default(null),
	n: count.default(0),
	numerator: count.default(0),
	denominator: count.default(0),
	/** Wilson 95 % interval of numerator / denominator. */
	low: z.number().nullable().default(null),
	high: z.number().nullable().default(null),
	/** Items whose window has not passed: never in the value. */
	immature: count.default(0)
};

const durations = {
	p50: seconds.default(null),
	p90: seconds.default(null),
	p95: seconds.default(null),
	max: seconds.default(null),
	sum: seconds.default(null),
	/** Items that cannot be right (an answer before the question): counted, left out. */
	defects: count.default(0)
};

const none = { numerator: 0, denominator: 0 };

/** The row of each KPI's answer. Durations in seconds, shares 0..1, null where it cannot be computed. */
export const KPI_ROWS = {
	first_response: z.object({ ...base, ...durations }),
	service_level: z.object({ ...base, overdue: count.default(0), no_standard: count.default(0) }),
	abandonment: z.object({ ...base, short: count.default(0), wait_unknown: count.default(0) }),
	first_contact_resolution: z.object({
		...base,
		unidentified: count.default(0),
		confirmed: Share.default(none)
	}),
	resolution_time: z.object({ ...base, ...durations }),
	complaint_recovery: z.object({
		...base,
		received: count.default(0),
		unidentified: count.default(0),
		remedied: WindowedShare.default({ ...none, immature: 0 }),
		no_relapse: WindowedShare.default({ ...none, immature: 0 }),
		retained: WindowedShare.default({ ...none, immature: 0 })
	}),
	satisfaction: z.object({
		...base,
		sum: z.number().nullable().default(null),
		mean: z.number().nullable().default(null),
		/** Share of the highest score. */
		top_box: z.number().nullable().default(null),
		/** Answers at each level 1..5 (other scales brought to it). */
		distribution: z.record(z.string(), count).default({ '1': 0, '2': 0, '3': 0, '4': 0, '5': 0 }),
		/** Surveys sent, by their own time. */
		sent: count.default(0)
	}),
	cases_opened: z.object({ ...base })
} as const satisfies Record<KpiId, z.ZodObject>;

export type KpiRows = { [Kpi in KpiId]: z.infer<(typeof KPI_ROWS)[Kpi]> };
export type KpiRow<Kpi extends KpiId = KpiId> = KpiRows[Kpi];

/** The answer to a question. `as_of`: the server's clock when asked; `watermark`: the latest event known then. */
export type KpiAnswer<Kpi extends KpiId = KpiId> = {
	kpi: Kpi;
	version: number;
	from: string;
	to: string;
	as_of: string;
	watermark: string | null;
	rows: KpiRow<Kpi>[];
};

/** What the catalogue says of a KPI. */
export type KpiEntry = {
	id: KpiId;
	version: number;
	/** From when this version holds. */
	effective_from: string;
	unit: 'share' | 'seconds' | 'count';
	/** Which way is better. */
	direction: 'up' | 'down' | 'none';
	/** Which timestamp puts an item into a period. */
	period_basis: string;
	clock: 'calendar';
	attribution: string;
	exclusions: string;
	definition: { en: string; 'zh-CN': string };
	name: { en: string; 'zh-CN': string };
};

/** One case behind a number. `kept`: null while it cannot be judged or nothing was promised. */
export const KpiItem = z.object({
	case_id: z.string(),
	basis_at: z.string(),
	team: z.string(),
	agent: z.string(),
	channel: z.string(),
	tier: z.string(),
	topic: z.string(),
	kept: z.boolean().nullable(),
	seconds: z.number().nullable()
});
export type KpiItem = z.infer<typeof KpiItem>;

/** Whether the numbers are moving, and how old they are: sent with every live update. */
export type Pulse = {
	/** The server's clock. */
	as_of: string;
	/** Time of the latest event stored, null without any. */
	watermark: string | null;
	/** When ingest last took an event. */
	last_received: string | null;
	/** Simulated traffic is among the numbers. */
	simulated: boolean;
	/** Real events are among the numbers. */
	real: boolean;
	/** Why numbers may be old: ClickHouse cannot be reached; null when it can. */
	trouble: 'clickhouse' | null;
};
