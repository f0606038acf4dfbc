import { parseArgs } from 'node:util';
import { OPTIONS, PARTS, type Option, type Part } from './parts.ts';

/** One part to run, with the arguments it is given. */
export type Step = { part: Part; args: string[] };

const listed = (part: Part) =>
	`  ${part.name.padEnd(10)} ${part.says}${part.takes ? ` [--${part.takes.join(', --')}]` : ''}${part.named ? ' (when named)' : ''}`;

/** What `--help` says. */
export const HELP = `npm run bench -- [names…] [--option value…]

Runs the measurements named, each in a process of its own; without names all but those that take hours. Ends with 1 when one failed or missed a limit.

${PARTS.map(listed).join('\n')}

  --data DIR   the folder of a history: filled if it is empty, taken as it is if not; else one that goes afterwards
  --cases N    cases of the history, about five events each; --weeks N: how long it is
  --runs N     how often each question is asked; --rate, --seconds: events a second, for how long; --years: of noise`;

function chosen(names: readonly string[]): readonly Part[] {
	const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
	if (unknown.length > 0)
		throw new Error(`There is no measurement called ${unknown.join(', ')}: see --help.`);
	return PARTS.filter((part) => (names.length > 0 ? names.includes(part.name) : !part.named));
}

/**
 * The parts to run with what each of them understands of the options. `shared` makes the folder in which several parts find one history, and is
 * asked only if they need one and none is given. Null: help is asked for. Throws on what nobody understands.
 */
export function stepsOf(args: readonly string[], shared: () => string): Step[] | null {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			help: { type: 'boolean', short: 'h' },
			data: { type: 'string' },
			cases: { type: 'string' },
			weeks: { type: 'string' },
			runs: { type: 'string' },
			rate: { type: 'string' },
			seconds: { type: 'string' },
			years: { type: 'string' }
		}
	});
	if (values.help) return null;
	const parts = chosen(positionals);
	const given = OPTIONS.filter((option) => values[option] !== undefined);
	const lost = given.filter((option) => !parts.some((part) => part.takes?.includes(option)));
	if (lost.length > 0) throw new Error(`None of them understands --${lost.join(', --')}: see --help.`);
	const together = parts.filter((part) => part.history).length > 1;
	const told = { ...values, data: values.data ?? (together ? shared() : undefined) };
	return parts.map((part) => ({
		part,
		args: (part.takes ?? []).flatMap((option: Option) => {
			const value = option === 'data' && !part.history ? values.data : told[option];
			return value === undefined ? [] : [`--${option}`, value];
		})
	}));
}
