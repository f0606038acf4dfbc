import { cellOf, headOf, kindOf, type Column, type Reader, type Row, type Table } from './table.ts';
import { zonedText } from './instant.ts';

/** By it Excel knows UTF-8. */
const BOM = '\ufeff';

/** How a formula begins in a spreadsheet, also where it is written in full width. What is text stays text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function quoted(text: string): string {
	const harmless = FORMULA.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function written(column: Column, row: Row, reader: Reader): string {
	const cell = cellOf(column, row, reader);
	if (cell === null) return '';
	if (typeof cell !== 'string') return String(cell);
	return quoted(kindOf(column, row) === 'time' ? zonedText(cell, reader.zone) : cell);
}

const lineOf = (fields: string[]) => `${fields.join(',')}\r\n`;

/**
 * A table as CSV (RFC 4180, UTF-8), piece by piece: its head, then its batches of rows. Times are RFC 3339 by the zone's clocks, null is
 * empty; text that a spreadsheet would take for a formula has an apostrophe before it.
 */
export async function* csvOf({ columns, rows }: Table, reader: Reader): AsyncGenerator<string> {
	yield BOM + lineOf(columns.map((column) => quoted(headOf(column, reader))));
	for await (const batch of rows)
		yield batch.map((row) => lineOf(columns.map((column) => written(column, row, reader)))).join('');
}
