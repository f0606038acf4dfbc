import { REMEDIES } from './catalogue.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import { worthOf } from './customers.ts';
import type { Random } from './random.ts';
import { createStory, type Opening, type Story, type StoryWriter } from './story.ts';
import { survey } from './survey.ts';
import { conditionOf, type Condition, type World } from './world.ts';

const SEVERITIES = [['low', 30], ['medium', 45], ['high', 20], ['critical', 5]] as const; // prettier-ignore

/**
 * How a complaint goes on. `good`: put right within a day and followed up; `half`: something is done, but steps are left
 * out and nobody asks; `late`: put right after the day; `never`.
 */
type Course = 'good' | 'half' | 'late' | 'never';

/** What each course leads to: chances, and the usual satisfaction. */
const COURSES = {
	good: { followUp: 0.88, relapse: 0.03, stays: 0.92, satisfied: 4.5 },
	half: { followUp: 0.35, relapse: 0.2, stays: 0.6, satisfied: 3 },
	late: { followUp: 0.6, relapse: 0.09, stays: 0.66, satisfied: 3.1 },
	never: { followUp: 0, relapse: 0.06, stays: 0.32, satisfied: 1.6 }
} as const;

type Telling = { opening: Opening; writer: StoryWriter; random: Random; course: Course };

/** The course of a complaint: overrun and worsening teams recover fewer. */
function courseOf({ strain, drift }: Condition, recovers: number, random: Random): Course {
	const remedied = recovers + 0.22 * drift - 0.15 * strain;
	if (random.chance(remedied)) return random.chance(0.78) ? 'good' : 'half';
	return random.chance(0.8) ? 'late' : 'never';
}

/** A complaint from receipt to the customer's verdict, and whether he stays. */
export function tellComplaint(world: World, opening: Opening, subject: string, random: Random): Story {
	const writer = createStory(opening, subject);
	const course = courseOf(conditionOf(world, opening.team, opening.at), opening.team.recovers, random);
	const telling = { opening, writer, random, course };

	writer.add(opening.at, 'case.opened', {
		kind: 'complaint',
		reason: opening.reason,
		severity: random.weighted(SEVERITIES)
	});
	const acknowledged = acknowledge(telling);
	const remedied = course === 'never' ? giveUp(telling, acknowledged) : remedy(telling, acknowledged);
	stayOrLeave(telling, remedied);
	return writer.story;
}

/** By a human, within a day in about 95 of 100. */
function acknowledge({ opening, writer, random, course }: Telling): number {
	const slow = course === 'never' || course === 'late';
	const at = opening.at + random.lognormal(slow ? 3 * HOUR : 50 * MINUTE, 1.1);
	writer.handTo(writer.team, random.pick(writer.team.agents));
	writer.add(at, 'case.responded');
	writer.add(at, 'complaint.acknowledged');
	writer.add(at + random.between(1, 6) * MINUTE, 'complaint.step', { step: 'listen' });
	return at;
}

/** Escalated, and closed without a remedy. */
function giveUp({ writer, random }: Telling, acknowledged: number): number {
	if (random.chance(0.6))
		writer.add(acknowledged + random.between(1, 3) * DAY, 'complaint.escalated', { level: '2' });
	const at = acknowledged + random.between(5, 9) * DAY;
	writer.add(at, 'case.closed', { resolution: 'no remedy' });
	return at;
}

/** When the remedy is there: in time within 24 hours of receipt, else days later. */
function remedyTime({ opening, random, course }: Telling, acknowledged: number): number {
	const earliest = acknowledged + 10 * MINUTE;
	const wanted =
		course === 'late'
			? opening.at + DAY + random.lognormal(20 * HOUR, 0.8)
			: Math.min(opening.at + random.lognormal(7 * HOUR, 0.7), opening.at + 23.5 * HOUR);
	return Math.max(earliest, wanted);
}

function remedy(telling: Telling, acknowledged: number): number {
	const { opening, writer, random, course } = telling;
	const at = remedyTime(telling, acknowledged);
	const steps =
		course === 'half' ? (['clarify', 'act'] as const) : (['share', 'clarify', 'present', 'act'] as const);
	steps.forEach((step, ix) =>
		writer.add(acknowledged + ((ix + 1) / (steps.length + 1)) * (at - acknowledged), 'complaint.step', {
			step
		})
	);
	if (course === 'late' && random.chance(0.4))
		writer.add(opening.at + DAY, 'complaint.escalated', { level: '2' });
	writer.add(at, 'complaint.remedied', { remedy: random.pick(REMEDIES) });
	writer.add(at + MINUTE, 'case.resolved', { resolution: 'remedied' });
	const verdict = confirm(telling, at);
	if (random.chance(0.8)) writer.add(at + random.between(1, 2) * DAY, 'case.closed');
	relapse(telling, at);
	survey(
		writer,
		{ at: at + MINUTE, feeling: verdict, outcome: 'escalated', settled: course === 'good' },
		random
	);
	return at;
}

/** Follow-up, and the customer's word on it; many stay silent. Answers how he feels, said or not. */
function confirm({ writer, random, course }: Telling, remedied: number): number {
	const { followUp, satisfied } = COURSES[course];
	const feeling = satisfied + 0.8 * random.normal();
	const verdict = { satisfied: Math.min(5, Math.max(1, Math.round(feeling))) };
	const called = remedied + random.lognormal(1.6 * DAY, 0.7);
	const followedUp = random.chance(followUp);
	if (followedUp) writer.add(called, 'complaint.followed_up', verdict);
	if (course === 'good') writer.add(called + 10 * MINUTE, 'complaint.step', { step: 'satisfy' });
	if (random.chance(followedUp ? 0.86 : 0.35))
		writer.add(called + 20 * MINUTE, 'complaint.confirmed', verdict);
	if (random.chance(0.3))
		writer.add(called + random.between(1, 4) * DAY, 'complaint.step', { step: 'reviewed' });
	return feeling;
}

/** The same trouble for the same customer within a month: mostly where it was put right by half. */
function relapse({ opening, writer, random, course }: Telling, remedied: number) {
	if (!random.chance(COURSES[course].relapse)) return;
	writer.comesAgain({ ...opening, at: remedied + random.between(2, 27) * DAY });
}

/** Active in the months to come, or gone. */
function stayOrLeave({ opening, writer, random, course }: Telling, after: number) {
	const stays = random.chance(COURSES[course].stays);
	const activity = (at: number) => {
		const customer = { customer: `customer-${opening.customer}`, value: worthOf(opening.customer, random) };
		writer.story.drafts.push({ at: Math.round(at), type: 'customer.active', data: customer });
	};
	if (stays) {
		if (random.chance(0.5)) activity(after + random.between(3, 30) * DAY);
		if (random.chance(0.96)) activity(opening.at + random.between(61, 89) * DAY);
	} else if (random.chance(0.5)) {
		const data = { customer: `customer-${opening.customer}` };
		writer.story.drafts.push({
			at: Math.round(after + random.between(1, 35) * DAY),
			type: 'customer.left',
			data
		});
	}
}
