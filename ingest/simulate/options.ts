import { parseArgs } from 'node:util';
import { z } from 'zod';
import { TEAMS } from './catalogue.ts';

const DAYS = 1100;
const RATE = 5000;

const whole = (low: number, high: number) => {
	const expected = `expected a whole number from ${low} to ${high}`;
	return z
		.string(expected)
		.regex(/^\d+$/, expected)
		.transform(Number)
		.refine((value) => value >= low && value <= high, expected);
};

const expectedRate = `expected events per second, more than 0 and at most ${RATE}`;
const rate = z
	.string(expectedRate)
	.regex(/^\d*\.?\d+$/, expectedRate)
	.transform(Number)
	.refine((value) => value > 0 && value <= RATE, expectedRate);

const expectedSeed = 'expected 1 to 32 letters, digits, _ or -';

const Options = z.object({
	teams: whole(1, TEAMS.length).default(8),
	rate: rate.default(50),
	days: whole(0, DAYS).default(30),
	seed: z
		.string(expectedSeed)
		.regex(/^[\w-]{1,32}$/, expectedSeed)
		.default('1'),
	'no-live': z.boolean('takes no value').default(false),
	url: z
		.url({ protocol: /^wss?$/, error: 'expected an address such as ws://127.0.0.1:8787/v1/events' })
		.optional(),
	progress: z.enum(['json', 'text'], { error: 'expected json or text' }).default('text'),
	help: z.boolean('takes no value').default(false)
});
export type Options = z.output<typeof Options>;

export const HELP = `Sends the traffic of a believable service organisation through the real socket: history first, then live.

  npm run simulate -- [options]

  --teams N        how many teams, 1 to ${TEAMS.length} (8)
  --rate R         live events per second at the daily peaks (50); at night 30 % of it
  --days D         days of history before now, 0 to ${DAYS} (30); thinner than live traffic
  --seed S         another seed is another organisation (1)
  --no-live        end when the history is sent
  --url URL        where ingest listens (ws://HOST:INGEST_PORT/v1/events)
  --progress json  one line of JSON per step instead of a status line
  --help           this

The key is TOUCHSTONE_INGEST_KEY, else the first of TOUCHSTONE_INGEST_KEYS, else TOUCHSTONE_DATA/ingest.key.
Every event has the source touchstone/simulator, so that it is labelled as simulated and can be removed as a whole.
`;

/** Reads the command line. Throws one error that lists all that is wrong with it. */
export function parseOptions(args: string[]): Options {
	const names = Object.keys(Options.shape);
	const flags = new Set(['no-live', 'help']);
	const options = Object.fromEntries(
		names.map((name) => [name, { type: flags.has(name) ? ('boolean' as const) : ('string' as const) }])
	);
	const { values, positionals } = parseArgs({ args, options, strict: false });

	const unknown = Object.keys(values).filter((name) => !names.includes(name));
	const parsed = Options.safeParse(values);
	const wrong = [
		...unknown.map((name) => `${name.length > 1 ? '--' : '-'}${name}: there is no such option`),
		...positionals.map((word) => `${word}: options begin with --`),
		...(parsed.error?.issues ?? []).map(({ path, message }) => `--${path.join('.')}: ${message}`)
	];
	if (parsed.success && wrong.length === 0) return parsed.data;
	throw new Error(
		`These options are wrong (--help lists them):\n${wrong.map((line) => `  ${line}`).join('\n')}`
	);
}
