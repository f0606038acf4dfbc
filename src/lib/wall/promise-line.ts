import type { StandardRow } from '#schema/feed.ts';
import type { KpiId } from '#schema/kpi.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { lengthText } from '../standards/words.ts';

/** Which promise a number stands against. */
const METRICS: Partial<Record<KpiId, string>> = {
	first_response: 'first_response',
	service_level: 'first_response',
	complaint_acknowledged: 'complaint_acknowledged',
	resolution_time: 'resolution'
};

/** Whether a number stands against a time that standards say. */
export const hasPromise = (kpi: KpiId): boolean => METRICS[kpi] !== undefined;

type Scope = { teams: readonly string[]; channels: readonly string[] };

/** Of standards those that judge anything of a scope: a general one judges nothing where each team or channel has its own. */
function judging(of: readonly StandardRow[], { teams, channels }: Scope): StandardRow[] {
	const within = of.filter(
		({ team, channel }) =>
			(team === '' || teams.length === 0 || teams.includes(team)) &&
			(channel === '' || channels.length === 0 || channels.includes(channel))
	);
	const has = (field: 'team' | 'channel', name: string) =>
		within.some(
			(one) => one[field] === name && one.tier === '' && (field === 'team' ? one.channel : one.team) === ''
		);
	const each = (field: 'team' | 'channel', names: readonly string[]) =>
		names.length > 0 && names.every((name) => has(field, name));
	const [ownTeams, ownChannels] = [each('team', teams), each('channel', channels)];
	return within.filter(
		({ team, channel }) => !(ownTeams && team === '') && !(ownChannels && team === '' && channel === '')
	);
}

/** What is promised of a number in a scope: "within 15 s", or from the shortest to the longest; '' where nothing is. */
export function promiseLine(
	kpi: KpiId,
	scope: Scope,
	standards: readonly StandardRow[],
	screen: Screen
): string {
	const metric = METRICS[kpi];
	const [shortest, ...others] = judging(
		standards.filter((one) => one.metric === metric),
		scope
	).sort((a, b) => a.threshold_s - b.threshold_s);
	if (!shortest) return '';
	const text = ({ threshold_s, clock }: StandardRow) => lengthText(threshold_s, clock, screen);
	const longest = others.at(-1) ?? shortest;
	return longest.threshold_s === shortest.threshold_s
		? m.wall_within({ duration: text(shortest) })
		: m.wall_within_range({ shortest: text(shortest), longest: text(longest) });
}
