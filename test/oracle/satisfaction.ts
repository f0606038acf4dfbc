import { numberOf, ofType, textOf, type Happened, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, share } from './sums.ts';

type Surveyed = Item & { score: number | null; scale: number };

/** One per invitation: the latest of its events counts, in the period of that event. */
function latest(events: Happened[]) {
	const found = new Map<string, Happened>();
	for (const event of events) {
		const invitation = textOf(event, 'survey');
		const key = invitation ? [invitation] : [event.source, event.id];
		found.set(JSON.stringify([...key, textOf(event, 'instrument')]), event);
	}
	return [...found.values()];
}

/** Surveys sent count as csat unless they say that they ask for something else. */
function surveys(history: History): Surveyed[] {
	return history.cases.flatMap((events) => {
		const told = (type: string, instruments: string[]) =>
			latest(ofType(events, type).filter((event) => instruments.includes(textOf(event, 'instrument'))));
		const answered = told('survey.answered', ['csat']).map((event) => ({
			...placed(events, event),
			score: numberOf(event, 'score') ?? null,
			scale: numberOf(event, 'scale') ?? 5
		}));
		const sent = told('survey.sent', ['csat', '']).map((event) => ({
			...placed(events, event),
			score: null,
			scale: 5
		}));
		return [...answered, ...sent];
	});
}

/** Sums scores up; those on other scales are brought to 1..5. */
export function satisfaction(history: History, question: Question) {
	return rowsOf(surveys(history), question, (items) => {
		const answers = items.flatMap(({ score, scale }) => (score === null ? [] : [(score - 1) / (scale - 1)]));
		const scores = answers.map((part) => 1 + 4 * part);
		const n = scores.length;
		const sum = scores.reduce((total, score) => total + score, 0);
		const at = (level: number) => count(scores, (score) => Math.floor(score) === level);
		return {
			...share(
				count(answers, (part) => part >= 0.75),
				n,
				0
			),
			sum: n === 0 ? null : sum,
			mean: n === 0 ? null : sum / n,
			top_box: n === 0 ? null : at(5) / n,
			distribution: { '1': at(1), '2': at(2), '3': at(3), '4': at(4), '5': at(5) },
			sent: items.length - n
		};
	});
}
