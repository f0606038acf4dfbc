/** A row of the file: only the columns the mapping names, in the order of `Columns.names`; null is missing. */
export type Row = { number: number; cells: Cells };
export type Cells = readonly (string | null)[];

/** What is wrong with a row. */
export type Issue = { row: number; column?: string; why: string };

/** The columns a mapping names. `at` gives the place of one in `Cells`; asking for it is naming it. */
export type Columns = { names: readonly string[]; at(column: string): number };

export function createColumns(): Columns {
	const names: string[] = [];
	return {
		names,
		at(column) {
			const known = names.indexOf(column);
			return known >= 0 ? known : names.push(column) - 1;
		}
	};
}

/**
 * Picks the columns out of a record. Throws when the header lacks one of them or has it twice. Equal texts of a file
 * are kept once, so that a large one fits into memory.
 */
export function pickFrom(
	header: readonly string[],
	{ columns, nulls }: { columns: Columns; nulls: readonly string[] }
) {
	const missing = columns.names.filter((name) => !header.includes(name));
	if (missing.length > 0)
		throw new Error(
			`The file has no column ${missing.map(quote).join(', ')}. It has ${header.map(quote).join(', ')}.`
		);
	const twice = columns.names.filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
	if (twice.length > 0) throw new Error(`The file has two columns called ${twice.map(quote).join(', ')}.`);

	const places = columns.names.map((name) => header.indexOf(name));
	const isNull = new Set(nulls);
	const texts = new Map<string, string>();
	const once = (text: string) => {
		const known = texts.get(text);
		if (known !== undefined) return known;
		texts.set(text, text);
		return text;
	};
	return (fields: readonly string[]): Cells =>
		places.map((place) => {
			const text = fields[place] ?? '';
			return isNull.has(text) ? null : once(text);
		});
}

const quote = (name: string) => `"${name}"`;
