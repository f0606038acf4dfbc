import { abandonment } from './abandonment.ts';
import { casesOpened } from './cases-opened.ts';
import { complaintRecovery } from './complaint-recovery.ts';
import { firstContactResolution } from './first-contact-resolution.ts';
import { firstResponse } from './first-response.ts';
import { resolutionTime } from './resolution-time.ts';
import { satisfaction } from './satisfaction.ts';
import { serviceLevel } from './service-level.ts';

/** Every KPI that can be asked: a file here, and `schema/clickhouse/kpi/ID.sql`. */
export const KPIS = {
	first_response: firstResponse,
	service_level: serviceLevel,
	abandonment,
	first_contact_resolution: firstContactResolution,
	resolution_time: resolutionTime,
	complaint_recovery: complaintRecovery,
	satisfaction,
	cases_opened: casesOpened
};
