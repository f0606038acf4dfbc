import { abandonment } from './abandonment.ts';
import { casesOpened } from './cases-opened.ts';
import { complaintAcknowledged } from './complaint-acknowledged.ts';
import { complaintRecovery } from './complaint-recovery.ts';
import { complaintsPer10k } from './complaints-per-10k.ts';
import { dpmo } from './dpmo.ts';
import { effort } from './effort.ts';
import { expectedLeavers } from './expected-leavers.ts';
import { firstContactResolution } from './first-contact-resolution.ts';
import { firstResponse } from './first-response.ts';
import { followUp } from './follow-up.ts';
import { inspection } from './inspection.ts';
import { nps } from './nps.ts';
import { promisesKept } from './promises-kept.ts';
import { recontactRate } from './recontact-rate.ts';
import { reopenRate } from './reopen-rate.ts';
import { resolutionTime } from './resolution-time.ts';
import { retention } from './retention.ts';
import { satisfaction } from './satisfaction.ts';
import { scorecard } from './scorecard.ts';
import { serviceLevel } from './service-level.ts';
import { servqualGap } from './servqual-gap.ts';
import { staffSatisfaction } from './staff-satisfaction.ts';
import { surveyResponse } from './survey-response.ts';
import { timeToAct } from './time-to-act.ts';
import { waitingNow } from './waiting-now.ts';

/** Every KPI that can be asked: a file here, and `schema/clickhouse/kpi/ID.sql`. */
export const KPIS = {
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
	inspection,
	staff_satisfaction: staffSatisfaction,
	scorecard,
	promises_kept: promisesKept,
	time_to_act: timeToAct,
	retention,
	dpmo,
	cases_opened: casesOpened
};
