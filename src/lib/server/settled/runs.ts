import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** Where what is derived stands, and who speaks to it. */
export type Place = { clickhouse: ClickHouseClient; settled: string };

/** Who began this long ago and has not said that it is done has died. */
const LOST_MS = 10 * 60_000;

/** Who builds says more often that it is still going. */
const BUILDER_LOST_MS = 60_000;

/** So many runs are remembered, at least. */
const KEPT = 10_000;

export async function select<Row>(
	{ clickhouse, settled }: Place,
	query: string,
	params: Record<string, unknown> = {},
	settings: Record<string, number> = {}
): Promise<Row[]> {
	const found = await clickhouse.query({
		query,
		query_params: { settled, ...params },
		clickhouse_settings: settings,
		format: 'JSONEachRow'
	});
	return found.json<Row>();
}

export const command = (
	{ clickhouse, settled }: Place,
	query: string,
	params: Record<string, unknown> = {}
) => clickhouse.command({ query, query_params: { settled, ...params } });

/** What a run does: it settles, rolls up, or tells all facts anew, or all of the ledger. All but a roll-up change facts. */
export type Work = 'settle' | 'roll' | 'build' | 'ledger';

export type Run = {
	run: number;
	who: number;
	work: Work;
	/** Nobody else was settling when it began: what it then says has changed is what has changed. */
	alone: boolean;
};

type Others = { ahead: number; open: number };

/**
 * Begins a run: a number higher than that of every run before. What is read after it is at least as new as what those read, so of
 * two rows the one with the higher number is right, whoever wrote it: several dashboards may settle side by side. `lastKnown`: the
 * last run somebody has just read of.
 */
export async function beginRun(place: Place, work: Work, lastKnown?: number): Promise<Run> {
	const who = randomInt(2 ** 48 - 1);
	let last = lastKnown ?? (await lastBegun(place));
	for (let ahead = 1; ; ahead = randomInt(1, 8), last = await lastBegun(place)) {
		const run = last + ahead;
		await note(place, { run, who, work }, 'begun');
		const [others] = await select<Others>(
			place,
			`SELECT
				(SELECT count() FROM {settled:Identifier}.runs WHERE run >= {run:UInt64} AND who != {who:UInt64}) AS ahead,
				countIf(does != 'roll' AND NOT done) AS open
			FROM (${RUNS} AND who != {who:UInt64} GROUP BY run, who)`,
			{ run, who, lost: LOST_MS }
		);
		if (others?.ahead === 0) return { run, who, work, alone: others.open === 0 };
		// Two have begun at once: who is not the last begins again.
		await note(place, { run, who, work }, 'done');
	}
}

/** Runs and whether they are done; those of which nothing was heard for {lost} ms are. */
const RUNS = `SELECT run, who, any(work) AS does, max(state = 'done') OR max(at) < now64(3) - toIntervalMillisecond({lost:UInt32}) AS done
	FROM {settled:Identifier}.runs WHERE run <= {run:UInt64}`;

export async function endRun(place: Place, run: Run): Promise<void> {
	await note(place, run, 'done');
	// The latest must stay: numbers go on from it.
	if (run.run % KEPT === 0)
		await command(place, 'ALTER TABLE {settled:Identifier}.runs DELETE WHERE run < {before:UInt64}', {
			before: run.run - KEPT
		});
}

const note = (
	{ clickhouse, settled }: Place,
	{ run, who, work }: Omit<Run, 'alone'>,
	state: 'begun' | 'done'
) =>
	clickhouse.insert({
		table: `${settled}.runs`,
		values: [{ run, who, work, state }],
		format: 'JSONEachRow'
	});

/** The last run up to `run` of which all is there: others may still be settling. */
export async function lastSeen(place: Place, run: number): Promise<number> {
	const [open] = await select<{ run: number | null }>(
		place,
		`SELECT minOrNull(run) AS run FROM (${RUNS} GROUP BY run, who) WHERE does != 'roll' AND NOT done`,
		{ run, lost: LOST_MS }
	);
	return open?.run === null || open === undefined ? run : open.run - 1;
}

/** Says that a run that takes long is still going. */
export const stillGoing = (place: Place, run: Run): Promise<unknown> => note(place, run, 'begun');

/** Whether somebody else tells all facts anew just now. */
export async function isBeingBuilt(place: Place): Promise<boolean> {
	const [open] = await select<{ runs: number }>(
		place,
		`SELECT count() AS runs FROM (${RUNS} GROUP BY run, who) WHERE does IN ('build', 'ledger') AND NOT done`,
		{ run: Number.MAX_SAFE_INTEGER, lost: BUILDER_LOST_MS }
	);
	return (open?.runs ?? 0) > 0;
}

const LOOK_MS = 50;

/** Waits, so long at most, until nobody settles any more who began by `run`. Resolves with whether that is so. */
export async function waitForAll(place: Place, run: number, patienceMs: number): Promise<boolean> {
	for (let waited = 0; waited < patienceMs; waited += LOOK_MS) {
		if ((await lastSeen(place, run)) >= run) return true;
		await sleep(LOOK_MS);
	}
	return false;
}

/** The standards file in force. */
export async function fileInForce(place: Place): Promise<number> {
	const [newest] = await select<{ file: number }>(place, 'SELECT max(file) AS file FROM standards_files');
	return newest?.file ?? 0;
}

/** The version of the list of clocks that were wrong. */
export async function clocksInForce(place: Place): Promise<number> {
	const [newest] = await select<{ version: number }>(
		place,
		'SELECT max(version) AS version FROM clock_spells'
	);
	return newest?.version ?? 0;
}

/** The last run that was begun, by anybody. */
export async function lastBegun(place: Place): Promise<number> {
	const [last] = await select<{ run: number }>(
		place,
		'SELECT max(run) AS run FROM {settled:Identifier}.runs'
	);
	return last?.run ?? 0;
}
