import { AHEAD_DAYS, FORGOTTEN_DAYS } from '#schema/feed.ts';
import { behindHref } from '../behind/target.ts';

const DAY_MS = 86_400_000;

/** The page of the promises that left the queue undone, as a wall counted them. */
export function forgottenHref(
	as_of: string,
	{ teams, channels }: { teams: readonly string[]; channels: readonly string[] }
): string {
	const days = (count: number) => new Date(Date.parse(as_of) + count * DAY_MS).toISOString();
	return behindHref(
		{ list: 'time_to_act', figure: 'forgotten' },
		{ from: days(-FORGOTTEN_DAYS), to: days(AHEAD_DAYS), teams: [...teams], channels: [...channels], as_of }
	);
}
