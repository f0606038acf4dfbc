import { ClickHouseError } from '@clickhouse/client';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { connect, type ClickHouseClient } from '#schema/clickhouse/client.ts';
import { ingestUrl } from '#schema/environment.ts';
import { spoolFile } from '../env.ts';
import { errorText } from '../error-text.ts';
import { HELP, readArgs, type Args } from './args.ts';
import { ingestKey, pseudonymOf, readEnv, type Env } from './env.ts';
import { eraseFromClickHouse } from './erase.ts';
import { emptySpool, eraseAtIngest } from './spool.ts';

// npm run erase: the composition root. The customer's key stays in the memory of this process, and of ingest on the same machine.

const say = (words: string) => void process.stderr.write(`${words}\n`);

type Whom = { customer: string } | { pseudonym: string };

async function readWhom({ customer, pseudonym }: Args): Promise<Whom> {
	if (pseudonym !== undefined) return { pseudonym };
	if (customer !== '-') return { customer: customer ?? '' };
	const { stdin, stderr } = process;
	const typed = stdin.isTTY
		? await createInterface({ input: stdin, output: stderr }).question('Customer: ')
		: await text(stdin);
	const read = typed.replace(/\r?\n$/, '');
	if (read === '' || read.length > 200)
		throw new Error('standard input: expected the key of one customer, 1 to 200 characters');
	return { customer: read };
}

async function checkClickHouse(clickhouse: ClickHouseClient) {
	const { success } = await clickhouse.ping({ select: true });
	if (!success)
		throw new Error(
			'ClickHouse cannot be reached, or refuses the user: see CLICKHOUSE_URL. Nothing was erased.'
		);
}

async function askIngests(urls: readonly string[], whom: Whom, env: Env): Promise<string | undefined> {
	const key = ingestKey(env);
	if (key === undefined)
		throw new Error(
			'No key to ask ingest with: set TOUCHSTONE_INGEST_KEYS or TOUCHSTONE_DATA as ingest has it. It has to be a key for all teams.'
		);
	let pseudonym: string | undefined;
	for (const url of urls) {
		const theirs = await eraseAtIngest(url, { key, whom });
		if (pseudonym !== undefined && theirs !== pseudonym)
			throw new Error(`The ingest at ${url} has another TOUCHSTONE_PSEUDONYM_KEY than the one before.`);
		pseudonym = theirs;
		say(`Ingest at ${url}: what it held is in ClickHouse, its spool was made anew.`);
	}
	return pseudonym;
}

/** Empties every spool there is to know of; resolves with the pseudonym that ingest says, if one was asked. */
async function emptySpools(args: Args, whom: Whom, env: Env, clickhouse: ClickHouseClient) {
	if (args.ingest.length > 0) return askIngests(args.ingest, whom, env);
	const file = spoolFile(env);
	const left = await emptySpool({ file, maxBytes: env.TOUCHSTONE_SPOOL_MAX, clickhouse });
	if (left === 'busy') return askIngests([ingestUrl(env)], whom, env);
	say(
		left === 'none'
			? `No spool in ${env.TOUCHSTONE_DATA}: no ingest has run here. Name those that do with --ingest.`
			: `Ingest does not run: ${left} rows of its spool went to ClickHouse, and the spool was made anew.`
	);
	return undefined;
}

function settle(theirs: string | undefined, ours: string | undefined): string {
	const pseudonym = theirs ?? ours;
	if (pseudonym === undefined)
		throw new Error(
			'The key of the pseudonyms is not known here: set TOUCHSTONE_PSEUDONYM_KEY, or TOUCHSTONE_DATA to where pseudonym.key is. Nothing was erased.'
		);
	if (ours !== undefined && ours !== pseudonym)
		throw new Error(
			'Ingest makes other pseudonyms than this command: give it the TOUCHSTONE_PSEUDONYM_KEY (or TOUCHSTONE_DATA) of ingest. Nothing was erased.'
		);
	return pseudonym;
}

async function main(args: Args) {
	const env = readEnv(process.env);
	const whom = await readWhom(args);
	const ours = 'customer' in whom ? pseudonymOf(env, whom.customer) : whom.pseudonym;
	const database = env.CLICKHOUSE_DATABASE;
	const clickhouse = connect({ url: clickhouseUrl(env, 'admin'), database });
	try {
		await checkClickHouse(clickhouse);
		const theirs = await emptySpools(args, whom, env, clickhouse);
		const pseudonym = settle(theirs, ours);
		const { rows, warnings } = await eraseFromClickHouse({ clickhouse, database, pseudonym, say }).catch(
			(error: unknown) => {
				throw new Error(
					`${wordsOf(error)}\nNot everything is erased yet. Run this again: it goes on from there.`,
					{
						cause: error
					}
				);
			}
		);
		for (const [table, n] of rows) process.stdout.write(`${table}: ${n} rows\n`);
		process.stdout.write(
			rows.size > 0
				? 'Erased: nothing of this customer is left in ClickHouse or in the spool.\n'
				: 'Nothing of this customer was found.\n'
		);
		for (const warning of [...warnings, 'Backups made before still hold the customer.']) say(warning);
	} finally {
		await clickhouse.close();
	}
}

/** What ClickHouse says of an error may quote the data. */
const wordsOf = (error: unknown) =>
	error instanceof ClickHouseError || !(error instanceof Error) ? errorText(error) : error.message;

async function run() {
	const args = readArgs(process.argv.slice(2));
	if (args === 'help') return void process.stdout.write(`${HELP}\n`);
	await main(args);
}

run().catch((error: unknown) => {
	say(wordsOf(error));
	process.exitCode = 1;
});
