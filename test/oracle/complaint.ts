import { ofType, openingOf, wasUntimed, type Happened } from './history.ts';

export const isComplaint = (opening: Happened) => opening.data.kind === 'complaint';

/** How a complaint was received, if the case is one. */
export function complaintOf(events: Happened[]): Happened | undefined {
	const received = openingOf(events);
	return received && isComplaint(received) ? received : undefined;
}

/** The first event of a type at a moment or later. */
export const firstFrom = (events: Happened[], type: string, at: number) =>
	ofType(events, type).find((event) => event.at >= at);

/** The remedy of a complaint: the first since it was received. */
export const remedyOf = (events: Happened[], received: Happened) =>
	firstFrom(events, 'complaint.remedied', received.at);

/** Of what became of it, only a wrong clock says when it was. */
export const isUnclear = (events: Happened[]) =>
	wasUntimed(events, 'complaint.remedied', 'complaint.confirmed', 'complaint.followed_up');
