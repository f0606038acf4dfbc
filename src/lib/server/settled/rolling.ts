import { randomInt } from 'node:crypto';
import { CELLS, isOfLedger, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import { addDays, startOfDate } from '../../zone.ts';
import { moment } from '../kpi/moment.ts';
import type { InTurn } from './build.ts';
import { cellsOf, readRolled, withChanges } from './days.ts';
import { readState } from './facts.ts';
import { batchesOf, readDue, type Due, type Round } from './due.ts';
import { readLog } from './log.ts';
import {
	beginRun,
	command,
	endRun,
	fileInForce,
	lastBegun,
	lastSeen,
	select,
	waitForAll,
	type Place
} from './runs.ts';
import { hasWeeks, isOf, readWeeks, rollsIn, wholeWeeks, type WeekDays } from './weeks.ts';

const PATIENCE_MS = 5_000;

/** Waits for what others were settling while something was read. Resolves with the last run if all up to it is there, else with null. */
async function settledSince(place: Place): Promise<number | null> {
	const last = await lastBegun(place);
	return (await waitForAll(place, last, PATIENCE_MS)) ? last : null;
}

/** Whether any fact of these days was changed by a run after `seen` and up to `until`. */
async function hasChanged(
	place: Place,
	kpi: CellsOf,
	of: { days: string[]; zone: string; seen: number; until: number }
) {
	const [found] = await select<{ rows: number }>(
		place,
		`SELECT sum(rows) AS rows FROM (${CELLS[kpi].kinds
			.map(
				(kind) =>
					`SELECT count() AS rows FROM {settled:Identifier}.${kind}_log
					WHERE run > {seen:UInt64} AND run <= {until:UInt64} AND has({days:Array(Date)}, toDate(basis_at, {zone:String}))`
			)
			.join(' UNION ALL ')})`,
		of
	);
	return (found?.rows ?? 0) > 0;
}

/** Rolls these days up: in order, the latest first. Resolves with false when what they were rolled up from changed meanwhile. */
async function rollDays(
	place: Place,
	kpi: CellsOf,
	{ zone, now }: Pick<Round, 'zone' | 'now'>,
	due: readonly Due[]
): Promise<boolean> {
	const { rollOf, windowsOf } = await import('#schema/clickhouse/settled/cells.ts');
	const again = due.filter(({ again }) => again).map(({ name }) => name);
	if (again.length > 0) await dropReplaced(place, kpi, again);
	const begun = await beginRun(place, 'roll');
	const { run } = begun;
	const seen = await lastSeen(place, run);
	// Two that begin at once must not take each other's rows for theirs.
	const roll = randomInt(2 ** 48 - 1);
	const file = await fileInForce(place);
	const days = due.map(({ name }) => name);
	const [last, first] = [days[0] ?? '', days.at(-1) ?? ''];
	const [from, to] = [moment(due.at(-1)?.starts ?? 0), moment(due[0]?.ends ?? 0)];
	const params = {
		...{ days, fine: due.filter(({ fine }) => fine).map(({ name }) => name) },
		...{ from, to, facts_from: from, facts_to: to, zone, run, roll, clock: moment(now) },
		// The days of UTC of these local days.
		...{
			first_day: addDays(first, -1),
			last_day: addDays(last, 1),
			covered: [],
			rolled: [],
			open: []
		}
	};
	await command(place, rollOf(kpi), params);
	const { windows } = cellsOf(kpi);
	const pieces = windows ? await select<{ day: string; pieces: unknown }>(place, windowsOf(kpi), params) : [];
	const until = await settledSince(place);
	const stands = until !== null && !(await hasChanged(place, kpi, { days, zone, seen, until }));
	if (stands) {
		const known = new Map(pieces.map(({ day, pieces }) => [day, pieces]));
		await place.clickhouse.insert({
			table: `${place.settled}.days`,
			columns: ['kpi', 'zone', 'day', 'run', 'roll', 'seen', 'file', 'fine', 'pieces'],
			values: due.map(({ name, fine }) => ({
				...{ kpi, zone, day: name, run, roll, seen: until },
				...{ file, fine: Number(fine), pieces: known.get(name) ?? [] }
			})),
			format: 'JSONEachRow'
		});
	}
	await endRun(place, begun);
	return stands;
}

/** A question that has begun reads the rows it has been told of: they go only when they have been replaced for longer than any takes. */
const REPLACED_S = 60;

/** Drops the rows of roll-ups of these days, or of all, that have been replaced. */
export async function dropReplaced(place: Place, kpi: CellsOf, days?: readonly string[]): Promise<void> {
	const since = `run < (SELECT max(run) FROM {settled:Identifier}.runs WHERE at < now() - ${REPLACED_S})`;
	const replaced = `${since}
		AND (day, roll) NOT IN (SELECT day, roll FROM {settled:Identifier}.days FINAL WHERE kpi = {kpi:String}
			UNION ALL SELECT day, roll FROM {settled:Identifier}.weeks FINAL WHERE kpi = {kpi:String})
		AND day NOT IN (SELECT day FROM {settled:Identifier}.days FINAL WHERE kpi = {kpi:String} AND at >= now() - ${REPLACED_S}
			UNION ALL SELECT day FROM {settled:Identifier}.weeks FINAL WHERE kpi = {kpi:String} AND at >= now() - ${REPLACED_S})
		${days ? 'AND day IN {days:Array(Date)}' : ''}`;
	const params = { kpi, ...(days ? { days } : {}) };
	const [found] = await select<{ rows: number }>(
		place,
		`SELECT count() AS rows FROM {settled:Identifier}.cells_${kpi} WHERE ${replaced}`,
		params
	);
	if ((found?.rows ?? 0) === 0) return;
	await command(place, `ALTER TABLE {settled:Identifier}.cells_${kpi} DELETE WHERE ${replaced}`, params);
}

/** Rolls up a week of the roll-ups of its days. It is of use for as long as those are its days'. */
async function rollWeek(place: Place, kpi: CellsOf, zone: string, week: WeekDays): Promise<void> {
	const { rollWeekOf } = await import('#schema/clickhouse/settled/cells.ts');
	const { monday, days } = week;
	const begun = await beginRun(place, 'roll');
	const { run } = begun;
	const roll = randomInt(2 ** 48 - 1);
	await command(place, rollWeekOf(kpi), {
		...{ day: days.at(-1)?.name, at: startOfDate(monday, zone) / 1_000, run, roll },
		...{ days: days.map(({ name }) => name), day_rolls: days.map(({ roll }) => roll) }
	});
	// Rows of a day that was rolled up again meanwhile may have gone before they were read.
	const known = new Map((await readRolled(place, kpi, zone)).map((day) => [day.name, day.roll]));
	if (days.every(({ name, roll }) => known.get(name) === roll))
		await place.clickhouse.insert({
			table: `${place.settled}.weeks`,
			columns: ['kpi', 'zone', 'week', 'day', 'run', 'roll', 'rolls'],
			values: [{ kpi, zone, week: monday, day: days.at(-1)?.name, run, roll, rolls: rollsIn(week) }],
			format: 'JSONEachRow'
		});
	await endRun(place, begun);
}

/** Rolls up the weeks of a KPI that stand still. */
async function rollWeeks(place: Place, kpi: CellsOf, zone: string, stop: () => boolean): Promise<void> {
	const log = await readLog(place, zone, CELLS[kpi].kinds);
	const days = withChanges(kpi, await readRolled(place, kpi, zone), log);
	const known = new Map((await readWeeks(place, kpi, zone)).map((week) => [week.name, week]));
	for (const week of wholeWeeks(days)) {
		if (stop()) return;
		if (!isOf(known.get(week.monday), week)) await rollWeek(place, kpi, zone, week);
	}
}

/** Rolls up days that are due. Resolves with how many it did. `inTurn`: while nothing is settled here. */
export async function roll(
	place: Place,
	round: Round,
	{ stop, inTurn }: { stop: () => boolean; inTurn: InTurn }
): Promise<number> {
	let done = 0;
	const log = await readLog(place, round.zone);
	const { ledger, file } = await readState(place);
	const kpis = (Object.keys(CELLS) as CellsOf[]).filter((kpi) => !isOfLedger(kpi) || ledger === file);
	for (const kpi of kpis) {
		const due = await readDue(place, kpi, round, log);
		let ofKpi = 0;
		for (const batch of batchesOf(due)) {
			if (stop()) return done + ofKpi;
			const rolled = () => rollDays(place, kpi, round, batch);
			if ((await rolled()) || (await inTurn(rolled))) ofKpi += batch.length;
		}
		if (ofKpi > 0 && hasWeeks(kpi)) await rollWeeks(place, kpi, round.zone, stop);
		done += ofKpi;
	}
	return done;
}
