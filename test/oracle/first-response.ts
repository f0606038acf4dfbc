import { arrivalsOf } from './arrivals.ts';
import { openingOf, type History } from './history.ts';
import { placed, rowsOf, rulesOf, type Item, type Question } from './question.ts';
import { promiseOf } from './standards.ts';
import { count, durations } from './sums.ts';

type Reply = Item & { waited: number | null; within: boolean | null };

/** Opened to the first reply that belongs to it. No reply, no item; a reply before the opening is a defect. */
function replies(history: History, question: Question): Reply[] {
	return history.cases.flatMap((events) => {
		const { arrivals, early } = arrivalsOf(events);
		const items: Reply[] = [];
		for (const { event, first } of arrivals) {
			if (!first) continue;
			const item = placed(events, event);
			const promise = promiseOf(rulesOf(question), 'first_response', item, question.threshold_s);
			items.push({ ...item, waited: first.at - event.at, within: promise ? first.at <= promise.due : null });
		}
		const start = arrivals[0];
		// Without an opening there is none to be before.
		for (const _defect of openingOf(events) ? early : []) {
			if (start) items.push({ ...placed(events, start.event), waited: null, within: null });
		}
		return items;
	});
}

export function firstResponse(history: History, question: Question) {
	return rowsOf(replies(history, question), question, (items) => ({
		...durations(
			items.flatMap(({ waited }) => (waited === null ? [] : [waited])),
			count(items, ({ within }) => within === true),
			count(items, ({ within }) => within !== null)
		),
		defects: count(items, ({ waited }) => waited === null)
	}));
}
