import { createReadStream, openSync, readSync, closeSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/**
 * A record of the file, or why it could not be read. Numbered as a spreadsheet numbers rows: the header is row 1;
 * a blank line is no row, a quoted line break no new one.
 */
export type CsvRecord = { number: number; fields: string[] } | { number: number; problem: string };

export type CsvOptions = {
	file: string;
	delimiter: string;
	/** Told how many bytes of the file have been read. */
	onBytes?: (bytes: number) => void;
};

function isGzip(file: string): boolean {
	const start = Buffer.alloc(2);
	const descriptor = openSync(file, 'r');
	try {
		readSync(descriptor, start, 0, 2, 0);
	} finally {
		closeSync(descriptor);
	}
	return start[0] === 0x1f && start[1] === 0x8b;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Why the gzip file is not whole; undefined when it is. */
async function gzipDamage(file: string): Promise<string | undefined> {
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	try {
		await pipeline(createReadStream(file), createGunzip(), nowhere);
		return undefined;
	} catch (error) {
		return reasonOf(error);
	}
}

/** The text of the file, as far as it can be read; then `damage` says what stopped it. */
function openContent({ file, onBytes }: CsvOptions) {
	const content: { damage: string | undefined; chunks(): AsyncGenerator<Buffer> } = {
		damage: undefined,
		chunks
	};

	async function* chunks(): AsyncGenerator<Buffer> {
		const raw = createReadStream(file);
		let bytes = 0;
		raw.on('data', (chunk) => onBytes?.((bytes += chunk.length)));
		if (!isGzip(file)) return yield* raw;
		// With a sync flush at the end, a truncated file gives all that is in it; only then is it asked whether it was whole.
		const unzipped = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
		raw.on('error', (error) => unzipped.destroy(error));
		try {
			yield* raw.pipe(unzipped);
			content.damage = await gzipDamage(file);
		} catch (error) {
			content.damage = reasonOf(error);
		} finally {
			raw.destroy();
		}
	}

	return content;
}

/** Reads a CSV (RFC 4180, UTF-8 with or without a byte order mark, gzip or not), record by record, header first. */
export async function* readCsv(options: CsvOptions): AsyncGenerator<CsvRecord> {
	const content = openContent(options);
	const problems: CsvRecord[] = [];
	const numbers: number[] = []; // of the records the parser has made and we have not taken yet
	let number = 0;
	const parser = parse({
		bom: true,
		delimiter: options.delimiter,
		skip_empty_lines: true,
		relax_quotes: true, // a stray quote within a value stays: as an error it would swallow the rows up to the next one
		relax_column_count: true, // the header decides, not the first row: see read.ts
		skip_records_with_error: true,
		on_skip: (error) => {
			problems.push({ number: ++number, problem: reasonOf(error) });
			return undefined;
		},
		on_record: (fields) => {
			numbers.push(++number);
			return fields;
		}
	});
	const source = Readable.from(content.chunks());
	source.on('error', (error) => parser.destroy(error));

	// One record is held back: in a damaged file the last one may be cut off within a value.
	let held: { number: number; fields: string[] } | undefined;
	const records: AsyncIterable<string[]> = source.pipe(parser);
	for await (const fields of records) {
		yield* problems.splice(0);
		if (held) yield held;
		held = { number: numbers.shift() ?? 0, fields };
	}
	yield* problems.splice(0);
	if (held && !content.damage) yield held;
	if (content.damage)
		yield { number: held?.number ?? 1, problem: `the gzip file ends here or is damaged: ${content.damage}` };
}
