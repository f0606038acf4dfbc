import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import type { ReviewWeek } from './weeks.ts';

/** That not all of a week has come in: how far it has, and who is behind; '' where all has. */
export function lateText({ complete, late }: Pick<ReviewWeek, 'complete' | 'late'>, screen: Screen): string {
	if (!late) return '';
	const { until, source } = late;
	if (until === null) return m.review_late_none();
	const time = screen.moment(until, 'minute');
	if (source === null) return m.review_late_week({ time });
	return complete ? m.review_late_silent({ source, time }) : m.review_late_source({ source, time });
}

/** Why nothing is judged in a week yet. */
export const openText = ({ late }: Pick<ReviewWeek, 'late'>) =>
	late ? m.review_not_judged() : m.review_open();
