import { DAY, HOUR } from './calendar.ts';
import type { Random } from './random.ts';
import type { Opening, StoryWriter } from './story.ts';
import { HABITS } from './wait.ts';
import type { Condition, World } from './world.ts';

/** What the customer went through. */
type Experience = { wait: number; passed: boolean; comesBack: boolean; escalated: boolean };

/** How satisfied it left the customer: about 1 to 5, and beyond for the delighted and the furious. */
export function feelingAfter(
	{
		opening,
		writer,
		condition,
		random
	}: { opening: Opening; writer: StoryWriter; condition: Condition; random: Random },
	{ wait, passed, comesBack, escalated }: Experience
): number {
	const late = wait / HABITS[opening.channel].standard;
	return (
		4.45 +
		condition.mood +
		(writer.agent?.skill ?? 0) -
		(late > 1 ? Math.min(1.4, 0.45 + 0.3 * Math.log(late)) : 0) -
		(passed ? 0.4 : 0) -
		(comesBack ? 0.95 : 0) -
		(escalated ? 0.5 : 0) +
		0.8 * random.normal()
	);
}

const KINDS = ['Callback 回电', 'Parts delivered 备件送达', 'Visit agreed 预约上门', 'Credit note 退款处理'];

/** One department promises another something for the case; nearly nine in ten keep their word. */
export function promiseBetween(world: World, writer: StoryWriter, at: number, random: Random) {
	const due = Math.round(at + random.pick([4 * HOUR, 8 * HOUR, DAY, 2 * DAY]));
	const promise = {
		promise: `${writer.subject}/promise`,
		kind: random.pick(KINDS),
		due: new Date(due).toISOString(),
		from_team: random.pick(world.teams).name
	};
	writer.add(at, 'promise.made', promise);
	if (random.chance(0.88)) writer.add(at + random.between(0.2, 0.98) * (due - at), 'promise.kept', promise);
	else writer.add(due, 'promise.broken', promise);
}
