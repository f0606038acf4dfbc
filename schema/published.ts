import { z } from 'zod';
import { KpiId } from './kpi.ts';
import { count } from './kpis/row.ts';

/** A weekly figure: what is kept of a KPI's row when its week is published. */
export const WeekFigure = z.object({
	value: z.number().nullable(),
	n: count,
	numerator: count,
	denominator: count,
	/** Items that could not be judged yet: in no other figure. */
	immature: count,
	/** Of the KPI's definition. */
	version: z.int()
});
export type WeekFigure = z.infer<typeof WeekFigure>;

/** Which figure: `by` empty is the whole organisation. */
export const FigureKey = z.object({
	/** Monday of the ISO week. */
	week: z.iso.date(),
	kpi: KpiId,
	by: z.enum(['', 'team']),
	group: z.string()
});
export type FigureKey = z.infer<typeof FigureKey>;

/**
 * What may have changed a published figure. late_events: events of the week or before came after it was published; corrections:
 * later events of the same cases or customers (answered or solved later, a survey answered anew, back within days); matured: windows have passed since;
 * definition and standards: these were changed; other: nothing received since explains it.
 */
export const Why = z.enum(['late_events', 'corrections', 'standards', 'definition', 'matured', 'other']);
export type Why = z.infer<typeof Why>;

/** One change of a published figure. */
export const Restatement = FigureKey.extend({
	/** From when the old figure stood. */
	since: z.string(),
	/** When the change was found. */
	as_of: z.string(),
	why: z.array(Why),
	/** Events of this week or before that were received since: each once. */
	late_events: count,
	old: WeekFigure,
	new: WeekFigure
});
export type Restatement = z.infer<typeof Restatement>;

/** A figure as it was published, and as it stands now. */
export const WeeklyFigure = FigureKey.extend({
	/** Null: a group that had nothing in the week when it was published. */
	published_at: z.string().nullable(),
	published: WeekFigure,
	current_at: z.string(),
	current: WeekFigure,
	restated: count
});
export type WeeklyFigure = z.infer<typeof WeeklyFigure>;
