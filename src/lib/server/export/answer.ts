import { csvOf } from './csv.ts';
import type { Reader, Table } from './table.ts';
import { xlsxOf } from './xlsx.ts';

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

const TYPES: Record<Format, string> = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** What every system takes in the name of a file. */
const plainName = (name: string) => name.replace(/[^\w.-]+/g, '_');
const anyName = (name: string) => name.replace(/[\p{Cc}"*/:<>?\\|]+/gu, '_');

/** Bytes as the body of an answer, taken as fast as they are sent; whoever goes away ends them. */
function bodyOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
	const iterator = pieces[Symbol.asyncIterator]();
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await iterator.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: async () => void (await iterator.return?.())
	});
}

async function* utf8(pieces: AsyncIterable<string>) {
	const encoder = new TextEncoder();
	for await (const piece of pieces) yield encoder.encode(piece);
}

/** A file of tables to be saved: the first alone as CSV, or all of them as a workbook. `name`: without its ending. */
export function fileAnswer(
	tables: readonly [Table, ...Table[]],
	{ name, format, ...reader }: Reader & { name: string; format: Format }
): Response {
	const pieces: AsyncIterable<Uint8Array> =
		format === 'csv' ? utf8(csvOf(tables[0], reader)) : xlsxOf(tables, reader);
	const file = `${name}.${format}`;
	return new Response(bodyOf(pieces), {
		headers: {
			'content-type': TYPES[format],
			'content-disposition': `attachment; filename="${plainName(file)}"; filename*=UTF-8''${encodeURIComponent(anyName(file))}`,
			'cache-control': 'no-store'
		}
	});
}
