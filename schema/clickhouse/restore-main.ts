import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ingestUrl } from '../environment.ts';
import { readIngestKey } from '../ingest-key.ts';
import { readEnv, withClickHouse } from './backup-env.ts';
import { isIngest } from './backup-ingest.ts';
import { restoreBackup } from './restore.ts';

// npm run restore: brings a backup back, and proves that it is what was backed up.

const HELP = `Brings back what npm run backup has made.

  npm run restore -- DIR

  DIR          the folder of the backup
  --replace    in the place of the data that are there, which are then gone
  --help       this text

Stop Touchstone first (npm start, or every ingest and dashboard): an embedded ClickHouse is started for it, one of CLICKHOUSE_URL goes on. Every file
is compared with the checksums of the backup before anything is touched, and every table afterwards; on an error all is as it was.
Keys, boards and spool go into TOUCHSTONE_DATA; a file that is in their way is kept beside as FILE.before-restore.

Exit code 0: everything is there as it was backed up; 1: it is not, and it says why.`;

const Args = z.object({
	dir: z.array(z.string()).length(1, 'expected one folder: npm run restore -- DIR'),
	replace: z.boolean().default(false)
});
type Args = z.output<typeof Args>;

const say = (words: string) => void process.stderr.write(`${words}\n`);

function readArgs(argv: string[]): Args | 'help' {
	const { values, positionals } = parseArgs({
		args: argv,
		allowPositionals: true,
		options: { replace: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }
	});
	if (values.help) return 'help';
	const args = Args.safeParse({ ...values, dir: positionals });
	if (args.success) return args.data;
	throw new Error(
		`${args.error.issues.map(({ message }) => message).join('\n')}\nFor help: npm run restore -- --help`
	);
}

async function main(args: Args) {
	const env = readEnv(process.env);
	const dir = resolve(args.dir[0] ?? '');
	const url = ingestUrl(env);
	if (await isIngest({ url, key: readIngestKey(env) }))
		throw new Error(
			`Something answers at ${url}: stop ingest first, or it would write into what is being restored.`
		);
	const manifest = await withClickHouse(env, say, (clickhouse) =>
		restoreBackup({
			clickhouse,
			database: env.CLICKHOUSE_DATABASE,
			dir,
			dataDir: env.TOUCHSTONE_DATA,
			replace: args.replace,
			say
		})
	);
	process.stdout.write(
		`Restored ${manifest.database} as it was at ${manifest.began_at}. Start Touchstone again.\n`
	);
}

try {
	const args = readArgs(process.argv.slice(2));
	if (args === 'help') process.stdout.write(`${HELP}\n`);
	else await main(args);
} catch (error) {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}
