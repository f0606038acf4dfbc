import { MEAN_LOAD, type Calendar } from './calendar.ts';
import { strain, type Incident } from './incident.ts';
import { probit } from './random.ts';
import type { Team } from './teams.ts';

/** Where and when the stories happen: everything that does not change while they are told. */
export type World = {
	teams: Team[];
	calendar: Calendar;
	incidents: Incident[];
	/** History goes from here … */
	from: number;
	/** … to here, then traffic is live. */
	start: number;
};

/** How a team does at a moment. */
export type Condition = {
	/** Standard deviations by which its replies stay within the standard. */
	punctual: number;
	/** Chance that a request is settled for good. */
	solves: number;
	/** Points of satisfaction above or below the others. */
	mood: number;
	/** 0: as always; 1: overrun. */
	strain: number;
	/** How far the trend has gone: 0 at first, −1 for a team that has become clearly worse. */
	drift: number;
};

/** A trend has run its course when live traffic starts. */
function drift(world: World, team: Team, at: number): number {
	const history = world.start - world.from;
	return team.trend * (history > 0 ? Math.min(1, Math.max(0, (at - world.from) / history)) : 1);
}

/** More traffic makes everybody a little later; an overrun team is late, curt and makes mistakes. */
export function conditionOf(world: World, team: Team, at: number): Condition {
	const gone = drift(world, team, at);
	const overrun = strain(world.incidents, team.name, at);
	return {
		punctual: probit(team.punctual) + 1.1 * gone - 0.25 * (world.calendar.load(at) - 2 * MEAN_LOAD),
		solves: team.solves + 0.12 * gone - 0.15 * overrun,
		mood: team.warmth + 0.55 * gone - 0.9 * overrun,
		strain: overrun,
		drift: gone
	};
}
