import type { Entry } from './kpis/define.ts';
import { KPIS } from './kpis/registry.ts';
import { KpiId } from './kpi.ts';

/** What the catalogue says of a KPI. */
export type KpiEntry = Entry & { id: KpiId };

const entryOf = (id: KpiId): KpiEntry => ({ id, ...KPIS[id].entry });

/** What every number means, in the words the interface and the API use. */
export const CATALOGUE = Object.fromEntries(KpiId.options.map((id) => [id, entryOf(id)])) as Record<
	KpiId,
	KpiEntry
>;
