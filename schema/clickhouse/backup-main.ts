import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ingestUrl } from '../environment.ts';
import { readIngestKey } from '../ingest-key.ts';
import { readEnv, withClickHouse, type Env } from './backup-env.ts';
import { waitForIngest } from './backup-ingest.ts';
import { checkFree, createBackup } from './backup.ts';

// npm run backup: everything acknowledged before it began, in one folder. The service goes on meanwhile.

const HELP = `Makes a backup of everything: the database, the keys, boards and screens, and what a stopped ingest has left in its spool.

  npm run backup -- DIR

  DIR              a folder that is not there yet, or is empty
  --without-keys   leave pseudonym.key and ingest.key out: keep them elsewhere, or customers become others after restoring
  --ingest URL     an ingest to wait for, as http://127.0.0.1:8787; several times for several. Default: the one of HOST and INGEST_PORT
  --wait SECONDS   how long ClickHouse may take to catch up with what ingest has acknowledged (60)
  --help           this text

Nothing has to be stopped. What was acknowledged before it began is in it for certain; of what comes in meanwhile, some may be.
The folder can be read by its owner alone: it holds all data, and unless --without-keys the key of the pseudonyms beside them.
Back with npm run restore -- DIR. A ClickHouse server of your own: schema/clickhouse/README.md.

Exit code 0: the backup is whole; 1: it is not, and it says why.`;

const Args = z.object({
	dir: z.array(z.string()).length(1, 'expected one folder: npm run backup -- DIR'),
	'without-keys': z.boolean('--without-keys takes no value').default(false),
	ingest: z
		.array(
			z.url({ protocol: /^https?$/, error: '--ingest: expected an address such as http://127.0.0.1:8787' })
		)
		.default([]),
	wait: z
		.string('--wait: expected seconds')
		.regex(/^\d+$/, '--wait: expected seconds')
		.default('60')
		.transform((text) => Number(text) * 1_000)
});
type Args = z.output<typeof Args>;

const say = (words: string) => void process.stderr.write(`${words}\n`);

function readArgs(argv: string[]): Args | 'help' {
	const { values, positionals } = parseArgs({
		args: argv,
		allowPositionals: true,
		options: {
			'without-keys': { type: 'boolean' },
			ingest: { type: 'string', multiple: true },
			wait: { type: 'string' },
			help: { type: 'boolean', short: 'h' }
		}
	});
	if (values.help) return 'help';
	const args = Args.safeParse({ ...values, dir: positionals });
	if (args.success) return args.data;
	throw new Error(
		`${args.error.issues.map(({ message }) => message).join('\n')}\nFor help: npm run backup -- --help`
	);
}

/** Waits until ClickHouse has what was acknowledged; resolves with whether an ingest answers at all. */
async function waitForAll(args: Args, env: Env): Promise<boolean> {
	const key = readIngestKey(env);
	const named = args.ingest.length > 0;
	let running = false;
	for (const url of named ? args.ingest : [ingestUrl(env)]) {
		const aside = await waitForIngest({ url, key }, { waitMs: args.wait, say });
		if (aside === undefined && named) throw new Error(`No ingest answers at ${url}.`);
		if (aside)
			say(
				`The ingest at ${url} keeps ${aside} blocks apart that ClickHouse cannot read: they are not in the backup.`
			);
		running ||= aside !== undefined;
	}
	return running;
}

async function main(args: Args) {
	const env = readEnv(process.env);
	const dir = resolve(args.dir[0] ?? '');
	checkFree(dir);
	const began = new Date();
	const manifest = await withClickHouse(env, say, async (clickhouse) => {
		const running = await waitForAll(args, env);
		return createBackup({
			clickhouse,
			database: env.CLICKHOUSE_DATABASE,
			dir,
			dataDir: env.TOUCHSTONE_DATA,
			withKeys: !args['without-keys'],
			withSpool: !running,
			began,
			say
		});
	});
	const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
	const tables = Object.entries(manifest.tables).filter(([, { rows }]) => rows > 0);
	process.stdout.write(`${tables.map(([table, { rows }]) => `${table}: ${rows} rows`).join('\n')}\n`);
	process.stdout.write(
		`Backup of ${manifest.database} in ${dir}: ${manifest.files.length} files, ${(bytes / 1e6).toFixed(1)} MB.\n`
	);
	if (manifest.files.some(({ path }) => path.endsWith('.key')))
		say('It holds the keys: keep it as secret as they are.');
	else if (!args['without-keys'] && !existsSync(resolve(env.TOUCHSTONE_DATA, 'pseudonym.key')))
		say('It holds no key of the pseudonyms: TOUCHSTONE_PSEUDONYM_KEY has to be kept elsewhere.');
}

try {
	const args = readArgs(process.argv.slice(2));
	if (args === 'help') process.stdout.write(`${HELP}\n`);
	else await main(args);
} catch (error) {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}
