import { FIRST_CREDIT, LEAST_CREDIT } from '#schema/frame.ts';

/** Events a connection may have unacknowledged while the spool has room. */
export const CREDIT = 40_000;

/** Above this share of the spool's limit producers get less credit, and at the second the least. */
const SLOWER = { from: 0.5, least: 0.9 };

/** The credit that a spool so full affords each connection: it falls in a straight line while ClickHouse does not keep up. */
export function affordable({ bytes, limit_bytes }: { bytes: number; limit_bytes: number }): number {
	const over = (bytes / limit_bytes - SLOWER.from) / (SLOWER.least - SLOWER.from);
	return Math.round(CREDIT - (CREDIT - LEAST_CREDIT) * Math.min(1, Math.max(0, over)));
}

/**
 * The credit of one connection. It falls with an answer by no more than what that answer acknowledges, as the right edge of
 * TCP's window never moves left: a frame that was sent before the answer was read is therefore never over it.
 */
export function createCredit(afford: () => number) {
	let granted = FIRST_CREDIT;
	let unanswered = 0;
	return {
		/** Whether so many more events are within the credit; if so they count until they are answered. */
		take(events: number): boolean {
			if (unanswered + events > granted) return false;
			unanswered += events;
			return true;
		},
		/** So many events are answered: the credit to be said with the answer. */
		answer(events: number): number {
			unanswered -= events;
			granted = Math.max(afford(), granted - events, LEAST_CREDIT);
			return granted;
		},
		get granted() {
			return granted;
		},
		get unanswered() {
			return unanswered;
		}
	};
}
