import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf } from '../../../src/lib/server/export/csv.ts';
import { zonedText } from '../../../src/lib/server/export/instant.ts';
import type { Column, Row } from '../../../src/lib/server/export/table.ts';

const KINDS: Record<string, Column['kind']> = { at: 'time', share: 'share', text: 'text' };
const fileOf = (rows: Row[], zone = 'Asia/Shanghai', header: 'words' | 'names' = 'words') => {
	const columns = Object.keys(rows[0] ?? {}).map((name) => ({
		...{ name, title: `${name} 列`, kind: KINDS[name] ?? 'number' }
	}));
	return text(csvOf({ name: 'rows', title: 'Rows', columns, rows: [rows] }, { zone, header }));
};
const cellOf = async (cell: string) => parse(await fileOf([{ text: cell }]), { bom: true })[1]?.[0];

test('is what Excel takes for UTF-8, with a head in words or names', async () => {
	expect(await fileOf([{ a: 1 }])).toBe('\ufeffa 列\r\n1\r\n');
	expect(await fileOf([{ a: 1 }], 'UTC', 'names')).toBe('\ufeffa\r\n1\r\n');
});

test('has numbers in full, nothing where nothing is known, and times with the offset of the zone', async () => {
	const file = await fileOf([
		{ share: 0.1 + 0.2, n: -2, none: null, endless: Infinity, at: '2026-11-08T16:30:00Z' }
	]);
	expect(file.split('\r\n')[1]).toBe('0.30000000000000004,-2,,,2026-11-09T00:30:00+08:00');
});

test.each(['=1+1', '+49', '-2', '@SUM(A1)', '\tx', '\r=1', '＝1'])(
	'makes %j harmless where a spreadsheet would take it for a formula',
	async (cell) => expect(await cellOf(cell)).toBe(`'${cell}`)
);

test.each(['a "quoted", word', 'two\r\nlines', '王女士', "'=already", 'a=b', ''])(
	'keeps %j letter by letter',
	async (cell) => expect(await cellOf(cell)).toBe(cell)
);

test.each([
	['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
	['2026-10-25T01:30:00.125Z', 'Europe/Berlin', '2026-10-25T02:30:00.125+01:00'],
	['2026-01-01T00:00:00Z', 'America/St_Johns', '2025-12-31T20:30:00-03:30'],
	['2026-01-01T00:00:00Z', 'UTC', '2026-01-01T00:00:00+00:00']
])('%s in %s is %s', (time, zone, written) => {
	expect(zonedText(time, zone)).toBe(written);
	expect(Date.parse(written)).toBe(Date.parse(time));
});
