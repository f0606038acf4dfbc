import { DAY, HOUR, MINUTE } from './calendar.ts';
import { activeCustomer, isFading, worthOf } from './customers.ts';
import { createRandom, type Random } from './random.ts';
import type { Draft } from './story.ts';
import type { Agent, Team } from './teams.ts';
import { conditionOf, type World } from './world.ts';

/** A local day: `at(hour)` is the instant, `ix` counts the days before (−) the one traffic goes live on. */
type Day = { world: World; ix: number; at: (hour: number) => number; weekday: number };

const percent = (value: number) => Math.round(Math.min(100, Math.max(0, value)) * 10) / 10;

/** An early or a late shift with a break; at weekends one in three works. */
function shift({ at, weekday }: Day, team: Team, agent: Agent, random: Random): Draft[] {
	if (!random.chance(weekday < 5 ? 0.92 : 0.35)) return [];
	const begin = random.pick([8, 9, 11]);
	const lunch = begin + random.between(3.4, 4.4);
	const states: [number, string][] = [
		[begin + 0.08 * random.normal(), 'available'],
		[begin + random.between(0.2, 1), 'busy'],
		[lunch, 'away'],
		[lunch + random.between(0.6, 1), 'available'],
		[begin + 8.5 + 0.3 * random.next(), 'offline']
	];
	return states.map(([hour, state]) => ({
		at: Math.round(at(0) + hour * HOUR),
		type: 'agent.state',
		data: { team: team.name, agent: agent.name, state }
	}));
}

/** Every Wednesday somebody looks at how the team works, unannounced. */
function inspection({ world, at, weekday }: Day, team: Team, random: Random): Draft[] {
	if (weekday !== 2) return [];
	const time = Math.round(at(10 + 6 * random.next()));
	const gone = conditionOf(world, team, time).drift;
	const score = (usual: number, lost: number) => percent(usual + lost * gone + 5 * random.normal());
	const { procedural, personal, tangibles } = team.inspected;
	const data = {
		team: team.name,
		procedural: score(procedural, 10),
		personal: score(personal, 18),
		tangibles: score(tangibles, 2)
	};
	return [{ at: time, type: 'inspection.scored', data }];
}

/** Every four weeks the staff are asked; by team, never by person. */
function staffSurvey({ world, at, ix }: Day, team: Team, random: Random): Draft[] {
	if (((ix % 28) + 28) % 28 !== 25) return [];
	return team.agents
		.filter(() => random.chance(0.78))
		.map(() => {
			const time = Math.round(at(9 + 8 * random.next()));
			const { mood, drift } = conditionOf(world, team, time);
			const score = Math.min(
				5,
				Math.max(1, Math.round(3.9 + 1.2 * mood + 0.4 * drift + 0.8 * random.normal()))
			);
			return { at: time, type: 'staff.surveyed', data: { team: team.name, score, scale: 5 } };
		});
}

/** Customers buy and use, few of them most; the fading ones less and less towards the end of the history. */
function activity({ world, at }: Day, customers: number, mean: number, random: Random): Draft[] {
	const begin = at(0);
	const drafts: Draft[] = [];
	for (let left = random.poisson(mean); left > 0; left--) {
		const customer = activeCustomer(customers, random);
		const time = Math.round(begin + random.between(8, 22) * HOUR);
		const faded = isFading(customer) && time > world.start - 28 * DAY;
		if (faded && random.chance(0.8)) continue;
		const value = worthOf(customer, random);
		drafts.push({ at: time, type: 'customer.active', data: { customer: `customer-${customer}`, value } });
	}
	return drafts;
}

export type Background = { seed: string; world: World; customers: number; activitiesPerDay: number };

/** What happens on the local day of `at` outside any case. */
export function tellDay({ seed, world, customers, activitiesPerDay }: Background, at: number): Draft[] {
	const { calendar, teams, start } = world;
	const midnight = calendar.midnight(at);
	const ix = Math.round((midnight - calendar.midnight(start)) / DAY);
	const random = createRandom(`${seed}/day/${ix}`);
	const day: Day = {
		world,
		ix,
		at: (hour) => calendar.instant(midnight, hour),
		weekday: calendar.weekday(calendar.instant(midnight, 12) + MINUTE)
	};
	return [
		...teams.flatMap((team) => [
			...team.agents.flatMap((agent) => shift(day, team, agent, random)),
			...inspection(day, team, random),
			...staffSurvey(day, team, random)
		]),
		...activity(day, customers, activitiesPerDay, random)
	];
}
