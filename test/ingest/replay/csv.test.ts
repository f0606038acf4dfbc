import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readCsv, type CsvRecord } from '../../../ingest/replay/csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'touchstone-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer, delimiter = ','): Promise<CsvRecord[]> {
	const file = join(folder, 'file.csv');
	writeFileSync(file, content);
	const records: CsvRecord[] = [];
	for await (const record of readCsv({ file, delimiter })) records.push(record);
	return records;
}

const fields = (records: CsvRecord[]) =>
	records.flatMap((record) => ('fields' in record ? [record.fields] : []));
const problems = (records: CsvRecord[]) => records.filter((record) => 'problem' in record);

describe('readCsv', () => {
	test('reads quotes, line breaks within them, CRLF and a byte order mark', async () => {
		const records = await read('\ufeffid,said\r\n1,"a ""b"", c"\r\n2,"first\nsecond"\r\n3,\r\n');
		expect(fields(records)).toEqual([
			['id', 'said'],
			['1', 'a "b", c'],
			['2', 'first\nsecond'],
			['3', '']
		]);
	});

	test('numbers rows as a spreadsheet does: a quoted line break makes no row', async () => {
		const records = await read('id,said\n1,"a\nb"\n2,c\n');
		expect(records.map(({ number }) => number)).toEqual([1, 2, 3]);
	});

	test('takes another delimiter', async () => {
		expect(fields(await read('a;b\n1,5;2\n', ';'))).toEqual([
			['a', 'b'],
			['1,5', '2']
		]);
	});

	test('reads gzip by what is in the file, not by its name', async () => {
		expect(fields(await read(gzipSync('a,b\n1,2\n')))).toEqual([
			['a', 'b'],
			['1', '2']
		]);
	});

	test('keeps a stray quote and goes on with the next row', async () => {
		expect(fields(await read('a,b\n"x"y,2\n5" disk,4\n6,7\n')).slice(1)).toEqual([
			['"x"y', '2'],
			['5" disk', '4'],
			['6', '7']
		]);
	});

	test('names the row whose quote is never closed', async () => {
		const records = await read('a,b\n1,2\n"3,4\n5,6\n');
		expect(fields(records)).toEqual([
			['a', 'b'],
			['1', '2']
		]);
		expect(problems(records)).toEqual([{ number: 3, problem: expect.stringContaining('Quote Not Closed') }]);
	});

	test('reads a truncated gzip as far as it goes, but not the row that was cut, and says where', async () => {
		const rows = Array.from({ length: 3_000 }, (_, index) => `${index},${(index * 7919) % 10_007}`);
		const whole = gzipSync(`id,value\n${rows.join('\n')}\n`);
		const records = await read(whole.subarray(0, whole.length / 2));
		const good = fields(records).slice(1);
		expect(good.length).toBeGreaterThan(1_000);
		expect(good.map((row) => row.join())).toEqual(rows.slice(0, good.length));
		expect(problems(records)).toEqual([
			{ number: good.length + 2, problem: expect.stringContaining('unexpected end of file') }
		]);
	});
});
