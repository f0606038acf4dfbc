import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_COLUMNS } from '../../ingest/event-columns.ts';
import { encodeBlock, type Column } from '../../ingest/native.ts';
import { boolOr, nullableFloat64, nullableUInt8, time } from '../../ingest/native/number.ts';
import { map } from '../../ingest/native/nested.ts';
import { lowCardinality, string } from '../../ingest/native/text.ts';
import { Writer } from '../../ingest/native/writer.ts';

const text = (value: string) => [Buffer.byteLength(value), ...Buffer.from(value)];
const int64 = (value: bigint) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigInt64LE(value);
	return [...bytes];
};
const bytesOf = <Row>(columns: Column<Row>[], rows: Row[]) => [...encodeBlock(columns, rows)];

test('is the number of columns and rows, then of each column its name, type and values', () => {
	const columns = [
		string<[string, number]>('name', ([name]) => name),
		time<[string, number]>('at', ([, at]) => at)
	];
	expect(
		bytesOf(columns, [
			['a', 1],
			['投诉', -1]
		])
	).toEqual([
		...[2, 2],
		...[...text('name'), ...text('String'), ...text('a'), ...text('投诉')],
		...[...text('at'), ...text("DateTime64(3, 'UTC')"), ...int64(1n), ...int64(-1n)]
	]);
});

test('leaves out a column in which every row has the default', () => {
	const columns: Column<string>[] = [
		string('name', (name) => name),
		string('other', () => undefined),
		lowCardinality('kind', () => ''),
		nullableUInt8('n', () => undefined),
		map('attributes', () => ({}))
	];
	expect(bytesOf(columns, ['a'])).toEqual([1, 1, ...text('name'), ...text('String'), ...text('a')]);
});

test('writes a column that has a default of its own in the table, whatever the rows say', () => {
	const columns = [boolOr<boolean | undefined>(true, 'known', (known) => known)];
	expect(bytesOf(columns, [undefined, false, true])).toEqual([
		...[1, 3, ...text('known'), ...text('Bool'), 1, 0, 1]
	]);
});

test('writes what may be missing as which rows have nothing, then the values', () => {
	const columns = [nullableUInt8<number | undefined>('n', (n) => n)];
	expect(bytesOf(columns, [7, undefined, 0])).toEqual([
		...[1, 3, ...text('n'), ...text('Nullable(UInt8)'), 0, 1, 0, 7, 0, 0]
	]);
});

test('writes minus zero as zero, so that one number has one spelling', () => {
	const columns = [nullableFloat64<number>('n', (n) => n)];
	expect(bytesOf(columns, [-0])).toEqual(bytesOf(columns, [0]));
});

test('writes each of few texts once', () => {
	const columns = [lowCardinality<string>('kind', (kind) => kind)];
	const rows = Array.from({ length: 30 }, (_, n) => (n % 3 === 1 ? 'b' : n < 3 ? '' : 'a'));
	expect(bytesOf(columns, rows)).toEqual([
		...[1, 30, ...text('kind'), ...text('LowCardinality(String)')],
		...[...int64(1n), ...int64(0x600n), ...int64(3n), ...text(''), ...text('b'), ...text('a')],
		...[...int64(30n), ...rows.map((kind) => ['', 'b', 'a'].indexOf(kind))]
	]);
});

test.each([
	['few rows', 3, 2],
	['more different texts than one byte tells apart', 300, 257]
])('writes texts as they are where a dictionary saves nothing: %s', (_, count, different) => {
	const columns = [lowCardinality<string>('kind', (kind) => kind)];
	const rows = Array.from({ length: count }, (_, n) => `${n % different}`);
	expect(encodeBlock(columns, rows)).toEqual(encodeBlock([string<string>('kind', (kind) => kind)], rows));
});

test('keeps a time beyond what the table can hold at the edge', () => {
	const columns = [time<string>('at', (at) => Date.parse(at))];
	expect(bytesOf(columns, ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])).toEqual(
		bytesOf(columns, ['1900-01-01T00:00:00Z', '2299-12-31T00:00:00Z'])
	);
});

test('writes any text as UTF-8 behind its length, half a character as U+FFFD', () => {
	const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
	const point = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
	const any = fc.oneof(
		fc.string({ maxLength: 200 }),
		fc.string({ unit: point, maxLength: 200 }),
		fc.string({ unit, maxLength: 200 }),
		fc.string({ unit: fc.constantFrom('\ud83d', '\udea7', 'a', '投'), maxLength: 60 })
	);
	fc.assert(
		fc.property(any, fc.nat(3), (value, room) => {
			const out = new Writer(room); // it has to grow
			out.text(value);
			const [bytes, length] = [Buffer.from(value), new Writer(8)];
			length.varint(bytes.length);
			return out.written.equals(Buffer.concat([length.written, bytes]));
		}),
		{ numRuns: 1_000 }
	);
});

test('writes numbers of any length', () => {
	const out = new Writer(1);
	for (const value of [0, 127, 128, 300, 2 ** 32, Number.MAX_SAFE_INTEGER]) out.varint(value);
	expect([...out.written]).toEqual([
		...[0, 127, 0x80, 1, 0xac, 2, 0x80, 0x80, 0x80, 0x80, 0x10],
		...[...Array.from({ length: 7 }, () => 0xff), 0x0f]
	]);
	fc.assert(
		fc.property(fc.maxSafeInteger(), (value) => {
			const out = new Writer(0);
			out.int64(value);
			expect([...out.written]).toEqual(int64(BigInt(value)));
		})
	);
});

test('refuses more columns than it can count', () => {
	const columns = Array.from({ length: 128 }, (_, n) => string<string>(`c${n}`, (value) => value));
	expect(() => encodeBlock(columns, ['a'])).toThrow(/at most 127 columns, not 128/);
});

test('has each column of events once', () => {
	const names = EVENT_COLUMNS.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});
