import type { Screen } from '../../../screen.ts';
import type { Table } from '../../export/table.ts';
import { brokenMetricsTable, brokenTable } from './broken.ts';
import { changesTable } from './changes.ts';
import { definitionsTable } from './about.ts';
import { handoverCasesTable, handoversTable } from './handovers.ts';
import { headlinesTable } from './headlines.ts';
import { icebergTable } from './iceberg.ts';
import { perceptionTable } from './perception.ts';
import { causesTable, funnelTable } from './recovery.ts';
import { leaversTable, satisfactionTable, surveysTable } from './satisfaction.ts';
import { sharedTable } from './shared.ts';
import type { Source } from './source.ts';
import { staffTable } from './staff.ts';
import { quadrantTable, scorecardPartsTable, scorecardsTable } from './standing.ts';
import { teamsTable } from './teams.ts';
import { trendsTable } from './trends.ts';
import { annotationsTable, decisionsTable } from './written.ts';
import type { TableName } from '../../../weekly/tables.ts';

type Make = (source: Source, screen: Screen) => Promise<Table>;

/** Every table of a weekly review. */
export const TABLES: Record<TableName, Make> = {
	changes: changesTable,
	headlines: headlinesTable,
	teams: teamsTable,
	trends: trendsTable,
	broken: brokenTable,
	broken_metrics: brokenMetricsTable,
	funnel: funnelTable,
	causes: causesTable,
	satisfaction: satisfactionTable,
	surveys: surveysTable,
	leavers: leaversTable,
	perception: perceptionTable,
	iceberg: icebergTable,
	scorecards: scorecardsTable,
	scorecard_parts: scorecardPartsTable,
	quadrant: quadrantTable,
	handovers: handoversTable,
	handover_cases: handoverCasesTable,
	staff: staffTable,
	shared: sharedTable,
	decisions: decisionsTable,
	annotations: annotationsTable,
	definitions: async ({ about }, screen) => definitionsTable(screen, about.versions)
};
