import { byTime, ofType, openingOf, type Happened } from './history.ts';

/** The opening or a reopening of a case, with the first of the replies that belong to it. */
export type Arrival = { event: Happened; first: Happened | undefined };

export type Arrivals = {
	arrivals: Arrival[];
	/** Replies told as before any opening: defects of the data. */
	early: Happened[];
};

/** A reply belongs to the latest opening or reopening at or before it. */
export function arrivalsOf(events: Happened[]): Arrivals {
	const opening = openingOf(events);
	const starts = [...(opening ? [opening] : []), ...ofType(events, 'case.reopened')].sort(byTime);
	const arrivals = starts.map((event): Arrival => ({ event, first: undefined }));
	const early: Happened[] = [];
	for (const reply of ofType(events, 'case.responded')) {
		const arrival = arrivals.filter(({ event }) => event.at <= reply.at).at(-1);
		if (arrival) arrival.first ??= reply;
		else early.push(reply);
	}
	return { arrivals, early };
}
