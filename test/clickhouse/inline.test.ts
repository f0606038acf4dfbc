import { expect, test } from 'vitest';
import { inline, viewOf } from '#schema/clickhouse/inline.ts';

const views = new Map([
	['steps', 'SELECT * FROM cases WHERE at >= {from:DateTime64(3)} AND at < {to:DateTime64(3)}']
]);

test('puts the body of a view where it is read, parameters passed on as they are', () => {
	expect(
		inline('SELECT a FROM steps(from = {from:DateTime64(3)}, to = {to:DateTime64(3)}) WHERE b', views)
	).toBe(
		'SELECT a FROM\n(\nSELECT * FROM cases WHERE at >= {from:DateTime64(3)} AND at < {to:DateTime64(3)}\n) WHERE b'
	);
});

test('puts what is asked in the place of a parameter, also an expression that begins with one', () => {
	const asked =
		'SELECT a FROM steps(from = {from:DateTime64(3)}, to = {as_of:DateTime64(3)} + INTERVAL f(1, 2) DAY)';
	expect(inline(asked, views)).toContain('at < ({as_of:DateTime64(3)} + INTERVAL f(1, 2) DAY)');
});

test('leaves functions and tables that are no views of ours', () => {
	const statement = "SELECT a FROM numbers(10) JOIN file('x') ON 1";
	expect(inline(statement, views)).toBe(statement);
});

test('knows a statement that creates a view, comments before it or not', () => {
	expect(viewOf('-- why\nCREATE OR REPLACE VIEW v AS\nSELECT 1')).toEqual({ name: 'v', body: 'SELECT 1' });
	expect(viewOf('CREATE TABLE IF NOT EXISTS t (a UInt8)')).toBeNull();
});
