import type { KpiId } from '#schema/kpi.ts';
import type { WeekFigure, Why } from '#schema/published.ts';
import type { SectionName, TableName } from './tables.ts';

/** What a cell of a table holds, as files have it (server/export/table.ts). */
export type CellValue = string | number | boolean | null;
export type CellKind = 'text' | 'count' | 'number' | 'share' | 'seconds' | 'time' | 'day' | 'flag';

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

/** A cell of a section's tables that says something else now: its column, and what it said and says. */
export type ChangedCell = { column: string; kind: CellKind; old: CellValue; new: CellValue };

/** A row of a section that says something else now, is no more, or was not there: which it is, by the cells that name it. */
export type ChangedRow = {
	table: TableName;
	key: Record<string, CellValue>;
	change: 'changed' | 'gone' | 'new';
	cells: ChangedCell[];
};

/** A section of a published review that reads differently now. */
export type ChangedSection = { section: SectionName; rows: ChangedRow[] };

/** What became of what a review says besides its week's figures: sections that changed, and tables that could not be compared. */
export type Compared = { sections: ChangedSection[]; failed: TableName[] };

/** What became of a published review's figures, in the order in which it says them. */
export type FigureMarks = {
	/** When its figures were compared. */
	as_of: string;
	marks: Mark[];
	/** Those that could not be compared. */
	failed: KpiId[];
	/** What its week is made of is no longer kept: only what the ledger wrote down in time is known. */
	forgotten: boolean;
};

/** What became of a published review. */
export type Marks = FigureMarks & { compared: Compared };
