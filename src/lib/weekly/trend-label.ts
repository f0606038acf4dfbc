import type { KpiId } from '#schema/kpi.ts';
import { isoWeekOf } from '../iso-week.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { valueText } from './cell.ts';
import type { WeekPoint } from './reviewed.ts';

/** A trend for those who do not see it: every week with its value. */
export const trendLabel = (kpi: KpiId, name: string, points: readonly WeekPoint[], screen: Screen) =>
	m.review_trend_words({
		name,
		values: points
			.map(({ monday, value }) =>
				m.review_point_words({ week: isoWeekOf(monday), value: valueText(kpi, value, screen) })
			)
			.join(screen.locale === 'zh-CN' ? '；' : '; ')
	});
