import { numberOf, ofType, textOf, type Happened, type History } from './history.ts';
import { placed, type Item } from './question.ts';
import { count } from './sums.ts';

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

export type Told = Item & { event: Happened; events: Happened[] };

/** What was told of surveys with one of these instruments: the latest of each invitation. */
export const surveysOf = (history: History, type: string, instruments: string[]): Told[] =>
	history.cases.flatMap((events) =>
		latest(ofType(events, type).filter((event) => instruments.includes(textOf(event, 'instrument')))).map(
			(event) => ({ ...placed(events, event), event, events })
		)
	);

export const scoreOf = (event: Happened) => numberOf(event, 'score') ?? NaN;

/** A score's place between the lowest and the highest of its scale. */
export const placeOnScale = (event: Happened) => (scoreOf(event) - 1) / ((numberOf(event, 'scale') ?? 5) - 1);

/** How many scores there are at each level, from the lowest to the highest. */
export function distributionOf(scores: number[], lowest: number, highest: number) {
	const counts: Record<string, number> = {};
	for (let level = lowest; level <= highest; level++)
		counts[level] = count(scores, (score) => Math.floor(score) === level);
	return counts;
}
