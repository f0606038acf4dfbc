import { z } from 'zod';
import { LEDGER } from '#schema/clickhouse/settled/kinds.ts';
import { beginRun, command, endRun, select, type Place, type Run } from './runs.ts';

/** They are put together from the views' files, which stand beside the source and not in the built pages. */
export const texts = () => import('#schema/clickhouse/settled/facts.ts');

/** How many cases are settled in one statement. */
const CHUNK = 20_000;

/** How much of the list of what came in is new: after a block of it, and of what is older nothing. */
export type CameIn = { cases: number; customers: number };

/** How far what is derived has got. */
export type State = {
	/** The run by which every case there was is in it; 0: not yet. */
	built: number;
	/** The standards file by which the ledger's facts are told; -1: none. */
	ledger: number;
	/** The version of the list of clocks that were wrong by which facts are told, or their cases listed, and that in force. */
	told_clocks: number;
	clocks: number;
	/** The last run that was begun, what of roll-ups there is, and the standards file in force. */
	run: number;
	rolled: string;
	file: number;
	/** When a run was last begun or done. */
	at: string;
	/** When the latest event was received: of all that are known of, and of those in the list of what came in. ms */
	received: number;
	listed: number;
	/** Which list it is: what is made anew has another. Since when (s) its blocks are numbered: an engine that starts may begin anew. */
	list: string;
	numbered: number;
	/** The last block of the list, and how much came in since those that were named. */
	upto: number;
	came: CameIn;
	/** Minutes of the list that are over: all of what came with them is there. They are looked at once more, and let go. */
	over: string[];
};

const StateRow = z.object({
	built: z.int(),
	ledger: z.int(),
	told_clocks: z.int(),
	clocks: z.int(),
	run: z.int(),
	rolled: z.string(),
	at: z.string(),
	file: z.int(),
	received: z.int(),
	listed: z.int(),
	list: z.string(),
	numbered: z.int(),
	upto: z.int(),
	cases: z.int(),
	customers: z.int(),
	over: z.array(z.string())
});

const STATE = `
	WITH
		(SELECT (max(run), toString(max(at)), maxIf(run, work = 'build'), maxIf(run, work IN ('build', 'ledger')))
			FROM {settled:Identifier}.runs)                                      AS runs,
		(SELECT (max(run), toString(max(at))) FROM {settled:Identifier}.built)   AS stands,
		(SELECT (max(run), argMax(file, run)) FROM {settled:Identifier}.ledgers) AS told
	SELECT
		-- What somebody has begun to make anew does not stand any more.
		if(runs.3 > stands.1, 0, stands.1)                                                         AS built,
		if(built = 0 OR told.1 = 0 OR runs.4 > told.1, -1, toInt64(told.2))                        AS ledger,
		(SELECT argMax(clocks, run) FROM {settled:Identifier}.told_clocks)                         AS told_clocks,
		(SELECT max(version) FROM clock_spells)                                                    AS clocks,
		runs.1                                                                                     AS run,
		runs.2                                                                                     AS at,
		(SELECT concat(toString(max(run)), ' ', toString(count()))
			FROM (SELECT run FROM {settled:Identifier}.days UNION ALL SELECT run FROM {settled:Identifier}.weeks)) AS rolled,
		(SELECT max(file) FROM standards_files)                                                    AS file,
		(SELECT toUnixTimestamp64Milli(max(last_received)) FROM sources)                           AS received,
		toUnixTimestamp64Milli(max(received_at))                                                   AS listed,
		stands.2                                                                                   AS list,
		toUnixTimestamp(now()) - uptime()                                                          AS numbered,
		max(_block_number)                                                                         AS upto,
		countIf(what = 'case' AND case_id != '' AND _block_number > {cases_past:UInt64})           AS cases,
		countIf(what = 'customer' AND _block_number > {customers_past:UInt64})                     AS customers,
		groupUniqArrayIf(_partition_id, toStartOfMinute(touched.at) < now() - 70)                  AS over
	FROM {settled:Identifier}.touched AS touched`;

