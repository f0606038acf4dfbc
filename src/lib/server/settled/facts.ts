import { z } from 'zod';
import { beginRun, command, endRun, select, type Place } from './runs.ts';

/** They are put together from the views' files, which stand beside the source and not in the built pages. */
const texts = () => import('#schema/clickhouse/settled/facts.ts');

/** How many cases are settled in one statement. */
const CHUNK = 20_000;
const BUILD_CHUNK = 50_000;

/** A part of the list of what came in. It is looked at once more when it is `old`: then all of what came with it is there. */
export type Part = { name: string; cases: number; old: boolean };

/** How far what is derived has got. */
export type State = {
	/** Every case there was is in it. */
	built: boolean;
	/** The last run that was begun, and the standards file in force. */
	run: number;
	file: number;
	/** When a run was last begun or done. */
	at: string;
	/** A promise runs by the business clock. */
	business: boolean;
	/** When the latest event was received: of all that are known of, and of those in the list of what came in. ms */
	received: number;
	listed: number;
	parts: Part[];
};

const StateRow = z.object({
	built: z.int(),
	run: z.int(),
	at: z.string(),
	file: z.int(),
	business: z.int(),
	received: z.int(),
	listed: z.int(),
	parts: z.array(z.tuple([z.string(), z.int(), z.int()]))
});

const STATE = `
	WITH (SELECT max(file) FROM standards_files) AS newest
	SELECT
		(SELECT count() FROM {settled:Identifier}.built)                                          AS built,
		(SELECT max(run) FROM {settled:Identifier}.runs)                                          AS run,
		(SELECT toString(max(at)) FROM {settled:Identifier}.runs)                                  AS at,
		newest                                                                                    AS file,
		(SELECT count() FROM standards FINAL WHERE file = newest AND clock = 'business')          AS business,
		(SELECT toUnixTimestamp64Milli(max(last_received)) FROM sources)                           AS received,
		toUnixTimestamp64Milli(max(latest))                                                       AS listed,
		groupArray((name, cases, old))                                                            AS parts
	FROM
	(
		SELECT _part AS name, countIf(case_id != '') AS cases, max(at) < now() - 10 AS old, max(received_at) AS latest
		FROM {settled:Identifier}.touched
		GROUP BY name
	)`;

export async function readState(place: Place): Promise<State> {
	const [row] = await select(place, STATE, {}, { output_format_json_named_tuples_as_objects: 0 });
	const { built, business, parts, ...rest } = StateRow.parse(row);
	return {
		...rest,
		built: built > 0,
		business: business > 0,
		parts: parts.map(([name, cases, old]) => ({ name, cases, old: old === 1 }))
	};
}

type Range = { upto: string; cases: number };

/** Settles the cases of these parts: what differs from what stands is written. */
export async function settle(place: Place, parts: string[]): Promise<void> {
	const { LAST, PASS } = await texts();
	for (let after = ''; ;) {
		const [next] = await select<Range>(
			place,
			`SELECT max(case_id) AS upto, count() AS cases FROM
			(
				SELECT DISTINCT case_id FROM {settled:Identifier}.touched
				WHERE _part IN {parts:Array(String)} AND case_id > {after:String}
				ORDER BY case_id LIMIT ${CHUNK}
			)`,
			{ parts, after }
		);
		if (!next || next.cases === 0) return;
		const batch = { parts, after, upto: next.upto };
		const run = await beginRun(place);
		const [of] = await select<{ bits: number }>(
			place,
			`SELECT groupBitOr(facts) AS bits FROM cases WHERE case_id IN
				(SELECT case_id FROM {settled:Identifier}.touched WHERE _part IN {parts:Array(String)} AND case_id > {after:String} AND case_id <= {upto:String})`,
			batch
		);
		const due = PASS.filter(({ bits }) => bits & (of?.bits ?? 0));
		const all = (queries: typeof due) =>
			Promise.all(queries.map(({ query }) => command(place, query, { ...batch, run })));
		await all(due.filter(({ name }) => !LAST.has(name)));
		await all(due.filter(({ name }) => LAST.has(name)));
		await endRun(place, run);
		after = next.upto;
	}
}

/** Forgets parts that have been settled. One that was merged with others meanwhile stays in them, and is settled once more. */
export async function forget(place: Place, parts: string[]): Promise<void> {
	for (const part of parts)
		await command(place, `ALTER TABLE {settled:Identifier}.touched DROP PART '${part}'`).catch(
			() => undefined
		);
}

const TABLES = [
	'openings',
	'responses',
	'resolutions',
	'survey_answers',
	'complaints',
	'visits',
	'repeats',
	'recoveries',
	'days',
	'changes',
	'built'
];

/** Builds all facts anew. What comes in meanwhile is in the list of what came in. `told`: how many cases are done. */
export async function build(place: Place, told: (cases: number) => void): Promise<void> {
	const { BUILD_CASES, BUILD_CUSTOMERS } = await texts();
	for (const table of TABLES) await command(place, `TRUNCATE TABLE {settled:Identifier}.${table}`);
	const run = await beginRun(place);
	let done = 0;
	for (let after = ''; ;) {
		const [next] = await select<Range>(
			place,
			`SELECT max(case_id) AS upto, count() AS cases FROM
				(SELECT case_id FROM cases WHERE case_id > {after:String} ORDER BY case_id LIMIT ${BUILD_CHUNK})`,
			{ after }
		);
		if (!next || next.cases === 0) break;
		const range = { after, upto: next.upto, run };
		await Promise.all(BUILD_CASES.map(({ query }) => command(place, query, range)));
		after = next.upto;
		done += next.cases;
		told(done);
	}
	for (let after = ''; ;) {
		const [next] = await select<{ upto: string; customers: number }>(
			place,
			`SELECT max(customer) AS upto, count() AS customers FROM
				(SELECT DISTINCT customer FROM
					(SELECT customer FROM {settled:Identifier}.visits UNION ALL SELECT customer FROM {settled:Identifier}.complaints)
				WHERE customer >= {after:String} ORDER BY customer LIMIT ${BUILD_CHUNK})`,
			{ after }
		);
		if (!next || next.customers === 0) break;
		const last = next.customers < BUILD_CHUNK;
		const range = { after, upto: last ? '\u{10ffff}' : next.upto, run };
		for (const query of BUILD_CUSTOMERS) await command(place, query, range);
		if (last) break;
		after = next.upto;
	}
	await endRun(place, run);
	await command(place, 'INSERT INTO {settled:Identifier}.built (run) SELECT {run:UInt64}', { run });
}
