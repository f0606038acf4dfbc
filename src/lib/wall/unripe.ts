import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';

const DAY_MS = 86_400_000;

/** None can be judged yet: how many wait for it, and from when on the first can, where the number ripens by the calendar. */
export function unripeText(kpi: KpiId, waiting: number, hours: readonly KpiRow[], screen: Screen): string {
	const count = screen.count(waiting);
	const { ripens_days } = CATALOGUE[kpi];
	const [first] = hours
		.flatMap(({ bucket, immature }) => (bucket !== null && immature > 0 ? [Date.parse(bucket)] : []))
		.sort((a, b) => a - b);
	if (ripens_days === undefined || first === undefined) return m.wall_unripe({ count });
	return m.wall_unripe_until({ count, day: screen.moment(first + ripens_days * DAY_MS, 'day') });
}