/** `past`: of the list of what came in, up to which block cases and customers have been looked at. */
export async function readState(place: Place, past: CameIn = { cases: 0, customers: 0 }): Promise<State> {
	const [row] = await select(place, STATE, { cases_past: past.cases, customers_past: past.customers });
	const { cases, customers, ...rest } = StateRow.parse(row);
	return { ...rest, came: { cases, customers } };
}

/** Whether by a standards file a promise runs by the business clock. */
export async function readBusiness(place: Place, file: number): Promise<boolean> {
	const [found] = await select<{ standards: number }>(
		place,
		"SELECT count() AS standards FROM standards FINAL WHERE file = {file:UInt64} AND clock = 'business'",
		{ file }
	);
	return (found?.standards ?? 0) > 0;
}

export type Range = { upto: string; cases: number };

/** What is looked at together: what is told of cases, a kind each, and when customers were active, which is in no case. */
export type Look = string;
export const CUSTOMERS = 'customers';

/** What may be asked for beside the ledger, which costs as much again and only its own numbers ask for. */
export const LEDGER_NAMES: ReadonlySet<Look> = new Set(LEDGER.map(({ name }) => name));

/** Everything that is told of cases. */
export const allLooks = async (): Promise<Look[]> => (await texts()).PASS.map(({ name }) => name);

/** These, and what they read. */
export async function withSources(looks: readonly Look[]): Promise<Look[]> {
	const { AFTER } = await texts();
	return [...new Set(looks.flatMap((look) => [look, AFTER.get(look) ?? look]))];
}

/** All of them, in groups that can be looked at by themselves: each with those that read what it has written. */
export async function looksApart(): Promise<Look[][]> {
	const { AFTER } = await texts();
	const all = await allLooks();
	return all
		.filter((look) => !AFTER.has(look))
		.map((look) => [look, ...all.filter((other) => AFTER.get(other) === look)]);
}

/** A part of the list of what came in: after one block and up to another, or minutes that are over. */
export type Part = { past: number; upto: number; minutes: readonly string[] };

const paramsOf = ({ past, upto, minutes }: Part) => ({ past, upto_block: upto, minutes });

/** Later than every name. */
const LAST = '\u{10ffff}';

type Batch = Range & { part: Part; after: string };

/** The next of the cases, or customers, of a part. */
async function nextOf(
	place: Place,
	what: 'case' | 'customer',
	part: Part,
	after: string
): Promise<Batch | null> {
	const { CAME_IN } = await texts();
	const [next] = await select<Range>(
		place,
		`SELECT max(case_id) AS upto, count() AS cases FROM
		(
			SELECT DISTINCT case_id FROM {settled:Identifier}.touched
			WHERE what = {what:String} AND ${CAME_IN} AND case_id > {after:String}
			ORDER BY case_id LIMIT ${CHUNK}
		)`,
		{ what, after, ...paramsOf(part) }
	);
	return next && next.cases > 0 ? { ...next, part, after } : null;
}

/** Does something with all cases, or customers, of a part; `known`: how many there are at most. */
async function inBatches(
	place: Place,
	{ what, part, known = Infinity }: { what: 'case' | 'customer'; part: Part; known?: number },
	work: (batch: Batch) => Promise<unknown>
) {
	if (known === 0) return;
	if (known < CHUNK) return void (await work({ part, after: '', upto: LAST, cases: known }));
	for (let after = ''; ;) {
		const batch = await nextOf(place, what, part, after);
		if (!batch) return;
		await work(batch);
		if (batch.cases < CHUNK) return;
		after = batch.upto;
	}
}

async function inRun<Of>(place: Place, work: (run: Run) => Promise<Of>, lastKnown?: number): Promise<Of> {
	const run = await beginRun(place, 'settle', lastKnown);
	const done = await work(run);
	await endRun(place, run);
	return done;
}

/** `known`: of how many cases it is at most. `run`: the last one that is known of. `told`: is called once all facts stand. */
type Settling = { known?: number; run?: number; told?: () => void };

