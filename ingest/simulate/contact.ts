import { DAY, HOUR, MINUTE, SECOND } from './calendar.ts';
import { feelingAfter, promiseBetween } from './handling.ts';
import type { Random } from './random.ts';
import { createStory, type Opening, type Story, type StoryWriter } from './story.ts';
import { survey } from './survey.ts';
import { HABITS, isImmediate, patienceOf, waitFor } from './wait.ts';
import { conditionOf, type Condition, type World } from './world.ts';

/** How customers come back who were not helped. */
const RETURNS = [['contacted', 35], ['reopened', 22], ['repeat', 43]] as const; // prettier-ignore

type Telling = { world: World; opening: Opening; writer: StoryWriter; condition: Condition; random: Random };

/** A request from beginning to end: waiting, answer or hang-up, solution, coming back, survey. */
export function tellRequest(world: World, opening: Opening, subject: string, random: Random): Story {
	const writer = createStory(opening, subject);
	const condition = conditionOf(world, opening.team, opening.at);
	const telling = { world, opening, writer, condition, random };
	writer.add(opening.at, 'case.opened', { kind: 'request' });

	const wait = waitFor(opening.channel, condition, random);
	const patience = patienceOf(opening.channel, random);
	if (patience < wait) giveUp(telling, opening.at + patience);
	else attend(telling, wait);
	return writer.story;
}

/** Four in ten who hung up try again, most within the hour. */
function giveUp({ opening, writer, random }: Telling, at: number) {
	writer.add(at, 'case.abandoned');
	if (random.chance(0.4)) writer.comesAgain({ ...opening, at: at + random.lognormal(25 * MINUTE, 1) });
}

function attend(telling: Telling, wait: number) {
	const { opening, writer, condition, random, world } = telling;
	const answered = opening.at + wait;
	writer.handTo(writer.team, random.pick(writer.team.agents));
	if (!isImmediate(opening.channel))
		writer.add(opening.at + wait * random.between(0.2, 0.8), 'case.assigned');
	writer.add(answered, 'case.responded');

	const comesBack = !random.chance(condition.solves);
	const way = comesBack ? random.weighted(RETURNS) : undefined;
	const passed = random.chance(writer.team.passes + 0.08 * condition.strain);
	const escalated = random.chance(comesBack ? 0.1 : 0.03);
	const backOffice = way === 'contacted' || (isImmediate(opening.channel) && random.chance(0.1));
	const handling =
		random.lognormal(HABITS[opening.channel].handling, 0.55) +
		(backOffice ? random.lognormal(9 * HOUR, 0.8) : 0);

	if (passed) pass(telling, answered + 0.25 * handling);
	if (escalated) writer.add(answered + 0.4 * handling, 'case.escalated', { level: '2' });
	if (way === 'contacted') askAgain(telling, answered + random.between(0.45, 0.75) * handling);
	if (random.chance(0.05)) promiseBetween(world, writer, answered + 0.3 * handling, random);

	const feeling = feelingAfter(telling, { wait, passed, comesBack, escalated });
	if (random.chance(0.025)) return leaveOpen(telling, answered + handling, feeling);
	const resolved = answered + handling;
	writer.add(resolved, 'case.resolved', { resolution: comesBack ? 'workaround' : 'solved' });
	const over = way === 'reopened' ? reopen(telling, resolved) : resolved;
	const outcome = escalated ? 'escalated' : 'resolved';
	survey(writer, { at: over, feeling, outcome, settled: !comesBack }, random);
	if (way === 'repeat') repeat(telling, resolved);
	if (random.chance(0.85)) writer.add(over + random.between(2, 9) * MINUTE, 'case.closed');
}

/** To another team, where somebody has to read it all again. */
function pass({ world, writer, random }: Telling, at: number) {
	const others = world.teams.filter((team) => team !== writer.team);
	const team = others.length > 0 ? random.pick(others) : writer.team;
	writer.handTo(team, random.pick(team.agents));
	writer.add(at, 'case.transferred');
	writer.add(at + random.between(5, 90) * SECOND, 'case.responded');
}

function askAgain({ opening, writer, random, condition }: Telling, at: number) {
	writer.add(at, 'case.contacted');
	writer.add(at + Math.min(waitFor(opening.channel, condition, random), HOUR), 'case.responded');
}

/** It was not solved after all. Answers when it was, at last. */
function reopen({ opening, writer, random, condition }: Telling, resolved: number): number {
	const again = resolved + Math.min(random.lognormal(DAY, 0.9), 6.5 * DAY);
	const answered = again + waitFor(opening.channel, condition, random);
	const over = answered + random.lognormal(HABITS[opening.channel].handling, 0.6);
	writer.add(again, 'case.reopened');
	writer.add(answered, 'case.responded');
	writer.add(over, 'case.resolved', { resolution: 'solved' });
	return over;
}

/** The same customer with the same trouble in a new case, mostly with the same team. */
function repeat({ world, opening, writer, random }: Telling, resolved: number) {
	const team = random.chance(0.8) ? opening.team : random.pick(world.teams);
	const channel = team === opening.team ? opening.channel : random.weighted(team.channels);
	const at = resolved + Math.min(random.lognormal(1.3 * DAY, 0.9), 6.8 * DAY);
	writer.comesAgain({ ...opening, at, team, channel });
}

/** Some are never solved: the customer cannot be reached, or gives it up. */
function leaveOpen({ writer, random }: Telling, at: number, feeling: number) {
	const closed = at + random.between(2, 6) * DAY;
	writer.add(closed, 'case.closed', { resolution: 'not solved' });
	survey(writer, { at: closed, feeling: feeling - 1.2, outcome: 'unresolved', settled: false }, random);
}
