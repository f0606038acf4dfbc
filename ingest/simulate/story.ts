import type { Channel, EventType } from '#schema/event.ts';
import { SECOND } from './calendar.ts';
import { tierOf } from './customers.ts';
import type { Agent, Team } from './teams.ts';

/** An event to come, before it has an id. */
export type Draft = { at: number; type: EventType; subject?: string; data: Record<string, unknown> };

/** A customer about to turn to a team. */
export type Opening = {
	at: number;
	team: Team;
	channel: Channel;
	customer: number;
	topic: string;
	/** Set for complaints. */
	reason?: string;
};

/** All that comes of an opening: the case's events, and further cases of the same customer. */
export type Story = { drafts: Draft[]; openings: Opening[] };

export type StoryWriter = ReturnType<typeof createStory>;

const PRIORITY: Record<string, string> = { diamond: 'urgent', gold: 'high', vip: 'high', silver: 'normal', standard: 'normal', other: 'low' }; // prettier-ignore

/** Writes down what happens in one case; every event carries the dimensions as of then. */
export function createStory(opening: Opening, subject: string) {
	const story: Story = { drafts: [], openings: [] };
	const tier = tierOf(opening.customer);
	const known = {
		channel: opening.channel,
		customer: `customer-${opening.customer}`,
		tier,
		topic: opening.topic,
		priority: opening.reason ? 'high' : PRIORITY[tier]
	};
	let team = opening.team;
	let agent: Agent | undefined;

	return {
		story,
		subject,
		channel: opening.channel,
		get team() {
			return team;
		},
		get agent() {
			return agent;
		},
		/** From here on the case is with this team and agent. */
		handTo(nextTeam: Team, nextAgent: Agent) {
			team = nextTeam;
			agent = nextAgent;
		},
		/** No event of a case is earlier than its opening. */
		add(at: number, type: EventType, extra: Record<string, unknown> = {}) {
			const time = Math.max(Math.round(at), opening.at);
			const data = { team: team.name, agent: agent?.name, ...known, ...extra };
			story.drafts.push({ at: time, type, subject, data });
		},
		comesAgain: (next: Opening) =>
			story.openings.push({ ...next, at: Math.max(next.at, opening.at + SECOND) })
	};
}
