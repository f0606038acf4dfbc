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

/** Answered, but every reply is told as before the opening: nobody waits, and when it was cannot be known. */
export function answeredAtALostTime(events: Happened[]): boolean {
	const opening = openingOf(events);
	const replies = ofType(events, 'case.responded');
	return opening !== undefined && replies.length > 0 && replies.every(({ at }) => at < opening.at);
}
