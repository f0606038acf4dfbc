import type { Tier } from '#schema/event.ts';
import type { Random } from './random.ts';

/** The tiers of every hundred customers: up to which of them, how active they are (times a month) and what they bring each time. */
const TIERS = [
	{ tier: 'diamond', below: 1, activity: 4, value: 4000 },
	{ tier: 'gold', below: 5, activity: 3, value: 1500 },
	{ tier: 'silver', below: 17, activity: 1.5, value: 600 },
	{ tier: 'vip', below: 20, activity: 1.5, value: 800 },
	{ tier: 'standard', below: 92, activity: 0.5, value: 150 },
	{ tier: 'other', below: 100, activity: 0.3, value: 60 }
] as const satisfies readonly { tier: Tier; below: number; activity: number; value: number }[];

const classOf = (customer: number) => TIERS.find(({ below }) => customer % 100 < below) ?? TIERS[4];

const ACTIVITY = TIERS.map(({ tier, below, activity }, ix) => {
	const share = (below - (TIERS[ix - 1]?.below ?? 0)) / 100;
	return [tier, share * activity] as const;
});

/** How often an average customer is active in a month. */
export const MONTHLY_ACTIVITY = ACTIVITY.reduce((sum, [, weight]) => sum + weight, 0);

/** A customer is only a number; his tier follows from it. Few carry most of the value. */
export const tierOf = (customer: number): Tier => classOf(customer).tier;

/** What one activity of a customer is worth. */
export const worthOf = (customer: number, random: Random): number =>
	Math.round(random.lognormal(classOf(customer).value, 0.5) * 100) / 100;

/** One of `count` customers. */
export const anyCustomer = (count: number, random: Random): number => random.int(1, count);

/** One of `count` customers, the more active the likelier. */
export function activeCustomer(count: number, random: Random): number {
	const tier = random.weighted(ACTIVITY);
	const ix = TIERS.findIndex((entry) => entry.tier === tier);
	const place = random.int(TIERS[ix - 1]?.below ?? 0, (TIERS[ix]?.below ?? 100) - 1);
	return 100 * random.int(1, Math.max(1, Math.floor(count / 100) - 1)) + place;
}

/** One in twenty loses interest without a word, whatever he says in surveys. */
export const isFading = (customer: number): boolean => Math.floor(customer / 100) % 20 === 7;

/**
 * So many customers that hardly anybody comes back on the same topic within a week by mere chance: he who does, does
 * because he was not helped.
 */
export const customersFor = (casesPerWeek: number): number =>
	Math.max(2000, Math.round(casesPerWeek / 25) * 100);
