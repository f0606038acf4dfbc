import type { Board } from '#schema/board.ts';
import type { ActionRow } from '#schema/feed.ts';
import { scopeOf } from './plan.ts';
import type { WallQuestion } from './question.ts';

const LISTING: ReadonlySet<string> = new Set(['queue', 'broken']);

const isAmong = (name: string, names: readonly string[]) => names.length === 0 || names.includes(name);

/** Whether a board has a tile that shows this broken promise. */
export const listsBreach = (
	{ tiles }: Pick<Board, 'tiles'>,
	{ team, channel }: Pick<ActionRow, 'team' | 'channel'>,
	question: WallQuestion
): boolean =>
	tiles.some((tile) => {
		const { teams, channels } = scopeOf(tile, question);
		return LISTING.has(tile.kind) && isAmong(team, teams) && isAmong(channel, channels);
	});
