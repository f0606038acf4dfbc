import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Column, Row, Table } from '../../../src/lib/server/export/table.ts';
import { xlsxOf } from '../../../src/lib/server/export/xlsx.ts';
import { unzip } from '../../support/unzip.ts';
import { readWorkbook, recordsOf } from '../../support/workbook.ts';

const column = (name: string, kind: Column['kind'], say?: Column['say']): Column => ({
	...{ name, kind, title: name },
	...(say && { say })
});
const tableOf = (columns: Column[], rows: Row[], title = 'Rows'): Table => ({
	...{ name: 'rows', title, columns },
	rows: [rows]
});
const READER = { zone: 'Asia/Shanghai', header: 'words' } as const;
const bytesOf = (tables: Table[], more: { mostRows?: number } = {}) =>
	buffer(xlsxOf(tables, { ...READER, ...more }));
const textOf = async (text: string) => {
	const [sheet] = readWorkbook(await bytesOf([tableOf([column('a', 'text')], [{ a: text }])]));
	return sheet?.rows[1]?.get('A')?.value;
};

/** So many rows, counting how many were asked for. */
function counted(rows: number) {
	const asked = { rows: 0, closed: false };
	function* batches() {
		try {
			for (let at = 0; at < rows; at += 100) {
				asked.rows += 100;
				yield Array.from({ length: 100 }, (_, index) => ({ a: Math.sin(at + index) }));
			}
		} finally {
			asked.closed = true;
		}
	}
	return { asked, table: { ...tableOf([column('a', 'number')], []), rows: batches() } };
}

describe('a workbook', () => {
	test('has numbers as numbers, shares in percent, and days and times by the clocks of the zone', async () => {
		const columns = [
			...[column('count', 'count'), column('share', 'share'), column('seconds', 'seconds')],
			...[column('day', 'day'), column('at', 'time'), column('flag', 'flag'), column('none', 'number')]
		];
		const row = {
			...{ count: 1234, share: 0.1 + 0.2, seconds: 1e-7, day: '2026-11-09' },
			...{ at: '2026-11-08T16:30:00.250Z', flag: true, none: null }
		};
		const bytes = await bytesOf([tableOf(columns, [row])]);
		const [sheet] = readWorkbook(bytes);
		expect([...(sheet?.rows[1] ?? [])]).toEqual([
			['A', { value: 1234, style: 3 }],
			['B', { value: 0.1 + 0.2, style: 2 }],
			['C', { value: 1e-7, style: 0 }],
			['D', { value: 46335, style: 4 }],
			['E', { value: 46335 + (30 * 60 + 0.25) / 86_400, style: 5 }],
			['F', { value: true, style: 0 }]
		]);
		const formats = [...(unzip(bytes).get('xl/styles.xml') ?? '').matchAll(/<xf numFmtId="(\d+)"/g)];
		expect(formats.slice(1).map(([, format]) => format)).toEqual(['0', '49', '164', '3', '165', '166', '49']);
	});

	test.each([
		'=1+1',
		'+49 30',
		'-2',
		'@SUM(A1)',
		'\t=1',
		'<b>&"\'',
		'投诉未补救：王女士',
		'two\r\nlines',
		'bell \u0007',
		'_x0041_',
		' blank ',
		'007'
	])('keeps the text %j as text, letter by letter', async (text) => {
		expect(await textOf(text)).toBe(text);
	});

	test('says of a text longer than a cell that it is cut, and mends half a letter', async () => {
		expect(await textOf('x'.repeat(40_000))).toBe(`${'x'.repeat(32_763)} […]`);
		expect(await textOf('a\ud83d')).toBe('a\ufffd');
	});

	test('leaves out what is no number', async () => {
		const [sheet] = readWorkbook(
			await bytesOf([tableOf([column('a', 'number'), column('b', 'number')], [{ a: NaN, b: 1 }])])
		);
		expect([...(sheet?.rows[1] ?? [])].map(([letters]) => letters)).toEqual(['B']);
	});

	test('has a sheet a table, by names that a workbook may have', async () => {
		const titles = [
			'Week [1/2]',
			'A very long title of a table that goes on',
			'a VERY long title of a table that stops',
			''
		];
		const book = readWorkbook(
			await bytesOf(titles.map((title) => tableOf([column('a', 'text')], [], title)))
		);
		expect(book.map(({ name }) => name)).toEqual([
			...['Week  1 2', 'A very long title of a table th', 'a VERY long title of a table 2', 'Sheet']
		]);
	});

	test('goes on in another sheet where one is full, and loses no row', async () => {
		const rows = Array.from({ length: 25 }, (_, at) => ({ a: at }));
		const book = readWorkbook(await bytesOf([tableOf([column('a', 'count')], rows)], { mostRows: 11 }));
		expect(book.map(({ name, rows }) => [name, rows.length])).toEqual([
			...[
				['Rows', 11],
				['Rows 2', 11],
				['Rows 3', 6]
			]
		]);
		expect(book.flatMap((sheet) => recordsOf(sheet).map(({ a }) => a))).toEqual(rows.map(({ a }) => a));
	});

	test('words are for people, names and codes for machines', async () => {
		const table = tableOf([{ ...column('why', 'text', () => 'in words'), title: 'Why' }], [{ why: 'code' }]);
		const [people] = readWorkbook(await buffer(xlsxOf([table], READER)));
		const [machines] = readWorkbook(await buffer(xlsxOf([table], { ...READER, header: 'names' })));
		expect(people && recordsOf(people)).toEqual([{ Why: 'in words' }]);
		expect(machines && recordsOf(machines)).toEqual([{ why: 'code' }]);
	});

	test('asks for no more rows than somebody takes, and gives the rest up', async () => {
		const { asked, table } = counted(2_000_000);
		const out = xlsxOf([table], READER)[Symbol.asyncIterator]();
		await out.next();
		await new Promise((resolve) => setImmediate(resolve));
		expect(asked.rows).toBeLessThan(200_000);
		await out.return?.();
		await expect.poll(() => asked.closed).toBe(true);
	});

	test('fails with what its rows fail with, so that nobody takes a part for the whole', async () => {
		async function* broken(): AsyncGenerator<Row[]> {
			yield [{ a: 1 }];
			throw new Error('away');
		}
		await expect(bytesOf([{ ...tableOf([column('a', 'count')], []), rows: broken() }])).rejects.toThrow(
			'away'
		);
	});
});
