/** What a cell holds. Times are RFC 3339, days YYYY-MM-DD; null: nothing is known. */
export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** What the values of a column are: shares 0..1, seconds, times, days, counts, other numbers, flags, or text. */
export type Kind = 'text' | 'count' | 'number' | 'share' | 'seconds' | 'time' | 'day' | 'flag';

export type Column = {
	/** As machines call it. */
	name: string;
	/** As people do, in their language. */
	title: string;
	/** Of every row, or as a row says. */
	kind: Kind | ((row: Row) => Kind);
	/** A code in words, for people. */
	say?: (code: string) => string;
};

/** A table that leaves the house: its rows come in batches, once, so that a million of them need no memory of their own. */
export type Table = {
	name: string;
	title: string;
	columns: readonly Column[];
	rows: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;
};

/** Who reads it: people read titles and words, machines read names and codes. The numbers are the same. */
export type Reader = { zone: string; header: 'words' | 'names' };

export const headOf = ({ name, title }: Column, { header }: Pick<Reader, 'header'>) =>
	header === 'names' ? name : title;

export const kindOf = ({ kind }: Column, row: Row): Kind => (typeof kind === 'function' ? kind(row) : kind);

/** A row's cell as this reader reads it. What is no number is none: NaN and infinities are nothing known. */
export function cellOf({ name, say }: Column, row: Row, { header }: Pick<Reader, 'header'>): Cell {
	const cell = row[name] ?? null;
	if (typeof cell === 'number' && !Number.isFinite(cell)) return null;
	return say && header === 'words' && typeof cell === 'string' ? say(cell) : cell;
}
