import { z } from 'zod';
import { ClockSpell, ClockVerdict } from './clock.ts';
import { Grain, GroupBy, KpiAsk } from './kpi.ts';

/** What can be wrong with a step of a case, as `data_defects` tells it. */
export const DefectKind = z.enum([
	'reply_before_opening',
	'reply_without_opening',
	'resolution_before_opening',
	'resolution_without_opening',
	'abandoned_before_opening',
	'contact_before_opening',
	'reopening_before_opening',
	'escalated_before_opening',
	'step_without_opening',
	'opened_again',
	'acknowledged_before_receipt',
	'remedy_before_receipt',
	'confirmed_before_receipt',
	'follow_up_before_receipt',
	'complaint_without_receipt',
	'answer_before_sent',
	'promise_due_before_made',
	'kept_before_made',
	'clock_off'
]);
export type DefectKind = z.infer<typeof DefectKind>;

/** Which defects are meant: those a number over `from <= t < to` would have counted. */
export const DefectAsk = z.object({
	from: KpiAsk.shape.from,
	to: KpiAsk.shape.to,
	teams: KpiAsk.shape.teams,
	channels: KpiAsk.shape.channels,
	kind: DefectKind.optional(),
	/** Whose events are wrong. */
	source: z.string().max(512).optional(),
	by: GroupBy.optional(),
	grain: Grain.default('total')
});
export type DefectAsk = z.infer<typeof DefectAsk>;

/** Defects of one kind and source. `group` and `bucket` are null where the question has none. */
export const DefectCount = z.object({
	kind: DefectKind,
	source: z.string(),
	group: z.string().nullable(),
	bucket: z.string().nullable(),
	defects: z.int(),
	cases: z.int(),
	/** The steps of the source that could have it, right ones too; null where that cannot be said. */
	judged: z.int().nullable(),
	share: z.number().nullable(),
	/** The most a step is off, in seconds; null where nothing can be compared. */
	by_s_max: z.number().nullable(),
	/** The KPIs that would have counted such a step, and do not; empty: none would. */
	left_out: z.array(z.string())
});
export type DefectCount = z.infer<typeof DefectCount>;

/** One step that cannot be right. */
export const Defect = z.object({
	kind: DefectKind,
	source: z.string(),
	case_id: z.string(),
	type: z.string(),
	/** When it is said to have happened. */
	at: z.string(),
	team: z.string(),
	agent: z.string(),
	channel: z.string(),
	topic: z.string(),
	by_s: z.number().nullable(),
	left_out: z.array(z.string())
});
export type Defect = z.infer<typeof Defect>;

/**
 * A stretch of time in which a source's clock seems wrong: `offset_s` behind (negative: ahead), from `since` to `until` by
 * that clock; null: still so. One that was slow is written down, and no number counts what it said, unless somebody says that it is right.
 */
export const SourceClock = z.object({
	/** Of the spell that is written down; '': it is only suspected, and counts. */
	id: z.string(),
	source: z.string(),
	offset_s: z.int(),
	since: z.string(),
	until: z.string().nullable(),
	/** Events refused because they lie in the future. */
	events_refused: z.int(),
	/** What it is taken for; null: it is only suspected. Who said so and why, in their words; nobody, where it was noticed. */
	verdict: ClockVerdict.nullable(),
	by: ClockSpell.shape.by,
	note: ClockSpell.shape.note,
	said_at: ClockSpell.shape.said_at,
	/** The steps that came as late as that, and of how many cases. */
	steps: z.int(),
	cases: z.int()
});
export type SourceClock = z.infer<typeof SourceClock>;

/** How late a source's events come: of what every five minutes had at least, in seconds. */
export const SourceLateness = z.object({
	source: z.string(),
	lag_s_min: z.int(),
	lag_s_p50: z.int(),
	lag_s_p90: z.int()
});
export type SourceLateness = z.infer<typeof SourceLateness>;

/** What cannot be right in a period. */
export type DefectAnswer = {
	from: string;
	to: string;
	as_of: string;
	watermark: string | null;
	rows: DefectCount[];
	clocks: SourceClock[];
};
