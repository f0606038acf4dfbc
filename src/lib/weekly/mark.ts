import type { KpiId } from '#schema/kpi.ts';
import type { WeekFigure, Why } from '#schema/published.ts';

/** A figure of a published review that stands otherwise now. */
export type Mark = {
	kpi: KpiId;
	/** Of which team; null: of all. */
	group: string | null;
	old: WeekFigure;
	new: WeekFigure;
	/** When the ledger found it; null: it has not yet, and it was found now. */
	found_at: string | null;
	/** Empty: why could not be asked. */
	why: Why[];
	/** Events of the week or before that came since it was published. */
	late_events: number;
};

/** What became of a published review, in the order in which it says its figures. */
export type Marks = {
	/** When its figures were compared. */
	as_of: string;
	marks: Mark[];
	/** Those that could not be compared. */
	failed: KpiId[];
	/** What its week is made of is no longer kept: only what the ledger wrote down in time is known. */
	forgotten: boolean;
};
