import { cellOf, headOf, kindOf, type Column, type Kind, type Reader, type Row } from './table.ts';
import { wallOf } from './instant.ts';
import { STYLES } from './styles.ts';
import { fitting, xmlText } from './xml.ts';

const DAY_MS = 86_400_000;
/** Day 0 of a workbook's calendar. */
const DAY_0 = Date.UTC(1899, 11, 30);

/** How wide columns are, in letters. */
const WIDTHS: Record<Kind, number> = {
	...{ text: 24, count: 12, number: 12, share: 12, seconds: 12 },
	...{ time: 20, day: 12, flag: 9 }
};

/** A column's letters by its place from 0: A, Z, AA. */
export const lettersOf = (at: number): string =>
	(at >= 26 ? lettersOf(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26));

const textCell = (at: string, text: string, style: number) =>
	`<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(fitting(text))}</t></is></c>`;

const numberCell = (at: string, value: number, style: number) =>
	`<c r="${at}" s="${style}"><v>${value}</v></c>`;

/** A day or time as the workbook counts: days since its day 0, by the zone's clocks. */
const serial = (cell: string, kind: 'time' | 'day', zone: string) =>
	((kind === 'day' ? Date.parse(`${cell}T00:00:00Z`) : wallOf(cell, zone)) - DAY_0) / DAY_MS;

function cellXml(at: string, column: Column, row: Row, reader: Reader): string {
	const cell = cellOf(column, row, reader);
	if (cell === null) return '';
	if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
	const kind = kindOf(column, row);
	if (typeof cell === 'number') return numberCell(at, cell, STYLES[kind]);
	return kind === 'time' || kind === 'day'
		? numberCell(at, serial(cell, kind, reader.zone), STYLES[kind])
		: textCell(at, cell, STYLES.text);
}

const rowXml = (number: number, cells: string) => `<row r="${number}">${cells}</row>`;

const widthOf = ({ kind, title }: Column) =>
	Math.max(typeof kind === 'function' ? 14 : WIDTHS[kind], Math.min(40, title.length + 3));

/** A sheet begins with its columns, and with a head that stays in sight. */
export function sheetHead(columns: readonly Column[], reader: Reader): string {
	const cols = columns.map(
		(column, at) => `<col min="${at + 1}" max="${at + 1}" width="${widthOf(column)}" customWidth="1"/>`
	);
	const head = columns.map((column, at) =>
		textCell(`${lettersOf(at)}1`, headOf(column, reader), STYLES.head)
	);
	return [
		'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
		'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
		'<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
		`</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>${rowXml(1, head.join(''))}`
	].join('');
}

/** Rows of a sheet, the first of them at this number. */
export const sheetRows = (
	rows: readonly Row[],
	first: number,
	columns: readonly Column[],
	reader: Reader
): string =>
	rows
		.map((row, index) => {
			const number = first + index;
			const cells = columns.map((column, at) => cellXml(`${lettersOf(at)}${number}`, column, row, reader));
			return rowXml(number, cells.join(''));
		})
		.join('');

/** A sheet ends with what its head filters. */
export const sheetFoot = (columns: readonly Column[], last: number) =>
	`</sheetData><autoFilter ref="A1:${lettersOf(columns.length - 1)}${last}"/></worksheet>`;
