import type { Channel } from '#schema/event.ts';
import { HOUR, MINUTE, SECOND } from './calendar.ts';
import type { Random } from './random.ts';
import type { Condition } from './world.ts';

type Habit = {
	/** First reply expected within (the standards of the trade). */
	standard: number;
	/** Spread of the waits, as of a lognormal. */
	sigma: number;
	/** How long people wait on average before they give up; null: nobody hangs on. */
	patience: number | null;
	/** Median time from the reply to the solution, when it needs nobody else. */
	handling: number;
};

export const HABITS: Record<Channel, Habit> = {
	phone: { standard: 15 * SECOND, sigma: 0.8, patience: 170 * SECOND, handling: 5 * MINUTE },
	chat: { standard: MINUTE, sigma: 0.8, patience: 11 * MINUTE, handling: 8 * MINUTE },
	counter: { standard: 10 * MINUTE, sigma: 0.7, patience: 100 * MINUTE, handling: 9 * MINUTE },
	social: { standard: HOUR, sigma: 0.9, patience: null, handling: 2 * HOUR },
	email: { standard: 24 * HOUR, sigma: 0.9, patience: null, handling: 8 * HOUR },
	web: { standard: 24 * HOUR, sigma: 0.9, patience: null, handling: 10 * HOUR },
	other: { standard: 24 * HOUR, sigma: 0.9, patience: null, handling: 10 * HOUR }
};

/** When a team is overrun, waits grow up to so many times. */
const EXPLOSION = 14;

/** Somebody is waiting in a queue for the answer. */
export const isImmediate = (channel: Channel): boolean => HABITS[channel].patience !== null;

/** How long until a human replies (ms): lognormal, so that the team's share lies within the standard. */
export function waitFor(channel: Channel, condition: Condition, random: Random): number {
	const { standard, sigma } = HABITS[channel];
	const usual = standard * Math.exp(-sigma * condition.punctual);
	return Math.max(SECOND, random.lognormal(usual, sigma) * EXPLOSION ** condition.strain);
}

/** How long the customer is ready to wait (ms). A few hang up at once, having mistaken the number. */
export function patienceOf(channel: Channel, random: Random): number {
	const { patience } = HABITS[channel];
	if (patience === null) return Infinity;
	if (channel !== 'counter' && random.chance(0.008)) return random.between(SECOND, 5 * SECOND);
	return random.exponential(patience);
}
