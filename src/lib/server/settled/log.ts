import type { KindName } from '#schema/clickhouse/settled/kinds.ts';
import { CELLS, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import { command, select, type Place } from './runs.ts';

/** What has changed in a day since it was rolled up. `blocks`: see `change` of the facts. */
export type Changes = { rows: number; blocks: number };

/** What has changed in a day of a kind, and by which run; of every day that has ever had facts there is an entry. */
export type Log = Map<string, { run: number; rows: number; blocks: number }[]>;

const KINDS = [...new Set(Object.values(CELLS).flatMap(({ kinds }): readonly KindName[] => kinds))];

const keyOf = (kind: string, day: string) => `${kind} ${day}`;

/** What the logs of these kinds hold, of all unless said. */
export async function readLog(place: Place, zone: string, kinds: readonly KindName[] = KINDS): Promise<Log> {
	const rows = await select<{ kind: string; day: string; run: number; rows: number; blocks: number }>(
		place,
		[
			`SELECT DISTINCT toString(kind) AS kind, toString(toDate(quarter, {zone:String})) AS day, toUInt64(0) AS run, toUInt64(0) AS rows, toUInt8(0) AS blocks
			FROM {settled:Identifier}.places WHERE kind IN {kinds:Array(String)}`,
			...kinds.map(
				(kind) =>
					`SELECT '${kind}' AS kind, toString(toDate(basis_at, {zone:String})) AS day, run, count() AS rows, max(blocks) AS blocks
				FROM {settled:Identifier}.${kind}_log GROUP BY day, run`
			)
		].join('\nUNION ALL\n'),
		{ zone, kinds }
	);
	const log: Log = new Map();
	for (const { kind, day, ...change } of rows) {
		const key = keyOf(kind, day);
		const known = log.get(key);
		if (known) known.push(change);
		else log.set(key, [change]);
	}
	return log;
}

/** The days that have ever had facts of these kinds, in order. */
export const daysIn = (kinds: readonly KindName[], log: Log): string[] => {
	const days = [...log.keys()].flatMap((key) => {
		const [kind = '', day = ''] = key.split(' ');
		return kinds.some((one) => one === kind) ? [day] : [];
	});
	return [...new Set(days)].sort();
};

/** Of a day that is rolled up, what has changed since. */
export function changesIn(
	kinds: readonly KindName[],
	{ name, seen }: { name: string; seen: number },
	log: Log
): Changes {
	const since = kinds.flatMap((kind) => log.get(keyOf(kind, name)) ?? []).filter(({ run }) => run > seen);
	return {
		rows: since.reduce((sum, { rows }) => sum + rows, 0),
		blocks: Math.max(0, ...since.map(({ blocks }) => blocks))
	};
}

/** A roll-up that nobody keeps up to date any more, in another business zone say, is let go after this long. */
const LEFT_HOURS = 24;

/** A pass takes away what it has laid out; one that died this long ago does not. No statement takes so long. */
const STAGED_HOURS = 48;

async function cleanStaged(place: Place): Promise<void> {
	const left = await select<{ run: number }>(
		place,
		`SELECT DISTINCT run FROM {settled:Identifier}.staged WHERE at < now() - INTERVAL ${STAGED_HOURS} HOUR`
	);
	for (const { run } of left)
		await command(place, `ALTER TABLE {settled:Identifier}.staged DROP PARTITION '${run}'`);
}

/** Empties the logs of what every roll-up has in it, and of the last minutes nothing: a question may have begun. */
export async function cleanLogs(place: Place): Promise<void> {
	await cleanStaged(place);
	const kinds = KINDS.map((kind) => {
		const kpis = (Object.keys(CELLS) as CellsOf[]).filter((kpi) =>
			CELLS[kpi].kinds.some((of) => of === kind)
		);
		// A day of a zone is within these three of UTC.
		const behind = `SELECT kpi, zone, day, seen, at FROM {settled:Identifier}.days FINAL
			WHERE kpi IN (${kpis.map((kpi) => `'${kpi}'`).join(', ')}) AND (day, seen) IN (
				SELECT days.day, days.seen FROM {settled:Identifier}.days AS days
				INNER JOIN (SELECT arrayJoin([day - 1, day, day + 1]) AS day, max(run) AS run FROM {settled:Identifier}.${kind}_log GROUP BY day) AS log USING day
				WHERE log.run > days.seen)`;
		return { kind, behind };
	});
	for (const { kind, behind } of kinds) {
		const [known] = await select<{ rows: number }>(
			place,
			`SELECT count() AS rows FROM {settled:Identifier}.${kind}_log`
		);
		if ((known?.rows ?? 0) === 0) continue;
		await command(
			place,
			`ALTER TABLE {settled:Identifier}.days DELETE WHERE (kpi, zone, day, seen) IN
				(SELECT kpi, zone, day, seen FROM (${behind}) WHERE at < now() - INTERVAL ${LEFT_HOURS} HOUR) SETTINGS mutations_sync = 1`
		);
		const [least] = await select<{ seen: number }>(
			place,
			`SELECT if(count() = 0, (SELECT max(run) FROM {settled:Identifier}.${kind}_log), min(seen)) AS seen FROM (${behind})`
		);
		await command(
			place,
			`ALTER TABLE {settled:Identifier}.${kind}_log DELETE WHERE run <= {seen:UInt64} AND at < now() - INTERVAL 10 MINUTE`,
			{ seen: least?.seen ?? 0 }
		);
	}
}
