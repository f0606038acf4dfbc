import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import type { BehindItem } from '../server/behind/ask.ts';
import type { BehindQuestion } from '../server/behind/params.ts';
import { metricName } from '../standards/words.ts';
import { nameOf } from '../words.ts';
import { outcomeOf } from './words.ts';

/** What became of an item; that it cannot be judged, or, where nothing is judged, that it is one. */
export function whatOf(
	{ list, figure }: Pick<BehindQuestion, 'list' | 'figure'>,
	{ kept }: BehindItem
): string {
	const outcome = outcomeOf(list, figure);
	if (!outcome) return '';
	if (kept === null) return (outcome.unjudged ?? m.behind_not_judged)();
	return kept ? outcome.kept() : outcome.broken();
}

/** What else is known of it: how long it took, what was said, promised or complained of. */
export const saysOf = ({ seconds, score, metric, reason, from_team }: BehindItem, screen: Screen): string =>
	[
		metric && metricName(metric),
		from_team && `→ ${nameOf(from_team)}`,
		reason,
		score === null ? '' : m.behind_score({ score: screen.decimal(score, Number.isInteger(score) ? 0 : 1) }),
		seconds === null ? '' : screen.plain(screen.duration(seconds))
	]
		.filter(Boolean)
		.join(' · ');
