import { CELLS, type Cells, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import { addDays, mondayOf, startOfDate } from '../../zone.ts';
import type { Day } from './days.ts';
import { select, type Place } from './runs.ts';

/** A week that is rolled up: its Monday, its rows among the cells, and the roll-ups of its seven days that are in them, 0 where there was none. */
export type Week = { name: string; roll: number; rolls: readonly number[] };

/** Of which KPIs whole weeks are rolled up. */
export const hasWeeks = (kpi: CellsOf) => (CELLS[kpi] as Cells).weeks !== undefined;

/** The weeks of a KPI that are rolled up. */
export const readWeeks = (place: Place, kpi: CellsOf, zone: string): Promise<Week[]> =>
	select<Week>(
		place,
		`SELECT toString(week) AS name, roll, rolls FROM {settled:Identifier}.weeks FINAL
		WHERE kpi = {kpi:String} AND zone = {zone:String}`,
		{ kpi, zone }
	);

/** A week's days of which there is a roll-up: others have had nothing, or are read from facts. */
export type WeekDays = { monday: string; days: readonly Day[] };

/** The roll-ups of a week's seven days; 0 where there is none. */
export const rollsIn = ({ monday, days }: WeekDays): number[] =>
	Array.from(
		{ length: 7 },
		(_, after) => days.find(({ name }) => name === addDays(monday, after))?.roll ?? 0
	);

/** The weeks of these days of which a roll-up can be used, in order: of days as a whole, and nothing has changed in any since. */
export function wholeWeeks(days: readonly Day[]): WeekDays[] {
	const weeks = new Map<string, Day[]>();
	for (const day of days) {
		const monday = mondayOf(day.name);
		weeks.set(monday, [...(weeks.get(monday) ?? []), day]);
	}
	return [...weeks]
		.map(([monday, days]) => ({ monday, days }))
		.filter(({ days }) => days.length > 1 && days.every(({ fine, changes }) => !fine && changes.rows === 0));
}

/** Whether a week's roll-up is of these very roll-ups of its days. */
export const isOf = (week: Week | undefined, days: WeekDays): week is Week =>
	week !== undefined && rollsIn(days).every((roll, index) => roll === week.rolls[index]);

type Asked = { zone: string; from: number; to: number };

/** Whether a week lies in what is asked for as a whole. */
const isWithin = (monday: string, { zone, from, to }: Asked) =>
	startOfDate(monday, zone) >= from && startOfDate(addDays(monday, 7), zone) <= to;

/**
 * Which rows are read of each of these days: of a week that is rolled up its own, in the place of its last day's, and of its other days
 * none. `asked`: from when to before when (ms).
 */
export function rollsOf(days: readonly Day[], weeks: readonly Week[], asked: Asked): number[] {
	const known = new Map(weeks.map((week) => [week.name, week]));
	const read = new Map<string, number>();
	for (const week of wholeWeeks(days)) {
		const rolled = known.get(week.monday);
		if (!isOf(rolled, week) || !isWithin(week.monday, asked)) continue;
		for (const { name } of week.days) read.set(name, name === week.days.at(-1)?.name ? rolled.roll : 0);
	}
	return days.map(({ name, roll }) => read.get(name) ?? roll);
}
