import { CATALOGUE } from '#schema/catalogue.ts';
import type { Tile } from '#schema/board.ts';
import { m } from '../paraglide/messages.js';
import { metricName } from '../standards/words.ts';
import type { Screen } from '../screen.ts';
import { channelName, nameOf } from '../words.ts';
import type { Standing } from './standing.ts';

const LISTS = {
	waiting: m.boards_kind_waiting,
	broken: m.tile_broken,
	recovery: m.tile_recovery,
	queue: m.tile_queue,
	satisfaction: m.tile_satisfaction,
	staff: m.tile_staff
} as const;

/** What stands above a tile: its number, or what is listed. */
export const tileTitle = (tile: Tile, { locale }: Pick<Screen, 'locale'>) =>
	'kpi' in tile ? CATALOGUE[tile.kpi].name[locale] : LISTS[tile.kind]();

/** Of whom a tile is, where that is not everybody. */
export const scopeText = ({ teams, channels }: { teams: readonly string[]; channels: readonly string[] }) =>
	[...teams.map(nameOf), ...channels.map(channelName)].join(' · ');

export { metricName };

const HOUR_MS = 3_600_000;

/** An age people read at a glance: seconds, minutes, then the time of day, then the date. */
export function ageText(last: number, now: number, screen: Screen): string {
	const age = Math.max(0, now - last);
	if (age < HOUR_MS) return m.wall_ago({ age: screen.plain(screen.duration(Math.round(age / 1000))) });
	return screen.moment(last, age < 12 * HOUR_MS ? 'time' : 'minute');
}

/** Why what a tile shows may be old, and since when. */
export function staleText({ why, since, source }: Standing, now: number, screen: Screen): string {
	const time = since === null ? '' : screen.moment(since, 'clock');
	if (why === 'connection') return m.wall_connection_lost({ time });
	if (why === 'clickhouse') return m.wall_clickhouse_away({ time });
	if (why === 'ingest') return m.wall_ingest_away({ time });
	if (why === 'behind' && since !== null)
		return m.wall_behind({ age: screen.plain(screen.duration(Math.round((now - since) / 1000))) });
	if (why === 'catching_up') return time ? m.wall_catching_up_from({ time }) : m.wall_catching_up();
	if (why === 'unanswered') return m.wall_unanswered({ time });
	return m.wall_source_silent({ source, time });
}
