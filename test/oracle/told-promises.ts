import { ofType, textOf, type Happened } from './history.ts';
import { placed } from './question.ts';
import { promiseOf, type Rules } from './standards.ts';

/** A promise to a customer: what came of it follows from these alone and a clock. */
export type Pledge = {
	metric: string;
	/** The event as of which it was made. */
	basis: Happened;
	made_at: number;
	due_at: number;
	done_at: number | null;
	said_broken_at: number | null;
	threshold_s: number | null;
	clock: string;
	calendar: string;
};

const MADE = ['promise.made'];
const VERDICTS = ['promise.kept', 'promise.broken'];

/** What was said about each promise: the same source and name is the same promise. */
function wordsOf(events: Happened[]): Happened[][] {
	const promises = new Map<string, Happened[]>();
	for (const word of ofType(events, ...MADE, ...VERDICTS)) {
		const key = JSON.stringify([word.source, textOf(word, 'promise')]);
		promises.set(key, [...(promises.get(key) ?? []), word]);
	}
	return [...promises.values()].filter((words) => !isImpossibleAsAWhole(events, words));
}

/** Made, but never as it can have been; or judged, but never so: whether it was kept, nobody knows. */
function isImpossibleAsAWhole(events: Happened[], words: Happened[]) {
	const isOfThis = ({ source, data }: Happened) =>
		words.some((word) => word.source === source && word.data.promise === data.promise);
	return [MADE, VERDICTS].some(
		(types) =>
			ofType(words, ...types).length === 0 &&
			events.some(
				(event) =>
					isOfThis(event) &&
					(types.includes(event.untimed) || (event.impossible && types.includes(event.type)))
			)
	);
}

/** The last that was said under a name, '' if nothing was. */
const lastSaid = (words: Happened[], name: string) =>
	words.map((word) => textOf(word, name)).findLast((said) => said !== '') ?? '';

const spoken = { threshold_s: null, clock: 'calendar', calendar: '' };

/** When it is due: as last said; else as the kind's standard has it; else when it was last judged. */
function dueOf(events: Happened[], words: Happened[], basis: Happened, metric: string, rules: Rules) {
	const said = lastSaid(words, 'due');
	if (said) return { due: Date.parse(said), ...spoken };
	const standard = promiseOf(rules, metric, placed(events, basis));
	if (standard) return standard;
	const verdict = ofType(words, ...VERDICTS).at(-1);
	return verdict && { due: verdict.at, ...spoken };
}

/** Promises made in so many words. One without a due time and without a verdict cannot be judged and is none. */
export function toldPromises(events: Happened[], rules: Rules): Pledge[] {
	return wordsOf(events).flatMap((words) => {
		const basis = ofType(words, ...MADE)[0] ?? words[0];
		if (!basis) return [];
		const metric = `promise:${lastSaid(words, 'kind')}`;
		const dated = dueOf(events, words, basis, metric, rules);
		if (!dated) return [];
		const { due, ...how } = dated;
		const verdict = ofType(words, ...VERDICTS).at(-1);
		const isKept = verdict?.type === 'promise.kept';
		return [
			{
				metric,
				basis,
				made_at: basis.at,
				due_at: due,
				done_at: verdict && isKept ? verdict.at : null,
				said_broken_at: verdict && !isKept ? verdict.at : null,
				...how
			}
		];
	});
}
