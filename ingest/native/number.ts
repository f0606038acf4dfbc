import type { Column } from '../native.ts';
import { head } from './head.ts';
import type { Writer } from './writer.ts';

/** What a row says in a column; nothing stands for the column's default, NULL where it may be. */
type Of<Row, Value> = (row: Row) => Value | undefined;
type Put<Value> = (out: Writer, value: Value) => void;

// Minus zero is written as zero, as JSON writes it: two spellings of one number must not be two states of a case.
const putFloat: Put<number> = (out, value) => out.float64(value + 0);
const putByte: Put<number> = (out, value) => out.byte(value);
const putBool: Put<boolean> = (out, value) => out.byte(value ? 1 : 0);

/** What DateTime64 can hold: a time beyond is kept at the edge. */
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2299, 11, 31);
const putTime: Put<number> = (out, ms) => out.int64(ms < FIRST ? FIRST : ms > LAST ? LAST : ms);

/** A column of values of one size. */
const plain =
	<Value>(type: string, put: Put<Value>, zero: NoInfer<Value>) =>
	<Row>(name: string, of: Of<Row, Value>): Column<Row> => ({
		name,
		type,
		write(out, rows) {
			if (!rows.some((row) => (of(row) ?? zero) !== zero)) return false;
			head(out, name, type);
			for (const row of rows) put(out, of(row) ?? zero);
			return true;
		}
	});

/** First which rows have nothing, then the values. */
const nullable =
	<Value>(type: string, put: Put<Value>, filler: NoInfer<Value>) =>
	<Row>(name: string, of: Of<Row, Value>): Column<Row> => ({
		name,
		type: `Nullable(${type})`,
		write(out, rows) {
			const first = rows.findIndex((row) => of(row) !== undefined);
			if (first < 0) return false;
			head(out, name, `Nullable(${type})`);
			for (const row of rows) out.byte(of(row) === undefined ? 1 : 0);
			for (const row of rows) put(out, of(row) ?? filler);
			return true;
		}
	});

const TIME = "DateTime64(3, 'UTC')";

/**
 * A column with a default of its own in the table, such as Bool DEFAULT true. It is always written: ClickHouse would work the
 * default out anew for each block (0.2 ms), or take false for it, depending on a setting.
 */
export const boolOr = <Row>(fallback: boolean, name: string, of: Of<Row, boolean>): Column<Row> => ({
	name,
	type: 'Bool',
	write(out, rows) {
		head(out, name, 'Bool');
		for (const row of rows) putBool(out, of(row) ?? fallback);
		return true;
	}
});

export const bool = plain('Bool', putBool, false);
/** A time, in ms since 1970. */
export const time = plain(TIME, putTime, 0);
export const nullableUInt8 = nullable('UInt8', putByte, 0);
export const nullableBool = nullable('Bool', putBool, false);
export const nullableFloat64 = nullable('Float64', putFloat, 0);
/** A time, in ms since 1970. */
export const nullableTime = nullable(TIME, putTime, 0);
