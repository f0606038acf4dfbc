import type { Column } from '../native.ts';
import { head } from './head.ts';
import type { Writer } from './writer.ts';

/** A text of a row; nothing stands for the empty text. */
type TextOf<Row> = (row: Row) => string | undefined;

/** A column String. */
export const string = <Row>(name: string, of: TextOf<Row>): Column<Row> => ({
	name,
	type: 'String',
	write(out, rows) {
		const first = firstText(rows, of);
		if (first === rows.length) return false;
		head(out, name, 'String');
		texts(out, rows, of, first);
		return true;
	}
});

/** In a smaller block a dictionary takes more than it saves. */
const DICTIONARY_ROWS = 24;
/** So many different texts can be told apart with one byte a row. */
const DICTIONARY_KEYS = 256;

/** Where ClickHouse's format keeps what it must know of a dictionary: its version; one byte a row, keys follow. */
const VERSION = 1;
const BYTE_INDEXES = 0x600;

/** A column LowCardinality(String): each text once, and of each row which one. ClickHouse takes String as well. */
export const lowCardinality = <Row>(name: string, of: TextOf<Row>): Column<Row> => ({
	name,
	type: 'LowCardinality(String)',
	write(out, rows) {
		const first = firstText(rows, of);
		if (first === rows.length) return false;
		const dictionary = rows.length < DICTIONARY_ROWS ? undefined : dictionaryOf(rows, of, first);
		head(out, name, dictionary ? 'LowCardinality(String)' : 'String');
		if (dictionary) indexed(out, dictionary);
		else texts(out, rows, of, first);
		return true;
	}
});

function firstText<Row>(rows: readonly Row[], of: TextOf<Row>): number {
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i];
		if (row !== undefined && of(row)) return i;
	}
	return rows.length;
}

function texts<Row>(out: Writer, rows: readonly Row[], of: TextOf<Row>, first: number) {
	out.fill(0, first);
	for (let i = first; i < rows.length; i++) {
		const row = rows[i];
		if (row !== undefined) out.text(of(row) ?? '');
	}
}

type Dictionary = { keys: Map<string, number>; indexes: Uint8Array };

/** Nothing when there are too many different texts. */
function dictionaryOf<Row>(rows: readonly Row[], of: TextOf<Row>, first: number): Dictionary | undefined {
	const keys = new Map<string, number>();
	const indexes = new Uint8Array(rows.length);
	let last = '';
	let index = 0;
	if (first > 0) keys.set('', 0);
	else index = -1;
	for (let i = first; i < rows.length; i++) {
		const row = rows[i];
		const text = (row !== undefined && of(row)) || '';
		if (text !== last || index < 0) {
			last = text;
			const known = keys.get(text);
			if (known === undefined) {
				if (keys.size === DICTIONARY_KEYS) return undefined;
				index = keys.size;
				keys.set(text, index);
			} else index = known;
		}
		indexes[i] = index;
	}
	return { keys, indexes };
}

function indexed(out: Writer, { keys, indexes }: Dictionary) {
	out.int64(VERSION);
	out.int64(BYTE_INDEXES);
	out.int64(keys.size);
	for (const key of keys.keys()) out.text(key);
	out.int64(indexes.length);
	out.raw(indexes);
}
