import type { Instrument } from '#schema/event.ts';
import { COMMENTS } from './catalogue.ts';
import { HOUR, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';
import type { StoryWriter } from './story.ts';
import { isImmediate } from './wait.ts';

const INSTRUMENTS = [['csat', 70], ['nps', 9], ['ces', 8], ['fcr', 8], ['servqual', 3], ['voice', 2]] as const satisfies readonly (readonly [Instrument, number])[]; // prettier-ignore

/** Chance that somebody at a level of satisfaction answers: the very unhappy and the very happy do, the middle does not. */
const ANSWERS: Record<number, number> = { 1: 0.34, 2: 0.22, 3: 0.13, 4: 0.18, 5: 0.33 };

const DIMENSIONS = ['reliability', 'responsiveness', 'assurance', 'empathy', 'tangibles'] as const;

const within = (low: number, high: number, value: number) => Math.min(high, Math.max(low, Math.round(value)));

/** The words of one answer in five. */
const comment = (level: number, random: Random) => {
	const words = COMMENTS[level];
	return words && random.chance(0.2) ? random.pick(words) : undefined;
};

const servqual = (feeling: number, random: Random) =>
	DIMENSIONS.map((dimension) => ({
		dimension,
		expectation: within(1, 7, 6.1 + 0.6 * random.normal()),
		perception: within(1, 7, 1.5 * feeling - 0.8 + 0.9 * random.normal())
	}));

/** What a customer with this `feeling` (about 1 to 5) says. */
function answer(
	instrument: Instrument,
	feeling: number,
	settled: boolean,
	random: Random
): Record<string, unknown> {
	const level = within(1, 5, feeling);
	switch (instrument) {
		case 'csat':
			return { score: level, scale: 5, comment: comment(level, random) };
		case 'nps':
			return { score: within(0, 10, 2.3 * feeling - 1.5 + random.normal()), comment: comment(level, random) };
		case 'ces':
			return { score: within(1, 7, 1.4 * feeling + 0.2 + 0.8 * random.normal()) };
		case 'fcr':
			return { score: random.chance(settled ? 0.92 : 0.2) ? 1 : 0 };
		case 'servqual':
			return { items: servqual(feeling, random) };
		case 'voice': {
			const had_problem = random.chance(feeling < 3 ? 0.8 : 0.15);
			return { had_problem, spoke_up: had_problem && random.chance(0.25) };
		}
	}
}

type Asked = {
	/** When the case was over. */
	at: number;
	feeling: number;
	outcome: 'resolved' | 'escalated' | 'unresolved';
	/** It stayed solved. */
	settled: boolean;
};

/** Who is asked: by outcome, and by whoever hands the survey out. */
function isAsked(writer: StoryWriter, outcome: Asked['outcome'], random: Random): boolean {
	if (writer.agent?.evades) return random.chance(outcome === 'resolved' ? 0.95 : 0.18);
	return random.chance({ resolved: 0.6, escalated: 0.52, unresolved: 0.12 }[outcome]);
}

/** Asks the customer, perhaps; the invitation arrives, nearly always; he answers, sometimes. */
export function survey(writer: StoryWriter, { at, feeling, outcome, settled }: Asked, random: Random) {
	if (!isAsked(writer, outcome, random)) return;
	const invitation = { survey: `${writer.subject}/survey`, instrument: random.weighted(INSTRUMENTS) };
	const sent = at + random.between(0.5, 3) * MINUTE;
	writer.add(sent, 'survey.sent', invitation);
	if (random.chance(0.035)) return;
	const delivered = sent + random.between(1, 40) * 1000;
	writer.add(delivered, 'survey.delivered', invitation);
	const chance = ANSWERS[within(1, 5, feeling)] ?? 0;
	const now = isImmediate(writer.channel);
	if (!random.chance(now ? chance : 0.85 * chance)) return;
	const answered = delivered + Math.min(random.lognormal(now ? 12 * MINUTE : 3 * HOUR, 1.2), 96 * HOUR);
	writer.add(answered, 'survey.answered', {
		...invitation,
		...answer(invitation.instrument, feeling, settled, random)
	});
}
