import type { Column } from '../native.ts';
import { head } from './head.ts';

/** A column Map(LowCardinality(String), String). ClickHouse takes String for the keys as well. */
export const map = <Row>(
	name: string,
	of: (row: Row) => Record<string, string> | undefined
): Column<Row> => ({
	name,
	type: 'Map(LowCardinality(String), String)',
	write(out, rows) {
		const maps = rows.map(of);
		let end = 0;
		const ends = maps.map((map) => (end += map ? Object.keys(map).length : 0));
		if (end === 0) return false;
		head(out, name, 'Map(String, String)');
		for (const end of ends) out.int64(end);
		for (const map of maps) if (map) for (const key of Object.keys(map)) out.text(key);
		for (const map of maps) if (map) for (const value of Object.values(map)) out.text(value);
		return true;
	}
});

type Item = { dimension: string; expectation: number; perception: number };
const ITEMS = 'Array(Tuple(dimension String, expectation Float64, perception Float64))';

/** SERVQUAL items. */
export const items = <Row>(name: string, of: (row: Row) => readonly Item[] | undefined): Column<Row> => ({
	name,
	type: ITEMS,
	write(out, rows) {
		const all: Item[] = [];
		const ends = rows.map((row) => {
			const items = of(row);
			if (items) all.push(...items);
			return all.length;
		});
		if (all.length === 0) return false;
		head(out, name, ITEMS);
		for (const end of ends) out.int64(end);
		for (const { dimension } of all) out.text(dimension);
		for (const { expectation } of all) out.float64(expectation + 0);
		for (const { perception } of all) out.float64(perception + 0);
		return true;
	}
});
