import { arrivalsOf, promised } from './arrivals.ts';
import { openingOf, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, durations, SECOND } from './sums.ts';

type Reply = Item & { waited: number | null };

/** Opened to the first reply that belongs to it. No reply, no item; a reply before the opening is a defect. */
function replies(history: History): Reply[] {
	return history.cases.flatMap((events) => {
		const { arrivals, early } = arrivalsOf(events);
		const items: Reply[] = [];
		for (const { event, first } of arrivals) {
			if (first) items.push({ ...placed(events, event), waited: first.at - event.at });
		}
		const start = arrivals[0];
		// Without an opening there is none to be before.
		for (const _defect of openingOf(events) ? early : []) {
			if (start) items.push({ ...placed(events, start.event), waited: null });
		}
		return items;
	});
}

export function firstResponse(history: History, question: Question) {
	return rowsOf(replies(history), question, (items) => {
		const good = items.flatMap(({ waited, channel }) =>
			waited === null ? [] : [{ waited, limit: promised(channel, question.threshold_s) }]
		);
		return {
			...durations(
				good.map(({ waited }) => waited),
				count(good, ({ waited, limit }) => limit !== undefined && waited <= limit * SECOND),
				count(good, ({ limit }) => limit !== undefined)
			),
			defects: count(items, ({ waited }) => waited === null)
		};
	});
}
