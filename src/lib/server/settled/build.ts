import { ALL_KINDS, LEDGER } from '#schema/clickhouse/settled/kinds.ts';
import { texts, type Range } from './facts.ts';
import {
	beginRun,
	command,
	clocksInForce,
	endRun,
	fileInForce,
	select,
	stillGoing,
	waitForAll,
	type Place,
	type Run
} from './runs.ts';

/** How many cases, or customers, are told in one statement. */
const CHUNK = 50_000;
/** Fewer where questions wait for it. */
const SHORT_CHUNK = 10_000;

/** Does something while nothing is settled here. */
export type InTurn = <Of>(work: () => Promise<Of>) => Promise<Of>;

const tablesOf = (kinds: readonly { name: string }[]) => kinds.flatMap(({ name }) => [name, `${name}_log`]);

async function truncate(place: Place, tables: readonly string[]) {
	for (const table of tables) await command(place, `TRUNCATE TABLE {settled:Identifier}.${table}`);
}

type Query = { name: string; query: string };

type Telling = { queries: readonly Query[]; chunk: number; inTurn?: InTurn; told?: (cases: number) => void };

/** Tells these facts of all cases, in the order of their names. `told`: how many cases are done. */
async function tellCases(
	place: Place,
	run: Run,
	{ queries, chunk, inTurn = (work) => work(), told = () => undefined }: Telling
) {
	let done = 0;
	for (let after = ''; ;) {
		const [next] = await select<Range>(
			place,
			`SELECT max(case_id) AS upto, count() AS cases FROM
				(SELECT case_id FROM cases WHERE case_id > {after:String} ORDER BY case_id LIMIT ${chunk})`,
			{ after }
		);
		if (!next || next.cases === 0) return;
		const range = { after, upto: next.upto, run: run.run };
		await inTurn(() => Promise.all(queries.map(({ query }) => command(place, query, range))));
		await stillGoing(place, run);
		after = next.upto;
		done += next.cases;
		told(done);
	}
}

/** Tells what is told of all cases of a customer together. */
async function tellCustomers(place: Place, run: Run, queries: readonly string[]) {
	for (let after = ''; ;) {
		const [next] = await select<{ upto: string; customers: number }>(
			place,
			`SELECT max(customer) AS upto, count() AS customers FROM
				(SELECT DISTINCT customer FROM
					(SELECT customer FROM {settled:Identifier}.visits UNION ALL SELECT customer FROM {settled:Identifier}.complaints)
				WHERE customer >= {after:String} ORDER BY customer LIMIT ${CHUNK})`,
			{ after }
		);
		if (!next || next.customers === 0) return;
		const last = next.customers < CHUNK;
		const range = { after, upto: last ? '\u{10ffff}' : next.upto, run: run.run };
		for (const query of queries) await command(place, query, range);
		await stillGoing(place, run);
		if (last) return;
		after = next.upto;
	}
}

/** Tells when customers were active. */
async function tellActives(place: Place, run: Run) {
	const { BUILD_ACTIVES } = await texts();
	for (let after = ''; ;) {
		const [next] = await select<{ upto: string; customers: number }>(
			place,
			`SELECT max(customer) AS upto, count() AS customers FROM
				(SELECT DISTINCT customer FROM customer_activity WHERE customer > {after:String} ORDER BY customer LIMIT ${CHUNK})`,
			{ after }
		);
		if (!next || next.customers === 0) return;
		await command(place, BUILD_ACTIVES, { after, upto: next.upto, run: run.run });
		await stillGoing(place, run);
		after = next.upto;
	}
}

const markLedger = (place: Place, { run }: Run, file: number) =>
	command(place, 'INSERT INTO {settled:Identifier}.ledgers (run, file) SELECT {run:UInt64}, {file:UInt64}', {
		run,
		file
	});

const markClocks = (place: Place, { run }: Run, clocks: number) =>
	command(
		place,
		'INSERT INTO {settled:Identifier}.told_clocks (run, clocks) SELECT {run:UInt64}, {clocks:UInt32}',
		{
			run,
			clocks
		}
	);

/** Builds all facts anew. What comes in meanwhile is in the list of what came in. `told`: how many cases are done. */
export async function build(place: Place, told: (cases: number) => void): Promise<void> {
	const { BUILD_CASES, BUILD_CUSTOMERS } = await texts();
	const run = await beginRun(place, 'build');
	const file = await fileInForce(place);
	const clocks = await clocksInForce(place);
	await truncate(place, [
		'built',
		'told_clocks',
		'days',
		'weeks',
		'places',
		'staged',
		'visits',
		...tablesOf(ALL_KINDS)
	]);
	await tellCases(place, run, { queries: BUILD_CASES, chunk: CHUNK, told });
	await tellCustomers(place, run, BUILD_CUSTOMERS);
	await tellActives(place, run);
	await endRun(place, run);
	await command(place, 'INSERT INTO {settled:Identifier}.built (run) SELECT {run:UInt64}', { run: run.run });
	await markLedger(place, run, file);
	await markClocks(place, run, clocks);
}

const PATIENCE_MS = 10_000;

/** Tells the ledger's facts anew, by the standards that are in force. What is settled meanwhile is settled between two statements. */
export async function buildLedger(place: Place, inTurn: InTurn): Promise<void> {
	const { BUILD_CASES } = await texts();
	const names = new Set<string>(LEDGER.map(({ name }) => name));
	const queries = BUILD_CASES.filter(({ name }) => names.has(name));
	const run = await beginRun(place, 'ledger');
	// Who began before may know the standards from before.
	if (await waitForAll(place, run.run - 1, PATIENCE_MS)) {
		const file = await fileInForce(place);
		await truncate(place, tablesOf(LEDGER));
		await tellCases(place, run, { queries, chunk: SHORT_CHUNK, inTurn });
		await markLedger(place, run, file);
	}
	await endRun(place, run);
}

/**
 * Has the cases settled again of which other clocks are wrong now than those by which they were told. Whoever settles from then on knows
 * the new ones; who began before is waited for.
 */
export async function touchMisdated(place: Place, told: number): Promise<void> {
	const { TOUCH_MISDATED } = await texts();
	const run = await beginRun(place, 'settle');
	if (await waitForAll(place, run.run - 1, PATIENCE_MS)) {
		const clocks = await clocksInForce(place);
		await command(place, TOUCH_MISDATED, { clocks: told });
		await markClocks(place, run, clocks);
	}
	await endRun(place, run);
}
