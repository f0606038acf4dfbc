import { PassThrough, pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { createBatches, type Batches } from './batches.ts';
import { partsOf, sheetName } from './parts.ts';
import { sheetFoot, sheetHead, sheetRows } from './sheet.ts';
import { STYLES_XML } from './styles.ts';
import type { Reader, Row, Table } from './table.ts';

/** More rows than this a sheet cannot have, its head among them. */
const MOST_ROWS = 1_048_576;

/** Rows that are many take long to be made small: a third of the time for a tenth more bytes. */
const LEVEL = 3;

type Asked = Reader & { mostRows?: number };

/**
 * Tables as a workbook (Office Open XML), a sheet each, as bytes while the rows come: memory does not grow with them. A table with more rows
 * than a sheet can have goes on in the next one. Fails with what its rows fail with, and gives them up when it is closed.
 */
export function xlsxOf(tables: readonly Table[], { mostRows = MOST_ROWS, ...reader }: Asked): Readable {
	const zip = new ZipFile();
	const out = new PassThrough();
	let writing: Readable | undefined;

	async function add(path: string, pieces: AsyncIterable<string>) {
		const source = Readable.from(bytesOf(pieces), { objectMode: false });
		writing = source;
		// What has failed here is told by `finished`.
		source.once('error', () => undefined);
		zip.addReadStreamLazy(path, { compressionLevel: LEVEL }, (take) => take(null, source));
		await finished(source, { writable: false });
	}

	async function addTable(table: Table, sheets: string[]) {
		const batches = createBatches(table.rows);
		try {
			do {
				sheets.push(sheetName(table.title, sheets));
				await add(`xl/worksheets/sheet${sheets.length}.xml`, sheetOf(table, batches, mostRows, reader));
			} while (await batches.more());
		} finally {
			await batches.close();
		}
	}

	async function write() {
		const sheets: string[] = [];
		for (const table of tables) await addTable(table, sheets);
		for (const [path, xml] of Object.entries({ ...partsOf(sheets), 'xl/styles.xml': STYLES_XML }))
			zip.addBuffer(Buffer.from(xml), path);
		zip.end();
	}

	pipeline(zip.outputStream, out, () => writing?.destroy());
	zip.on('error', (error: Error) => out.destroy(error));
	write().catch((error: Error) => out.destroy(error));
	return out;
}

/** A table, or as much of it as fits a sheet. */
async function* sheetOf({ columns }: Table, batches: Batches<Row>, mostRows: number, reader: Reader) {
	let last = 1;
	yield sheetHead(columns, reader);
	for await (const batch of batches.take(mostRows - 1)) {
		yield sheetRows(batch, last + 1, columns, reader);
		last += batch.length;
	}
	yield sheetFoot(columns, last);
}

async function* bytesOf(pieces: AsyncIterable<string>) {
	for await (const piece of pieces) if (piece !== '') yield Buffer.from(piece);
}
