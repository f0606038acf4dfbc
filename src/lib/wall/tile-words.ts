import { CATALOGUE } from '#schema/catalogue.ts';
import type { Board, Tile, TileKind } from '#schema/board.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { channelName } from '../words.ts';
import type { Place } from './compose.ts';

const KINDS: Record<TileKind, { name: () => string; about: () => string }> = {
	number: { name: m.boards_kind_number, about: m.boards_kind_number_about },
	trend: { name: m.boards_kind_trend, about: m.boards_kind_trend_about },
	teams: { name: m.boards_kind_teams, about: m.boards_kind_teams_about },
	waiting: { name: m.boards_kind_waiting, about: m.boards_kind_waiting_about },
	broken: { name: m.boards_kind_broken, about: m.boards_kind_broken_about },
	recovery: { name: m.boards_kind_recovery, about: m.boards_kind_recovery_about },
	queue: { name: m.boards_kind_queue, about: m.boards_kind_queue_about },
	satisfaction: { name: m.boards_kind_satisfaction, about: m.boards_kind_satisfaction_about },
	staff: { name: m.boards_kind_staff, about: m.boards_kind_staff_about }
};

export const kindName = (kind: TileKind) => KINDS[kind].name();
export const kindAbout = (kind: TileKind) => KINDS[kind].about();

/** What a tile is called: its number, else its kind. */
export const tileTitle = (tile: Tile, { locale }: Pick<Screen, 'locale'>) =>
	'kpi' in tile ? CATALOGUE[tile.kpi].name[locale] : kindName(tile.kind);

/** Of whom a tile tells, where that is not all. */
export function tileScope({ teams, channels }: Tile, screen: Pick<Screen, 'count'>): string {
	const named = teams.length > 2 ? [m.compose_teams_some({ count: screen.count(teams.length) })] : teams;
	return [...named, ...channels.map(channelName)].join(' · ');
}

/** Where a tile lies, counted from one as people count. */
export const placeText = ({ x, y, w, h }: Place) => m.compose_place({ x: x + 1, y: y + 1, w, h });

const SHIPPED: Record<string, { name: () => string; about: () => string }> = {
	'contact-centre': { name: m.boards_contact_centre, about: m.boards_contact_centre_about },
	complaints: { name: m.boards_complaints, about: m.boards_complaints_about },
	organisation: { name: m.boards_organisation, about: m.boards_organisation_about }
};

/** What a board is called: as people named it, else what it is in the reader's language. */
export const boardName = ({ id, name }: Pick<Board, 'id' | 'name'>) => name || SHIPPED[id]?.name() || id;

/** What a board that comes with the product is for; '' for others. */
export const boardAbout = ({ id }: Pick<Board, 'id'>) => SHIPPED[id]?.about() ?? '';
