import { z } from 'zod';
import { KPIS } from './kpis/registry.ts';

/** How wide a bucket is: hours, days and ISO weeks of the business zone, or one for all. */
export const Grain = z.enum(['total', 'hour', 'day', 'week']);
export type Grain = z.infer<typeof Grain>;

/** What rows may be grouped by. */
export const GroupBy = z.enum(['team', 'agent', 'channel', 'tier', 'topic']);
export type GroupBy = z.infer<typeof GroupBy>;

const ids = Object.keys(KPIS) as (keyof typeof KPIS)[];

/** Every KPI that can be asked. */
export const KpiId = z.enum(ids);
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

type Rows = { [Kpi in KpiId]: (typeof KPIS)[Kpi]['row'] };

/** The row of each KPI's answer. Durations in seconds, shares 0..1, null where it cannot be computed. */
export const KPI_ROWS = Object.fromEntries(ids.map((id) => [id, KPIS[id].row])) as Rows;

export type KpiRows = { [Kpi in KpiId]: z.infer<(typeof KPI_ROWS)[Kpi]> };
export type KpiRow<Kpi extends KpiId = KpiId> = KpiRows[Kpi];

/**
 * The answer to a question. `as_of`: the server's clock when asked; `watermark`: the latest event known just before. All that was stored by
 * then is in the rows, which may know more.
 */
export type KpiAnswer<Kpi extends KpiId = KpiId> = {
	kpi: Kpi;
	version: number;
	from: string;
	to: string;
	as_of: string;
	watermark: string | null;
	rows: KpiRow<Kpi>[];
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
