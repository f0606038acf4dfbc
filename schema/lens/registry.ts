import type { KpiId } from '../kpi.ts';
import * as complaints from './complaints.ts';
import type { Lens } from './lens.ts';
import * as promises from './promises.ts';
import * as resolution from './resolution.ts';
import * as speed from './speed.ts';
import * as voice from './voice.ts';

/** The lens of every KPI. What cannot be right in the data is told of each by `lens_defects`. One with `left_out` or `others` has `schema/clickhouse/lens/ID.sql`. */
export const LENSES: Record<KpiId, Lens> = {
	...promises,
	...speed,
	...resolution,
	...complaints,
	...voice
};

/** Whether a KPI is asked for more than its own row. */
export const hasView = (kpi: KpiId) => LENSES[kpi].left_out !== undefined || LENSES[kpi].others !== undefined;
