import { CLASS_NAMES, valuesOf, type Class } from './badness.ts';
import type { Cell } from './cell.ts';
import type { Kind } from './contract.ts';
import type { Mistake } from './generated.ts';

/** What was tried, and what of it was answered wrongly. */
export type Generated = { cells: readonly Cell[]; mistakes: readonly Mistake[] };

type Line = { path: string; kind: Kind; cells: Map<Class, Set<string>>; cases: number };

const SIGNS = { accepted: 'a', invalid: 'x', unknown_type: 'u', too_large: 'L' };
const WRONG = '!';
/** Of one kind of field, by the needs of its type. */
const SEVERAL = '*';
const UNTRIED = '.';
const NO_SUCH = ' ';

const sign = ({ expected }: Cell) => SIGNS[expected === 'accepted' ? expected : expected.reason];

function lines({ cells, mistakes }: Generated): Line[] {
	const wrong = new Set(mistakes.map(({ cell }) => cell));
	const found = new Map<string, Line>();
	for (const cell of cells) {
		const { path, kind } = cell.field;
		const line = found.get(`${path} ${kind}`) ?? { path, kind, cells: new Map(), cases: 0 };
		found.set(`${path} ${kind}`, line);
		const signs = line.cells.get(cell.name) ?? new Set();
		line.cells.set(cell.name, signs.add(wrong.has(cell) ? WRONG : sign(cell)));
		line.cases++;
	}
	return [...found.values()].sort((a, b) => a.path.localeCompare(b.path) || a.kind.localeCompare(b.kind));
}

const at = (signs: Set<string> | undefined, exists: boolean) => {
	if (!signs) return exists ? UNTRIED : NO_SUCH;
	if (signs.has(WRONG)) return WRONG;
	return signs.size > 1 ? SEVERAL : [...signs].join('');
};

/** The table field × class: what was answered to each. */
export function printTable(generated: Generated): string {
	const rows = lines(generated).map(({ path, kind, cells, cases }) => {
		const answers = CLASS_NAMES.map((name) =>
			at(cells.get(name), valuesOf(name, { kind, good: '0' }) !== undefined)
		).join('');
		return `${path.padEnd(26)} ${kind.padEnd(12)} ${String(cases).padStart(5)}  ${answers}`;
	});
	const columns = CLASS_NAMES.map((name, ix) => `${String(ix + 1).padStart(3)} ${name}`);
	const quarter = Math.ceil(columns.length / 4);
	const legend = columns.slice(0, quarter).map((_, ix) =>
		[0, 1, 2, 3]
			.map((part) => (columns[ix + part * quarter] ?? '').padEnd(28))
			.join('')
			.trimEnd()
	);
	const tens = CLASS_NAMES.map((_, ix) => ((ix + 1) % 10 === 0 ? String((ix + 1) / 10) : ' ')).join('');
	const ones = CLASS_NAMES.map((_, ix) => String((ix + 1) % 10)).join('');
	const indent = ' '.repeat(47);
	return [
		`${'field'.padEnd(26)} ${'kind'.padEnd(12)} cases  class`,
		`${indent}${tens}`,
		`${indent}${ones}`,
		...rows,
		'',
		'a accepted   x refused: invalid, in the name of the field   L refused: too_large   u refused: unknown_type',
		'* accepted or refused by what else the type needs   . not tried in this run   ! answered otherwise',
		'',
		...legend
	].join('\n');
}

/** The cases that were answered otherwise than they should be, each kind of field × class once. */
export function printMistakes({ mistakes }: Generated): string[] {
	const kinds = new Map<string, string>();
	for (const { cell, door, sent, said } of mistakes) {
		const key = `${cell.field.kind} × ${cell.name}`;
		if (kinds.has(key)) continue;
		const should =
			cell.expected === 'accepted'
				? 'accepted'
				: `refused: ${cell.expected.reason} ${cell.expected.paths.join('|')}`;
		const shown = sent.length > 500 ? `${sent.slice(0, 500)}…` : sent;
		const where = `${key} at ${cell.field.path} of ${cell.base.type} (${door})`;
		kinds.set(key, `${where}: should be ${should}, was ${said.slice(0, 300)}\n    ${shown}`);
	}
	return [...kinds.values()];
}
