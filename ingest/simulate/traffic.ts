import { SIMULATOR_SOURCE, type CloudEvent } from '#schema/event.ts';
import { tellDay } from './background.ts';
import { createCalendar, DAY, MINUTE, SECOND } from './calendar.ts';
import { REASONS, TOPICS } from './catalogue.ts';
import { tellComplaint } from './complaint.ts';
import { tellRequest } from './contact.ts';
import { anyCustomer } from './customers.ts';
import { planIncidents, strain, type Incident } from './incident.ts';
import { createQueue } from './queue.ts';
import { createRandom, type Random } from './random.ts';
import type { Draft, Opening } from './story.ts';
import { createTeams, type Team } from './teams.ts';
import { createVolume, type Volume } from './volume.ts';
import { conditionOf, type World } from './world.ts';

export type TrafficOptions = {
	seed: string;
	teams: number;
	/** Live events a second at the daily peaks. */
	rate: number;
	/** Days of history before `start`. */
	days: number;
	/** The instant (ms) at which history ends and live traffic begins. */
	start: number;
	/** Business zone (IANA). */
	zone: string;
};

export type Traffic = {
	/** Names this run: in every id and case id, so that a removed simulation can run again. */
	run: string;
	teams: Team[];
	incidents: Incident[];
	/** About how many events the history has. */
	historyEvents: number;
	/** Every event in order of time, without end: the same for the same options. */
	events(): Generator<CloudEvent, never>;
};

const MINUTE_S = MINUTE / SECOND;

/** The traffic of a service organisation. Pure: no clock, no socket; the live part simply lies in the future. */
export function createTraffic(options: TrafficOptions): Traffic {
	const { seed, days, start, zone } = options;
	const calendar = createCalendar(zone);
	const teams = createTeams(seed, options.teams);
	const from = start - days * DAY;
	const incidents = planIncidents({
		teams,
		calendar,
		from,
		start,
		random: createRandom(`${seed}/incidents`)
	});
	const volume = createVolume({ ...options, calendar });
	const world: World = { teams, calendar, incidents, from, start };
	const run = `${start.toString(36)}-${seed}`;
	return {
		run,
		teams,
		incidents,
		historyEvents: volume.historyEvents,
		events: () => tell({ run, seed, world, volume })
	};
}

/** Which team a customer turns to: the large ones more, and the overrun one is overrun because of that. */
function teamAt({ teams, incidents }: World, at: number, random: Random): Team {
	const weights = teams.map(
		({ name, size }, ix) => [`${ix}`, size * (1 + 1.5 * strain(incidents, name, at))] as const
	);
	return teams[Number(random.weighted(weights))] ?? random.pick(teams);
}

/** Two to four in a hundred complain; where things go badly, more. */
function complains(world: World, team: Team, at: number, random: Random): boolean {
	const { strain, drift } = conditionOf(world, team, at);
	return random.chance(0.027 * (1 - 0.7 * drift) * (1 + 1.5 * strain));
}

function arrival(world: World, volume: Volume, at: number, random: Random): Opening {
	const team = teamAt(world, at, random);
	return {
		at,
		team,
		channel: random.weighted(team.channels),
		customer: anyCustomer(volume.customersAt(at), random),
		topic: random.weighted(TOPICS),
		reason: complains(world, team, at, random) ? random.weighted(REASONS) : undefined
	};
}

/** The arrivals of the minute from `at` on, in order. */
function arrivals(world: World, volume: Volume, at: number, random: Random): Opening[] {
	const count = random.poisson(volume.arrivalsPerSecond(at) * MINUTE_S);
	const times = Array.from({ length: count }, () => at + Math.floor(random.next() * MINUTE));
	return times.sort((a, b) => a - b).map((time) => arrival(world, volume, time, random));
}

type Telling = { run: string; seed: string; world: World; volume: Volume };

/**
 * Goes through time minute by minute: who arrives becomes a story, whose events and further cases wait in the queue for
 * their moment. Each case draws from a sequence of its own, so that one case more changes no other.
 */
function* tell({ run, seed, world, volume }: Telling): Generator<CloudEvent, never> {
	const coming = createQueue<Opening>();
	const due = createQueue<Draft>();
	const random = createRandom(`${seed}/arrivals`);
	const background = { seed, world, customers: volume.customers, activitiesPerDay: volume.activitiesPerDay };
	let [cases, events, today] = [0, 0, NaN];

	function open(opening: Opening) {
		const tellStory = opening.reason ? tellComplaint : tellRequest;
		const subject = `SIM-${run}-${++cases}`;
		const story = tellStory(world, opening, subject, createRandom(`${seed}/case/${cases}`));
		story.drafts.forEach(due.push);
		story.openings.forEach(coming.push);
	}

	for (let minute = world.from; ; minute += MINUTE) {
		if (world.calendar.midnight(minute) !== today) {
			today = world.calendar.midnight(minute);
			for (const draft of tellDay(background, minute)) if (draft.at >= minute) due.push(draft);
		}
		arrivals(world, volume, minute, random).forEach(coming.push);
		for (let next; (next = coming.shiftBefore(minute + MINUTE));) open(next);
		for (let next; (next = due.shiftBefore(minute + MINUTE));) yield publish(next, `${run}-${++events}`);
	}
}

const publish = ({ at, type, subject, data }: Draft, id: string): CloudEvent => ({
	specversion: '1.0',
	id,
	source: SIMULATOR_SOURCE,
	type,
	time: new Date(at).toISOString(),
	subject,
	data
});