/** Settles what came in with a part: what differs from what stands is written. */
export async function settle(
	place: Place,
	part: Part,
	looks: readonly Look[],
	{ known, run: last, told = () => undefined }: Settling = {}
): Promise<void> {
	const { STAGE } = await texts();
	const all = known !== undefined && known < CHUNK;
	await inBatches(place, { what: 'case', part, known }, ({ after, upto }) =>
		inRun(
			place,
			async (run) => {
				await command(place, STAGE, { after, upto, ...paramsOf(part), run: run.run });
				await settleStaged(place, run, looks, all ? told : undefined);
			},
			last
		)
	);
	if (!all || known === 0) told();
}

/** The same for customers of whom activity came in. */
export const settleCustomers = (place: Place, part: Part, known?: number): Promise<void> =>
	inBatches(place, { what: 'customer', part, known }, ({ after, upto }) =>
		inRun(place, async ({ run, alone }) => {
			const { PASS_CUSTOMERS } = await texts();
			await command(place, PASS_CUSTOMERS, {
				...{ after, upto, ...paramsOf(part) },
				...{ run, alone: Number(alone) }
			});
		})
	);

/** A case that goes on changing is not waited for. */
const MOST_TIMES = 5;

/**
 * Looks at minutes that are over once more: `events`, `cases` and the list are not written in one step. Cases that say what they said when
 * every kind was told of them have nothing new to tell.
 */
export async function settleAgain(place: Place, minutes: readonly string[]): Promise<void> {
	const { PASS, STAGE_AGAIN } = await texts();
	const all = { all: 2 ** PASS.length - 1, most: CHUNK };
	const part = { past: 0, upto: 0, minutes };
	for (let times = 0; times < MOST_TIMES; times++) {
		const any = await inRun(place, async (run) => {
			await command(place, STAGE_AGAIN, {
				...{ after: '', upto: LAST, ...paramsOf(part) },
				...{ run: run.run, ...all }
			});
			return settleStaged(place, run, await allLooks());
		});
		if (!any) return;
	}
}

/** Tells the facts of the cases that are laid out, and takes these away. Resolves with whether there were any. */
async function settleStaged(
	place: Place,
	{ run, alone }: Run,
	looks: readonly Look[],
	told: () => void = () => undefined
): Promise<boolean> {
	const { AFTER, PASS, SEEN } = await texts();
	const [of] = await select<{ bits: number; cases: number }>(
		place,
		'SELECT groupBitOr(facts) AS bits, count() AS cases FROM {settled:Identifier}.staged WHERE run = {run:UInt64}',
		{ run }
	);
	const due = PASS.filter(({ name, bits }) => bits & (of?.bits ?? 0) && looks.includes(name));
	const kinds = PASS.reduce((bits, { name }, at) => (looks.includes(name) ? bits + 2 ** at : bits), 0);
	const all = (queries: typeof due) =>
		Promise.all(queries.map(({ query }) => command(place, query, { run, alone: Number(alone) })));
	if (of?.cases) {
		await all(due.filter(({ name }) => !AFTER.has(name)));
		await all(due.filter(({ name }) => AFTER.has(name)));
	}
	told();
	if (of?.cases) await command(place, SEEN, { run, kinds });
	await command(place, `ALTER TABLE {settled:Identifier}.staged DROP PARTITION '${run}'`);
	return (of?.cases ?? 0) > 0;
}

/** What was seen this long ago is in no minute that is looked at once more. */
const SEEN_MINUTES = 10;

/** Forgets minutes of the list that have been looked at once more. */
export async function forget(place: Place, minutes: readonly string[]): Promise<void> {
	const drop = (table: string, id: string) =>
		command(place, `ALTER TABLE {settled:Identifier}.${table} DROP PARTITION ID '${id}'`).catch(
			() => undefined
		);
	for (const id of minutes) await drop('touched', id);
	const old = await select<{ id: string }>(
		place,
		`SELECT DISTINCT _partition_id AS id FROM {settled:Identifier}.seen WHERE at < now() - INTERVAL ${SEEN_MINUTES} MINUTE`
	);
	for (const { id } of old) await drop('seen', id);
}
