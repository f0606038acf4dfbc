import { isoWeekOf } from '../iso-week.ts';
import { m } from '../paraglide/messages.js';
import type { ReviewProblem } from './question.ts';

/** What is wrong in a review's address, and what to ask instead. `today`: a date. */
export function problemWords({ field, given }: ReviewProblem, today: string): string {
	if (field === 'week') return m.review_bad_week({ given, latest: isoWeekOf(today) });
	if (field === 'channel') return m.review_bad_channel({ given });
	return field === 'team' ? m.review_bad_team() : m.review_bad_unknown({ given });
}
