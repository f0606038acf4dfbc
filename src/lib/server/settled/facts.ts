import { z } from 'zod';
import { LEDGER } from '#schema/clickhouse/settled/kinds.ts';
import { beginRun, command, endRun, select, type Place, type Run } from './runs.ts';

/** They are put together from the views' files, which stand beside the source and not in the built pages. */
export const texts = () => import('#schema/clickhouse/settled/facts.ts');

/** How many cases are settled in one statement. */
const CHUNK = 20_000;

/** A part of the list of what came in. It is looked at once more when it is `old`: then all of what came with it is there. */
export type Part = { name: string; cases: number; customers: number; old: boolean };

/** How far what is derived has got. */
export type State = {
	/** The run by which every case there was is in it; 0: not yet. */
	built: number;
	/** The standards file by which the ledger's facts are told; -1: none. */
	ledger: number;
	/** The last run that was begun, what of roll-ups there is, and the standards file in force. */
	run: number;
	rolled: string;
	file: number;
	/** When a run was last begun or done. */
	at: string;
	/** When the latest event was received: of all that are known of, and of those in the list of what came in. ms */
	received: number;
	listed: number;
	parts: Part[];
};

const StateRow = z.object({
	built: z.int(),
	ledger: z.int(),
	run: z.int(),
	rolled: z.string(),
	at: z.string(),
	file: z.int(),
	received: z.int(),
	listed: z.int(),
	parts: z.array(z.tuple([z.string(), z.int(), z.int(), z.int()]))
});

const STATE = `
	WITH
		(SELECT (max(run), toString(max(at)), maxIf(run, work = 'build'), maxIf(run, work IN ('build', 'ledger')))
			FROM {settled:Identifier}.runs)                                      AS runs,
		(SELECT max(run) FROM {settled:Identifier}.built)                        AS stands,
		(SELECT (max(run), argMax(file, run)) FROM {settled:Identifier}.ledgers) AS told
	SELECT
		-- What somebody has begun to make anew does not stand any more.
		if(runs.3 > stands, 0, stands)                                                             AS built,
		if(built = 0 OR told.1 = 0 OR runs.4 > told.1, -1, toInt64(told.2))                        AS ledger,
		runs.1                                                                                     AS run,
		runs.2                                                                                     AS at,
		(SELECT concat(toString(max(run)), ' ', toString(count())) FROM {settled:Identifier}.days) AS rolled,
		(SELECT max(file) FROM standards_files)                                                    AS file,
		(SELECT toUnixTimestamp64Milli(max(last_received)) FROM sources)                           AS received,
		toUnixTimestamp64Milli(max(latest))                                                        AS listed,
		groupArray((name, cases, customers, old))                                                             AS parts
	FROM
	(
		SELECT _part AS name, countIf(what = 'case' AND case_id != '') AS cases, countIf(what = 'customer') AS customers, max(at) < now() - 10 AS old, max(received_at) AS latest
		FROM {settled:Identifier}.touched
		GROUP BY name
	)`;

export async function readState(place: Place): Promise<State> {
	const [row] = await select(place, STATE, {}, { output_format_json_named_tuples_as_objects: 0 });
	const { parts, ...rest } = StateRow.parse(row);
	return {
		...rest,
		parts: parts.map(([name, cases, customers, old]) => ({ name, cases, customers, old: old === 1 }))
	};
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

/**
 * What is settled: what any number may ask for; the ledger, which costs as much again and only its own numbers ask for; and when
 * customers were active, which is in no case.
 */
export type Share = 'facts' | 'ledger' | 'customers';

const LEDGER_NAMES: ReadonlySet<string> = new Set(LEDGER.map(({ name }) => name));

type Batch = Range & { parts: string[]; after: string };

/** The next of the cases, or customers, of these parts. */
async function nextOf(
	place: Place,
	what: 'case' | 'customer',
	{ parts, after }: Pick<Batch, 'parts' | 'after'>
): Promise<Batch | null> {
	const [next] = await select<Range>(
		place,
		`SELECT max(case_id) AS upto, count() AS cases FROM
		(
			SELECT DISTINCT case_id FROM {settled:Identifier}.touched
			WHERE what = {what:String} AND _part IN {parts:Array(String)} AND case_id > {after:String}
			ORDER BY case_id LIMIT ${CHUNK}
		)`,
		{ what, parts, after }
	);
	return next && next.cases > 0 ? { ...next, parts, after } : null;
}

/** Settles what came in with these parts: what differs from what stands is written. */
export async function settle(place: Place, parts: string[], share: Share): Promise<void> {
	const what = share === 'customers' ? 'customer' : 'case';
	for (let after = ''; ;) {
		const batch = await nextOf(place, what, { parts, after });
		if (!batch) return;
		const run = await beginRun(place, 'settle');
		await (share === 'customers'
			? settleCustomers(place, batch, run)
			: settleCases(place, batch, run, share));
		await endRun(place, run);
		after = batch.upto;
	}
}

async function settleCustomers(place: Place, batch: Batch, { run, alone }: Run) {
	const { PASS_CUSTOMERS } = await texts();
	await command(place, PASS_CUSTOMERS, { ...batch, run, alone: Number(alone) });
}

async function settleCases(place: Place, batch: Batch, { run, alone }: Run, share: Share) {
	const { LAST, PASS, STAGE } = await texts();
	await command(place, STAGE, { ...batch, run });
	const [of] = await select<{ bits: number }>(
		place,
		'SELECT groupBitOr(facts) AS bits FROM {settled:Identifier}.staged WHERE run = {run:UInt64}',
		{ run }
	);
	const due = PASS.filter(
		({ name, bits }) => bits & (of?.bits ?? 0) && LEDGER_NAMES.has(name) === (share === 'ledger')
	);
	const all = (queries: typeof due) =>
		Promise.all(queries.map(({ query }) => command(place, query, { run, alone: Number(alone) })));
	await all(due.filter(({ name }) => !LAST.has(name)));
	await all(due.filter(({ name }) => LAST.has(name)));
	await command(place, `ALTER TABLE {settled:Identifier}.staged DROP PARTITION '${run}'`);
}

/** Forgets parts that have been settled. One that was merged with others meanwhile stays in them, and is settled once more. */
export async function forget(place: Place, parts: string[]): Promise<void> {
	for (const part of parts)
		await command(place, `ALTER TABLE {settled:Identifier}.touched DROP PART '${part}'`).catch(
			() => undefined
		);
}
