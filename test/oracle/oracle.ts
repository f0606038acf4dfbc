import { casesOpened } from './cases-opened.ts';
import { firstContactResolution } from './first-contact.ts';
import { firstResponse } from './first-response.ts';
import { readHistory, type History, type Sent } from './history.ts';
import type { OracleRow, Question } from './question.ts';
import { complaintRecovery } from './recovery.ts';
import { resolutionTime } from './resolution-time.ts';
import { satisfaction } from './satisfaction.ts';
import { abandonment, serviceLevel } from './waiting.ts';

/** The KPIs the oracle can answer. */
export const ORACLE_KPIS = {
	first_response: firstResponse,
	service_level: serviceLevel,
	abandonment,
	first_contact_resolution: firstContactResolution,
	resolution_time: resolutionTime,
	complaint_recovery: complaintRecovery,
	satisfaction,
	cases_opened: casesOpened
} satisfies Record<string, (history: History, question: Question) => OracleRow[]>;

export type OracleKpi = keyof typeof ORACLE_KPIS;

/** What a KPI should answer about what was sent, by the definitions alone. */
export const askOracle = (sent: Sent[], question: Question & { kpi: OracleKpi }): OracleRow[] =>
	ORACLE_KPIS[question.kpi](readHistory(sent), question);
