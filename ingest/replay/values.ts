import type { Cells, Columns } from './cells.ts';
import type { Value } from './mapping.ts';
import { CellError } from './times.ts';

type Scalar = string | number | boolean;

/** The value of a field in a row; null leaves the field out. Throws a CellError on a cell that cannot be read. */
export type ValueOf = (cells: Cells) => Scalar | null;

function toNumber(column: string, text: string): number {
	const number = Number(text);
	if (text.trim() === '' || !Number.isFinite(number))
		throw new CellError(column, `"${text}" is not a number`);
	return number;
}

function translate(column: string, text: string, { map, else: otherwise }: Value): string {
	if (!map) return text;
	const known = Object.hasOwn(map, text) ? map[text] : otherwise;
	if (known === undefined)
		throw new CellError(
			column,
			`"${text}" is not in the map (${Object.keys(map).join(', ')}), which has no else`
		);
	return known;
}

export function valueOf(value: Value, columns: Columns): ValueOf {
	const { column, const: constant, number } = value;
	if (column === undefined) return () => constant ?? null;
	const place = columns.at(column);
	return (cells) => {
		const text = cells[place] ?? null;
		if (text === null) return null;
		const translated = translate(column, text, value);
		return number ? toNumber(column, translated) : translated;
	};
}

/** A record of fields in a row; attributes are text, whatever they were. */
export function recordOf(values: Record<string, Value>, columns: Columns) {
	const fields = Object.entries(values).map(([name, value]) => ({ name, read: valueOf(value, columns) }));
	return (cells: Cells): Record<string, Scalar> => {
		const record: Record<string, Scalar> = {};
		for (const { name, read } of fields) {
			const value = read(cells);
			if (value !== null) record[name] = value;
		}
		return record;
	};
}

export function textsOf(values: Record<string, Value>, columns: Columns) {
	const read = recordOf(values, columns);
	return (cells: Cells): Record<string, string> | undefined => {
		const texts = Object.entries(read(cells)).map(([name, value]) => [name, String(value)] as const);
		return texts.length > 0 ? Object.fromEntries(texts) : undefined;
	};
}
