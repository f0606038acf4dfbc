import { expect, test } from 'vitest';
import { definitions } from '#schema/clickhouse/definitions.ts';

const file = (sql: string, name = 'a.sql') => ({ file: name, sql });
const half = (by: number) =>
	file(`CREATE OR REPLACE FUNCTION touchstone_half AS (x) -> x / ${by};\n`, 'half.sql');
const cases = file('CREATE OR REPLACE VIEW some AS\nSELECT touchstone_half(a) AS b FROM t;\n', 'some.sql');
const reader = file('CREATE OR REPLACE VIEW above AS\nSELECT b FROM some(from = 1);\n', 'above.sql');

const hashes = (files: ReturnType<typeof file>[]) =>
	Object.fromEntries(definitions(files).map(({ name, hash }) => [name, hash]));

test('orders what is read before what reads it, whatever the files are called', () => {
	const names = definitions([reader, cases, half(2)]).map(({ name }) => name);
	expect(names).toEqual(['touchstone_half', 'some', 'above']);
});

test('knows a view as changed when a function it calls has changed: ClickHouse writes functions into views', () => {
	const [before, after] = [hashes([reader, cases, half(2)]), hashes([reader, cases, half(3)])];
	expect(after.some).not.toBe(before.some);
	expect(after.above).not.toBe(before.above);
});

test('knows a view as the same when a function it does not call has changed', () => {
	const other = file('CREATE OR REPLACE VIEW other AS\nSELECT 1 AS one;\n', 'other.sql');
	expect(hashes([other, half(2)]).other).toBe(hashes([other, half(3)]).other);
});

test('refuses what cannot run again and again, what is defined twice, and views that read each other', () => {
	expect(() => definitions([file('CREATE VIEW IF NOT EXISTS v AS\nSELECT 1;\n')])).toThrow(
		'a.sql: expected CREATE OR REPLACE'
	);
	expect(() => definitions([half(2), half(2)])).toThrow('touchstone_half is defined twice');
	const round = [
		file('CREATE OR REPLACE VIEW one AS\nSELECT * FROM two(from = 1);\n'),
		file('CREATE OR REPLACE VIEW two AS\nSELECT * FROM one(from = 1);\n')
	];
	expect(() => definitions(round)).toThrow('views read each other: one → two → one');
});
