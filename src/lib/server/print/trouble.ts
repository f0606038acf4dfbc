import type { ReviewTrouble } from '#schema/mailing.ts';

/** A review that could not be made: why, as its reader may know it. */
export class PrintTrouble extends Error {
	override name = 'PrintTrouble';
	readonly trouble: ReviewTrouble;
	constructor(reason: ReviewTrouble['reason'], detail: string, options?: ErrorOptions) {
		super(`${reason}: ${detail}`, options);
		this.trouble = { reason, detail };
	}
}

/** By its name: the built pages and the server they run in have each a class of their own. */
export const isPrintTrouble = (error: unknown): error is PrintTrouble =>
	error instanceof Error && error.name === 'PrintTrouble';
