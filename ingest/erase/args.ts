import { parseArgs } from 'node:util';
import { z } from 'zod';

export const HELP = `Erases one customer: from the spool of ingest, from quarantine and from ClickHouse, down to the files.

  npm run erase -- --customer -           the customer's key as producers send it, read from standard input
  npm run erase -- --customer KEY         the same; but npm and the shell write down what is typed, so prefer -
  npm run erase -- --pseudonym HEX        when only the pseudonym is known, as it stands in the tables

  --ingest URL    an ingest of this machine, as http://127.0.0.1:8787; several times for several. Without it: the one of
                  HOST and INGEST_PORT, or when none runs, the spool it has left in TOUCHSTONE_DATA
  --help          this text

Cases stay and are counted, without the customer and without the free texts said in them; what happened to the customer
alone, and what stands in quarantine, goes: schema/clickhouse/README.md says what and why. Ingest on other machines: run this on each
of them. It can be run again at any time. What a producer sends again later is kept again: erase it there first.
Backups made earlier still hold the customer.

Exit code 0: nothing of the customer is left; 1: not so, and it says why.`;

const customer = '--customer: expected a key, or - for standard input';
const pseudonym = '--pseudonym: expected 32 hexadecimal digits, as in the column customer';
const ingest = '--ingest: expected an address such as http://127.0.0.1:8787';

const Args = z
	.object({
		customer: z
			.string(customer)
			.min(1, customer)
			.max(200, '--customer: a key has at most 200 characters')
			.optional(),
		pseudonym: z
			.string(pseudonym)
			.regex(/^[0-9a-f]{32}$/, pseudonym)
			.optional(),
		ingest: z.array(z.url({ protocol: /^https?$/, error: ingest })).default([])
	})
	.refine(({ customer, pseudonym }) => (customer === undefined) !== (pseudonym === undefined), {
		message: 'say whom: either --customer - or --pseudonym HEX'
	});
export type Args = z.output<typeof Args>;

const FOR_HELP = 'For help: npm run erase -- --help';

/** Reads the command line; 'help' when that was asked for. Throws an error that lists all that is wrong; it quotes no value. */
export function readArgs(argv: string[]): Args | 'help' {
	const { values, positionals } = parseArgs({
		args: argv,
		allowPositionals: true,
		strict: false,
		options: {
			customer: { type: 'string' },
			pseudonym: { type: 'string' },
			ingest: { type: 'string', multiple: true },
			help: { type: 'boolean', short: 'h' }
		}
	});
	if (values.help) return 'help';
	const known = ['customer', 'pseudonym', 'ingest', 'help'];
	const unknown = Object.keys(values).filter((name) => !known.includes(name));
	const args = Args.safeParse(values);
	const wrong = [
		...unknown.map((name) => `--${name}: there is no such option`),
		...(positionals.length > 0 ? ['a value without an option: write --customer KEY'] : []),
		...(args.error?.issues ?? []).map(({ message }) => message)
	];
	if (args.success && wrong.length === 0) return args.data;
	throw new Error(`${wrong.join('\n')}\n${FOR_HELP}`);
}
