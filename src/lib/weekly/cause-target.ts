import type { BehindTarget } from '../behind/target.ts';
import type { CauseRow } from '../server/weekly/recovery.ts';

const RECEIVED = { list: 'complaint_recovery', figure: 'received' } as const;

/** The complaints of a cause. The last row may be of all reasons that have no row of their own. */
export const causeTarget = ({ reason, reasons }: CauseRow, causes: readonly CauseRow[]): BehindTarget =>
	reasons > 1
		? { ...RECEIVED, other_than: causes.filter((one) => one.reasons === 1).map((one) => one.reason) }
		: { ...RECEIVED, reasons: [reason] };
