import type { KpiId, KpiRow } from '#schema/kpi.ts';
import type { Behind } from '../server/behind/figures.ts';

/** Their n counts what has no list: customers, other numbers, answers of staff. */
const WITHOUT = ['complaints_per_10k', 'retention', 'scorecard', 'staff_satisfaction'] as const;
const TIMED: ReadonlySet<KpiId> = new Set(['first_response', 'resolution_time', 'time_to_act']);

const isWithout = (kpi: KpiId): kpi is (typeof WITHOUT)[number] =>
	(WITHOUT as readonly KpiId[]).includes(kpi);

/** Whether a number is of cases where there are no customers to count. */
const isOfCases = (row: KpiRow | undefined) =>
	row !== undefined && 'denominator_is' in row && row.denominator_is === 'cases';

/** Which list has the items that a number's n counts; null where there is none. */
export function countTarget(kpi: KpiId, row?: KpiRow): { list: Behind; figure: string } | null {
	if (kpi === 'complaints_per_10k' && isOfCases(row)) return { list: 'cases_opened', figure: 'denominator' };
	if (isWithout(kpi)) return null;
	return { list: kpi, figure: TIMED.has(kpi) ? 'n' : 'denominator' };
}

const RIPENING: ReadonlySet<KpiId> = new Set([
	...(['service_level', 'first_contact_resolution', 'reopen_rate', 'recontact_rate'] as const),
	...(['complaint_acknowledged', 'complaint_recovery', 'follow_up', 'promises_kept'] as const)
]);

/** The same of what cannot be judged yet. */
export function youngTarget(kpi: KpiId): { list: Behind; figure: string } | null {
	return isWithout(kpi) || !RIPENING.has(kpi) ? null : { list: kpi, figure: 'immature' };
}
