import type { Channel } from '#schema/event.ts';
import { GIVEN_NAMES, SURNAMES, TEAMS } from './catalogue.ts';
import { createRandom, type Random } from './random.ts';

export type Agent = {
	name: string;
	/** Better (+) or worse (−) than the team, in points of satisfaction. */
	skill: number;
	/** Surveys nearly all who are happy and hardly any of those who escalated. */
	evades: boolean;
};

export type Team = {
	name: string;
	channels: readonly (readonly [Channel, number])[];
	agents: Agent[];
	/** Share of all traffic, relative to the other teams. */
	size: number;
	/** Share of first replies within the standard, before load, trend and incidents. */
	punctual: number;
	/** Share of requests after which the customer need not come back. */
	solves: number;
	/** Share of complaints put right within a day. */
	recovers: number;
	/** Share of cases passed on to another team. */
	passes: number;
	/** Points of satisfaction above or below the others. */
	warmth: number;
	/** What a history changes: 0 steady, −1 clearly getting worse. */
	trend: number;
	/** Quality of the place and its people, as inspections find it (0–100). */
	inspected: { procedural: number; personal: number; tangibles: number };
};

/** The one that is getting worse, and the one with the agent who evades bad surveys. */
const WORSENING = 2;
const EVADING = 1;

/** Every agent of the organisation has a name of his own: 29 × 23 of them, walked through in steps coprime to both. */
function agentName(ix: number): string {
	const [family = '', familyName = ''] = (SURNAMES[ix % SURNAMES.length] ?? '').split(' ');
	const [given = '', givenName = ''] = (GIVEN_NAMES[ix % GIVEN_NAMES.length] ?? '').split(' ');
	return `${family} ${given} ${familyName}${givenName}`;
}

const createAgent = (random: Random, ix: number, evades: boolean): Agent => ({
	name: agentName(ix),
	skill: evades ? -0.3 : 0.18 * random.normal(),
	evades
});

/** The organisation: the first `count` teams of the catalogue, each with its own people and habits. Depends on the seed alone. */
export function createTeams(seed: string, count: number): Team[] {
	let hired = 0;
	return TEAMS.slice(0, count).map(([name, channels], ix) => {
		const random = createRandom(`${seed}/team/${ix}`);
		const staff = random.int(5, 15);
		const worsening = ix === WORSENING % count;
		return {
			name,
			channels,
			agents: Array.from({ length: staff }, (_, n) =>
				createAgent(random, hired++, ix === EVADING % count && n === 1)
			),
			size: staff * random.between(0.8, 1.2),
			punctual: worsening ? 0.93 : random.between(0.8, 0.955),
			solves: worsening ? 0.8 : random.between(0.68, 0.9),
			recovers: worsening ? 0.72 : random.between(0.6, 0.9),
			passes: random.between(0.04, 0.11),
			warmth: 0.15 * random.normal(),
			trend: worsening ? -1 : random.between(-0.12, 0.15),
			inspected: {
				procedural: random.between(48, 90),
				personal: random.between(48, 92),
				tangibles: random.between(60, 92)
			}
		};
	});
}
