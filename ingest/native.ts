import { Writer } from './native/writer.ts';

/** How one column of a block is written: its name, its ClickHouse type, and what it takes from a row. */
export type Column<Row> = {
	name: string;
	type: string;
	/** Writes the column, head and data. Where every row has the default it writes nothing and answers false. */
	write(out: Writer, rows: readonly Row[]): boolean;
};

/** The number of columns is written in one byte, once it is known. */
const MOST_COLUMNS = 127;

/** What a row is guessed to take: a block that takes more is copied once or twice while it grows. */
const ROW_BYTES = 192;

/**
 * Encodes rows as one block of ClickHouse's Native format, as it is read over HTTP: the number of columns and of rows, then
 * of each column its name, its type and its values. Columns in which every row has the default are left out:
 * ClickHouse fills them in, each with its own default. Blocks may stand one behind another in one INSERT, whatever columns each has.
 */
export function encodeBlock<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Buffer {
	if (columns.length > MOST_COLUMNS)
		throw new Error(`A block has at most ${MOST_COLUMNS} columns, not ${columns.length}: insert them apart`);
	const out = new Writer(1024 + rows.length * ROW_BYTES);
	out.byte(0);
	out.varint(rows.length);
	let written = 0;
	for (const column of columns) if (column.write(out, rows)) written++;
	out.patch(0, written);
	return out.written;
}
