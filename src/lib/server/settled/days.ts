import { CELLS, isOfLedger, type Cells, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import { changesIn, type Changes, type Log } from './log.ts';
import { select, type Place } from './runs.ts';

/**
 * A part of a day that has items, where these ripen: an hour, or the whole. When it begins (s), and from when until when (ms) each
 * window passes; null: never.
 */
export type Piece = {
	at: number;
	passing_from: readonly (number | null)[];
	passing_until: readonly (number | null)[];
};

/** A day of the business zone that is rolled up. Times in ms. */
export type Day = {
	name: string;
	/** Its rows among the cells. */
	roll: number;
	/** Everything up to this run is in them. */
	seen: number;
	/** By hours. */
	fine: boolean;
	starts: number;
	ends: number;
	pieces: readonly Piece[];
	changes: Changes;
	/** When it was rolled up. */
	at: number;
};

/** A time in ms. */
export const ms = (time: string) => `toUnixTimestamp64Milli(toDateTime64(${time}, 3, 'UTC'))`;

export type Rolled = Omit<Day, 'changes'>;

/** A KPI's days that are rolled up by the standards in force, in order. */
export async function readRolled(place: Place, kpi: CellsOf, zone: string): Promise<Rolled[]> {
	const days = await select<Omit<Rolled, 'fine'> & { fine: number }>(
		place,
		`SELECT
			toString(day) AS name, roll, seen, fine, pieces,
			${ms('toDateTime(day, {zone:String})')} AS starts,
			${ms('toDateTime(day + 1, {zone:String})')} AS ends,
			toUnixTimestamp64Milli(at) AS at
		FROM {settled:Identifier}.days FINAL
		WHERE kpi = {kpi:String} AND zone = {zone:String} AND file = (SELECT max(file) FROM standards_files)
			AND run > (SELECT max(run) FROM {settled:Identifier}.${isOfLedger(kpi) ? 'ledgers' : 'built'})
		ORDER BY day`,
		{ kpi, zone }
	);
	return days.map((day) => ({ ...day, fine: day.fine === 1 }));
}

/** Days that are rolled up, and what has changed in them since. */
export const withChanges = (kpi: CellsOf, days: readonly Rolled[], log: Log): Day[] =>
	days.map((day) => ({ ...day, changes: changesIn(CELLS[kpi].kinds, day, log) }));

export const cellsOf = (kpi: CellsOf): Cells => CELLS[kpi];

/** What changed in a day cannot be told beside its roll-up: it changes what a roll-up does not say, or it may not be all. */
export const isBlocked = (kpi: CellsOf, { changes }: Pick<Day, 'changes'>) =>
	changes.blocks > (cellsOf(kpi).durations ? 0 : 1);
