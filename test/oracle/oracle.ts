import { casesOpened } from './cases-opened.ts';
import { recontactRate, reopenRate } from './came-back.ts';
import { complaintAcknowledged, followUp } from './complaints.ts';
import { complaintsPer10k } from './complaints-per-10k.ts';
import type { Spell } from './clocks.ts';
import { effort } from './effort.ts';
import { firstContactResolution } from './first-contact.ts';
import { firstResponse } from './first-response.ts';
import { readHistory, type History, type Sent } from './history.ts';
import { inspection } from './inspection.ts';
import { expectedLeavers } from './leavers.ts';
import { nps } from './nps.ts';
import { dpmo, promisesKept } from './promises-kept.ts';
import type { OracleRow, Question } from './question.ts';
import { complaintRecovery } from './recovery.ts';
import { resolutionTime } from './resolution-time.ts';
import { retention } from './retention.ts';
import { satisfaction } from './satisfaction.ts';
import { scorecard } from './scorecard.ts';
import { servqualGap } from './servqual.ts';
import { staffSatisfaction } from './staff.ts';
import { surveyResponse } from './survey-response.ts';
import { timeToAct } from './time-to-act.ts';
import { abandonment, serviceLevel } from './waiting.ts';
import { waitingNow } from './waiting-now.ts';

/** The KPIs the oracle can answer. */
export const ORACLE_KPIS = {
	first_response: firstResponse,
	service_level: serviceLevel,
	abandonment,
	waiting_now: waitingNow,
	first_contact_resolution: firstContactResolution,
	resolution_time: resolutionTime,
	reopen_rate: reopenRate,
	recontact_rate: recontactRate,
	complaint_acknowledged: complaintAcknowledged,
	complaint_recovery: complaintRecovery,
	follow_up: followUp,
	complaints_per_10k: complaintsPer10k,
	satisfaction,
	nps,
	effort,
	servqual_gap: servqualGap,
	survey_response: surveyResponse,
	expected_leavers: expectedLeavers,
	promises_kept: promisesKept,
	inspection,
	staff_satisfaction: staffSatisfaction,
	time_to_act: timeToAct,
	retention,
	scorecard,
	dpmo,
	cases_opened: casesOpened
} satisfies Record<string, (history: History, question: Question) => OracleRow[]>;

export type OracleKpi = keyof typeof ORACLE_KPIS;

const known = new WeakMap<Sent[], { history: History; spells: Spell[] | undefined }>();

/** Many questions are asked of the same history. */
function historyOf(sent: Sent[], spells: Spell[] | undefined) {
	const read = known.get(sent);
	if (read && read.spells === spells) return read.history;
	const history = readHistory(sent, spells);
	known.set(sent, { history, spells });
	return history;
}

/** What a KPI should answer about what was sent, by the definitions alone. */
export const askOracle = (sent: Sent[], question: Question & { kpi: OracleKpi }): OracleRow[] =>
	ORACLE_KPIS[question.kpi](historyOf(sent, question.spells), question);
