import type { Reviews } from '../reviews.ts';
import { PrintTrouble } from '../print/trouble.ts';
import type { ToKeep } from './making.ts';

/** By whom a review is published that goes out by mail. */
const BY = 'Touchstone (mail)';

/** Publishes the reviews that go out by mail, so that their readers can open next year what they got. */
export function createPublishForMail(reviews: Pick<Reviews, 'publish'>) {
	/** Resolves with its page; throws a PrintTrouble when it is not whole, or cannot be asked. */
	return async ({ week, teams }: ToKeep): Promise<string> => {
		const done = await reviews.publish({ week, team: teams, channel: [], by: BY }).catch((error: unknown) => {
			throw new PrintTrouble('part_missing', 'numbers', { cause: error });
		});
		if (done.ok) return done.review.href;
		const { reason, detail, missing } = done.refused;
		if (reason === 'not_reported') throw new PrintTrouble('not_reported', done.late?.until ?? '');
		if (reason === 'empty') throw new PrintTrouble('no_data', '');
		if (missing.length > 0) throw new PrintTrouble('part_missing', missing.join(','));
		throw new PrintTrouble('not_drawn', detail);
	};
}
