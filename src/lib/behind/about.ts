import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import type { BehindQuestion } from '../server/behind/params.ts';
import { metricName } from '../standards/words.ts';
import { channelName, memberName, nameOf, periodText } from '../words.ts';

/** What a list is asked of, in words: the same filter as the number's. */
export function aboutOf(question: BehindQuestion, screen: Screen): string[] {
	const { by, group, teams, channels, metric, reasons, other_than, from_team } = question;
	return [
		periodText(question, screen),
		...(by !== undefined && group !== undefined ? [memberName(by, group)] : []),
		...(from_team === undefined ? [] : [`→ ${nameOf(from_team)}`]),
		...teams.map(nameOf),
		...channels.map(channelName),
		...(metric === undefined ? [] : [metricName(metric)]),
		...reasons.map((reason) => m.behind_reason({ reason: nameOf(reason) })),
		...(other_than.length > 0
			? [m.behind_other_reasons({ reasons: other_than.map(nameOf).join(' / ') })]
			: [])
	];
}

/** The same address with other parameters; null takes one out. The first page again, unless told otherwise. */
export function withParams(search: URLSearchParams, changes: Record<string, string | null>): string {
	const params = new URLSearchParams(search);
	for (const [name, value] of Object.entries({ page: null, ...changes }))
		if (value === null) params.delete(name);
		else params.set(name, value);
	return `/cases?${params}`;
}
