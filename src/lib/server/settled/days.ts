import { randomInt } from 'node:crypto';
import { CELLS, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import { beginRun, command, endRun, lastSeen, select, type Place } from './runs.ts';

/** A day of the business zone that is rolled up, and as it stands. Times in ms. */
export type Day = {
	name: string;
	/** Its rows among the cells. */
	roll: number;
	starts: number;
	ends: number;
	/** Each window of its items passes between these; null or not there: none does. */
	passing_from: readonly (number | null)[];
	passing_until: readonly (number | null)[];
};

const ms = (time: string) => `toUnixTimestamp64Milli(toDateTime64(${time}, 3, 'UTC'))`;

/** Roll-ups of the standards in force, of days of which no fact has changed since. */
const STANDING = `
	SELECT day, roll, passing_from, passing_until
	FROM
	(
		SELECT *
		FROM {settled:Identifier}.days FINAL
		WHERE kpi = {kpi:String} AND zone = {zone:String} AND file = (SELECT max(file) FROM standards_files)
			AND run > (SELECT max(run) FROM {settled:Identifier}.built)
	) AS rolled
	LEFT JOIN
	(
		SELECT toDate(quarter, {zone:String}) AS day, max(changes.run) AS changed
		FROM {settled:Identifier}.changes
		WHERE kind IN {kinds:Array(String)}
		GROUP BY day
	) AS changes USING day
	WHERE rolled.seen >= changed`;

const paramsOf = (kpi: CellsOf, zone: string) => ({ kpi, zone, kinds: CELLS[kpi].kinds });

/** The days of a KPI whose roll-up may be read, in order. */
export const readDays = (place: Place, kpi: CellsOf, zone: string) =>
	select<Day>(
		place,
		`SELECT
			toString(standing.day) AS name,
			roll,
			${ms('toDateTime(standing.day, {zone:String})')} AS starts,
			${ms('toDateTime(standing.day + 1, {zone:String})')} AS ends,
			passing_from,
			passing_until
		FROM (${STANDING}) AS standing
		ORDER BY standing.day`,
		paramsOf(kpi, zone)
	);

type Due = { name: string; from: string; to: string; before: number };

/** At most so many days of each KPI; none that was rolled up less than `again_s` ago. */
export type Round = { zone: string; most: number; again_s: number };

/** The days of a KPI that are over and have facts, but no roll-up that stands; the latest first. */
const readDue = (place: Place, kpi: CellsOf, { zone, most, again_s }: Round) =>
	select<Due>(
		place,
		`SELECT
			toString(days.day) AS name,
			toString(toDateTime64(toDateTime(days.day, {zone:String}), 3, 'UTC')) AS from,
			toString(toDateTime64(toDateTime(days.day + 1, {zone:String}), 3, 'UTC')) AS to,
			known.run AS before
		FROM
		(
			SELECT DISTINCT toDate(quarter, {zone:String}) AS day
			FROM {settled:Identifier}.changes
			WHERE kind IN {kinds:Array(String)}
		) AS days
		LEFT JOIN (SELECT day, run, at FROM {settled:Identifier}.days FINAL WHERE kpi = {kpi:String} AND zone = {zone:String}) AS known USING day
		WHERE days.day NOT IN (SELECT day FROM (${STANDING}))
			AND toDateTime(days.day + 1, {zone:String}) <= now()
			AND known.at <= now64(3) - toIntervalSecond({again_s:UInt32})
		ORDER BY days.day DESC
		LIMIT {most:UInt32}`,
		{ ...paramsOf(kpi, zone), most, again_s }
	);

/** So many days are rolled up in one statement, and no further from each other than this. */
const AT_ONCE = 16;
const WITHIN_DAYS = 32;

const DAY_MS = 86_400_000;

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** What is due, the latest first, in pieces for one statement each. */
export function batchesOf<Of extends { name: string }>(due: readonly Of[]): Of[][] {
	const batches: Of[][] = [];
	for (const one of due) {
		const batch = batches.at(-1);
		const first = batch?.[0];
		if (
			batch &&
			first &&
			batch.length < AT_ONCE &&
			timeOf(first.name) - timeOf(one.name) < WITHIN_DAYS * DAY_MS
		)
			batch.push(one);
		else batches.push([one]);
	}
	return batches;
}

/** Rolls these days up: in order, the latest first. */
async function rollDays(place: Place, kpi: CellsOf, zone: string, due: readonly Due[]): Promise<void> {
	const { rollOf, windowsOf } = await import('#schema/clickhouse/settled/cells.ts');
	const run = await beginRun(place);
	const seen = await lastSeen(place, run);
	// Two that begin at once may have one number.
	const roll = randomInt(2 ** 48 - 1);
	const [standards] = await select<{ file: number }>(place, 'SELECT max(file) AS file FROM standards_files');
	const days = due.map(({ name }) => name);
	const [last, first] = [days[0] ?? '', days.at(-1) ?? ''];
	const params = {
		...{ days, from: due.at(-1)?.from, to: due[0]?.to, zone, run, roll },
		// The days of UTC of these local days.
		...{ first_day: dayOf(timeOf(first) - DAY_MS), last_day: dayOf(timeOf(last) + DAY_MS), covered: [] }
	};
	await command(place, rollOf(kpi), params);
	await command(
		place,
		`INSERT INTO {settled:Identifier}.days (kpi, zone, day, run, roll, seen, file, passing_from, passing_until)
		SELECT {kpi:String}, {zone:String}, days.day, {run:UInt64}, {roll:UInt64}, {seen:UInt64}, {file:UInt64}, clock.passing_from, clock.passing_until
		FROM (SELECT arrayJoin({days:Array(Date)}) AS day) AS days
		LEFT JOIN (${windowsOf(kpi)}) AS clock USING day`,
		{ ...params, kpi, seen, file: standards?.file ?? 0 }
	);
	await endRun(place, run);
	// Those before may still be read by a question that has begun; those before them are not.
	const before = due.filter(({ before }) => before > 0);
	if (before.length > 0)
		await command(
			place,
			`ALTER TABLE {settled:Identifier}.cells_${kpi} DELETE
			WHERE has({again:Array(Date)}, day) AND run < arrayElement({before:Array(UInt64)}, indexOf({again:Array(Date)}, day))`,
			{ again: before.map(({ name }) => name), before: before.map(({ before }) => before) }
		);
}

/** Rolls up days that are due. Resolves with how many it did. */
export async function roll(place: Place, round: Round, stop: () => boolean): Promise<number> {
	let done = 0;
	for (const kpi of Object.keys(CELLS) as CellsOf[]) {
		const due = await readDue(place, kpi, round);
		for (const batch of batchesOf(due)) {
			if (stop()) return done;
			await rollDays(place, kpi, round.zone, batch);
			done += batch.length;
		}
	}
	return done;
}
