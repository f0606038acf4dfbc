import { parseArgs } from 'node:util';
import { z } from 'zod';

export const HELP = `Streams a CSV file through the ingest's own socket.

  npm run replay -- FILE --mapping MAPPING.json [--speed N|max] [--limit N]

  FILE               a CSV with a header, gzip or not
  --mapping FILE     how its columns become events: ingest/replay/README.md; three are in ingest/replay/mappings
  --speed N|max      N times as fast as it happened (1: as it happened); max (default): as fast as it goes
  --limit N          only the first N rows
  --shuffle SEED     in a shuffled order, the same for the same number: the figures must come out the same
  --url URL          the ingest; default ws://HOST:INGEST_PORT/v1/events of the environment
  --help             this text

The key is the first of TOUCHSTONE_INGEST_KEYS, else TOUCHSTONE_DATA/ingest.key. Sending a file again changes no number.
Exit code 0: every row was read, every event taken; 1: not so, and the summary says why; 130: stopped.`;

const whole = (name: string) =>
	z.string().regex(/^\d+$/, `--${name}: expected a whole number`).transform(Number);

const Args = z.object({
	file: z
		.array(z.string())
		.min(1, 'FILE is missing')
		.max(1, 'expected one FILE; write options as --speed 10')
		.transform(([file = '']) => file),
	mapping: z.string('--mapping MAPPING.json is missing'),
	speed: z
		.string()
		.default('max')
		.transform((text) => (text === 'max' ? Infinity : Number(text)))
		.refine((speed) => speed > 0, '--speed: expected a number over 0, or max'),
	limit: whole('limit').optional(),
	shuffle: whole('shuffle').optional(),
	url: z.url({ protocol: /^wss?$/, error: '--url: expected ws://host:port/v1/events' }).optional()
});
export type Args = z.output<typeof Args>;

/** Reads the command line; 'help' when that was asked for. Throws an error that lists all that is wrong. */
export function readArgs(argv: string[]): Args | 'help' {
	const { values, positionals } = parseArgs({
		args: argv,
		allowPositionals: true,
		options: {
			mapping: { type: 'string' },
			speed: { type: 'string' },
			limit: { type: 'string' },
			shuffle: { type: 'string' },
			url: { type: 'string' },
			help: { type: 'boolean', short: 'h' }
		}
	});
	if (values.help) return 'help';
	const args = Args.safeParse({ ...values, file: positionals });
	if (args.success) return args.data;
	throw new Error(
		`${args.error.issues.map(({ message }) => message).join('\n')}\nFor help: npm run replay -- --help`
	);
}
