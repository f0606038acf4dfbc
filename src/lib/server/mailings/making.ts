import { isoWeekOf } from '../../iso-week.ts';
import type { Printed, PrintOrder } from '../print/draw.ts';
import type { Printer } from '../print/printer.ts';
import type { ListedMailing } from './list.ts';
import type { ClaimedReview } from './outgoing.ts';

/** Which review: an ISO week, and of which teams (none: all). */
export type ToKeep = { week: string; teams: string[] };

export type Making = {
	/** Publishes a review; resolves with its page. Throws a PrintTrouble for one that is not whole. */
	publish: (review: ToKeep) => Promise<string>;
	printer: Pick<Printer, 'print'>;
};

/** What is asked for twice is asked once. */
function once<Asked, Made>(make: (asked: Asked) => Promise<Made>) {
	const made = new Map<string, Promise<Made>>();
	return (asked: Asked): Promise<Made> => {
		const key = JSON.stringify(asked);
		const known = made.get(key) ?? make(asked);
		made.set(key, known);
		return known;
	};
}

/** Makes reviews for one round of mails: those who get the same see the same numbers, published once and printed once a language. */
export function createMaking({ publish, printer }: Making) {
	const publishOnce = once(publish);
	const printOnce = once((order: PrintOrder): Promise<Printed> => printer.print(order));
	return {
		/** The page of what was published for somebody. */
		keep: (claimed: ClaimedReview, { mailing: { teams } }: ListedMailing): Promise<string> =>
			publishOnce({ week: isoWeekOf(claimed.week), teams }),
		print: (path: string, { mailing: { language } }: ListedMailing): Promise<Printed> =>
			printOnce({ path, language })
	};
}
