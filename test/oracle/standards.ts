import { afterOpen, type Calendar, type Clock } from './calendar.ts';

/** A promise as the company makes it. Empty team, channel or tier: all of them. */
export type Standard = {
	metric: string;
	team: string;
	channel: string;
	tier: string;
	/** Null: nothing is promised. */
	threshold_s: number | null;
	clock: Clock;
	calendar: string;
	valid_from: string;
	valid_to: string | null;
};

/** A number that the company sets: a weight, a rate, a mark. */
export type Parameter = { name: string; key: string; value: number; valid_from: string };

/** What the company has laid down. */
export type Rules = { standards: Standard[]; calendars: Calendar[]; parameters: Parameter[] };

const standard = (metric: string, threshold_s: number | null, channel = ''): Standard => ({
	metric,
	team: '',
	channel,
	tier: '',
	threshold_s,
	clock: 'calendar',
	calendar: '',
	valid_from: '1990-01-01T00:00:00.000Z',
	valid_to: null
});

/** What holds until somebody says otherwise. */
export const DEFAULT_STANDARDS: Standard[] = [
	standard('first_response', 15, 'phone'),
	standard('first_response', 60, 'chat'),
	standard('first_response', 600, 'counter'),
	standard('first_response', 3600, 'social'),
	standard('first_response', 86_400, 'email'),
	standard('first_response', 86_400, 'web'),
	standard('first_response', null, 'other'),
	standard('complaint_acknowledged', 86_400),
	standard('complaint_remedied', 86_400),
	standard('complaint_followed_up', 604_800),
	standard('promise:repair_visit', 1800),
	standard('promise:installation_visit', 86_400)
];

export const DEFAULT_RULES: Rules = { standards: DEFAULT_STANDARDS, calendars: [], parameters: [] };

type To = { team: string; channel: string; tier: string };

const fits = (said: string, value: string) => said === '' || said === value;

/** How closely a standard is meant: a team says more than a channel, and a channel more than a tier. */
const rankOf = ({ team, channel, tier }: Standard) =>
	(team === '' ? 0 : 4) + (channel === '' ? 0 : 2) + (tier === '' ? 0 : 1);

/** The standard in force for somebody at a moment: the one that is meant most closely. */
export function standardOf({ standards }: Rules, metric: string, to: To, at: number): Standard | undefined {
	let found: Standard | undefined;
	for (const standard of standards) {
		if (standard.metric !== metric) continue;
		if (!fits(standard.team, to.team) || !fits(standard.channel, to.channel) || !fits(standard.tier, to.tier))
			continue;
		if (at < Date.parse(standard.valid_from)) continue;
		if (standard.valid_to !== null && at >= Date.parse(standard.valid_to)) continue;
		if (!found || rankOf(standard) > rankOf(found)) found = standard;
	}
	return found;
}

/** When so many seconds have passed on a clock. */
export function dueAt({ calendars }: Rules, at: number, threshold_s: number, clock: Clock, calendar: string) {
	const length = Math.round(threshold_s * 1000);
	if (clock === 'calendar') return at + length;
	const known = calendars.find(({ id }) => id === calendar);
	if (!known) throw new Error(`no calendar ${calendar}`);
	return afterOpen(known, at, length);
}

export type Promised = { due: number; threshold_s: number; clock: Clock; calendar: string };

/** What is promised to somebody at a moment, if anything; `asked` instead of the standard's seconds, on its clock. */
export function promiseOf(
	rules: Rules,
	metric: string,
	to: To & { at: number },
	asked?: number
): Promised | undefined {
	const standard = standardOf(rules, metric, to, to.at);
	const threshold_s = asked ?? standard?.threshold_s;
	if (threshold_s === undefined || threshold_s === null) return undefined;
	const { clock, calendar } = standard ?? { clock: 'calendar' as const, calendar: '' };
	return { due: dueAt(rules, to.at, threshold_s, clock, calendar), threshold_s, clock, calendar };
}

/** The newest value of a parameter that holds at a moment, if one does. */
export function parameterOf({ parameters }: Rules, name: string, key: string, at: number) {
	let found: Parameter | undefined;
	for (const parameter of parameters) {
		if (parameter.name !== name || parameter.key !== key || Date.parse(parameter.valid_from) > at) continue;
		if (!found || Date.parse(parameter.valid_from) > Date.parse(found.valid_from)) found = parameter;
	}
	return found?.value;
}
