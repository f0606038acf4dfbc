import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import type { SharedCase } from '../server/weekly/shared.ts';
import { metricName } from '../standards/words.ts';

/** Why a case is worth telling of, in a sentence. */
export function whyText({ why, metric, seconds, times, undone }: SharedCase, screen: Screen): string {
	const duration = screen.plain(screen.duration(seconds ?? 0));
	const count = screen.count(times ?? 0);
	switch (why) {
		case 'recovered':
			return m.weekly_why_recovered({ duration });
		case 'late':
			return undone
				? m.weekly_why_undone({ metric: metricName(metric), duration })
				: m.weekly_why_late({ metric: metricName(metric), duration });
		case 'passed_on':
			return m.weekly_why_passed_on({ count });
		case 'came_back':
			return m.weekly_why_came_back({ count });
	}
}
