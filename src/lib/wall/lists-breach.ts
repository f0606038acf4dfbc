import type { Board } from '#schema/board.ts';
import type { ActionRow } from '#schema/feed.ts';
import { isInScope } from './in-scope.ts';
import { scopeOf } from './plan.ts';
import type { WallQuestion } from './question.ts';

const LISTING: ReadonlySet<string> = new Set(['queue', 'broken']);

/** Whether a board has a tile that shows this broken promise. */
export const listsBreach = (
	{ tiles }: Pick<Board, 'tiles'>,
	breach: Pick<ActionRow, 'team' | 'channel'>,
	question: WallQuestion
): boolean => tiles.some((tile) => LISTING.has(tile.kind) && isInScope(breach, scopeOf(tile, question)));
