import { DAY, MINUTE, type Calendar } from './calendar.ts';
import type { Team } from './teams.ts';
import type { Random } from './random.ts';

/** A time in which one team is overrun. */
export type Incident = { team: string; from: number; to: number };

/** The live one begins so long after the start and lasts so long. */
const LIVE_AFTER = 5 * MINUTE;
const LIVE_FOR = 4 * MINUTE;

const IMMEDIATE = new Set<string>(['phone', 'chat', 'counter']);

/** Only where people wait in a queue can one see it explode. */
function queues(team: Team): boolean {
	const all = team.channels.reduce((sum, [, weight]) => sum + weight, 0);
	const now = team.channels.reduce(
		(sum, [channel, weight]) => sum + (IMMEDIATE.has(channel) ? weight : 0),
		0
	);
	return now / all > 0.7;
}

/** The working day, about a third of the history ago, on which it happened. */
function historicDay(calendar: Calendar, from: number, start: number): number {
	const days = Math.round((start - from) / DAY);
	let at = start - Math.max(1, Math.round(days * 0.35)) * DAY;
	while (calendar.weekday(at) > 4 && at - DAY > from) at -= DAY;
	return calendar.midnight(at);
}

type Plan = { teams: Team[]; calendar: Calendar; from: number; start: number; random: Random };

/** One day in history, if there is any, and a short one soon after live traffic starts. */
export function planIncidents({ teams, calendar, from, start, random }: Plan): Incident[] {
	const steady = teams.filter((team) => queues(team) && team.trend > -0.5);
	const candidates = steady.length > 0 ? steady : teams;
	const live = {
		team: random.pick(candidates).name,
		from: start + LIVE_AFTER,
		to: start + LIVE_AFTER + LIVE_FOR
	};
	if (start - from < DAY) return [live];
	const day = historicDay(calendar, from, start);
	const team = random.pick(candidates).name;
	return [{ team, from: calendar.instant(day, 9.5), to: calendar.instant(day, 17.5) }, live];
}

/** How badly a team is overrun at a moment: 0 not at all, 1 fully; it takes an eighth of the time to build up and to ease. */
export function strain(incidents: Incident[], team: string, at: number): number {
	let most = 0;
	for (const incident of incidents) {
		if (incident.team !== team || at < incident.from || at >= incident.to) continue;
		const ramp = (incident.to - incident.from) / 8;
		most = Math.max(most, Math.min(1, (at - incident.from) / ramp, (incident.to - at) / ramp));
	}
	return most;
}
