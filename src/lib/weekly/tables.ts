import { m } from '../paraglide/messages.js';

/** The tables of a weekly review, in the order of its page: what people call them. */
export const TABLE_TITLES = {
	changes: m.review_changes,
	headlines: m.review_numbers,
	broken: m.weekly_broken_title,
	broken_metrics: m.export_broken_metrics,
	funnel: m.weekly_funnel_title,
	causes: m.export_causes,
	satisfaction: m.export_satisfaction,
	surveys: m.export_surveys,
	leavers: m.export_leavers,
	perception: m.weekly_perception_title,
	iceberg: m.weekly_iceberg_title,
	scorecards: m.weekly_scorecards_title,
	scorecard_parts: m.export_scorecard_parts,
	quadrant: m.weekly_quadrant_title,
	handovers: m.weekly_handovers_title,
	handover_cases: m.export_handover_cases,
	staff: m.weekly_staff_title,
	shared: m.weekly_shared_title,
	decisions: m.decisions_title,
	annotations: m.annotations,
	teams: m.export_teams,
	trends: m.review_by_team,
	definitions: m.export_definitions
} as const satisfies Record<string, () => string>;

export type TableName = keyof typeof TABLE_TITLES;

export const isTableName = (name: string): name is TableName => Object.hasOwn(TABLE_TITLES, name);
export const TABLE_NAMES = Object.keys(TABLE_TITLES).filter(isTableName);

/** The tables behind each section of the page. */
export const SECTION_TABLES = {
	changes: ['changes'],
	headlines: ['headlines'],
	trends: ['trends', 'teams'],
	broken: ['broken', 'broken_metrics'],
	recovery: ['funnel', 'causes'],
	satisfaction: ['satisfaction', 'surveys', 'leavers'],
	perception: ['perception'],
	iceberg: ['iceberg'],
	scorecards: ['scorecards', 'scorecard_parts'],
	quadrant: ['quadrant'],
	handovers: ['handovers', 'handover_cases'],
	staff: ['staff'],
	shared: ['shared'],
	decisions: ['decisions'],
	annotations: ['annotations']
} as const satisfies Record<string, readonly TableName[]>;

export type SectionName = keyof typeof SECTION_TABLES;

const isSection = (name: string): name is SectionName => Object.hasOwn(SECTION_TABLES, name);

export const SECTION_NAMES = Object.keys(SECTION_TABLES).filter(isSection);

/** The tables of a section by its name; none of one that has none. */
export const tablesOfSection = (name: string): readonly TableName[] =>
	isSection(name) ? SECTION_TABLES[name] : [];
