import type { CloudEvent } from '#schema/event.ts';
import type { Cells, Columns } from './cells.ts';
import { matchesWhen, type Matches } from './conditions.ts';
import type { Mapping, Rule } from './mapping.ts';
import { CellError, timesOf, type TimeOf } from './times.ts';
import { recordOf, textsOf } from './values.ts';

/** One rule of the mapping, bound to the columns it reads. */
export type BoundRule = {
	matches: Matches;
	/** When the event happened; throws a CellError when the row does not say. */
	at(cells: Cells): number;
	/** What tells this event from the others of its case: an id is sent once, by the first row that gives it. */
	key(cells: Cells): string;
	event(cells: Cells, time: number): CloudEvent;
	/** Given by the last row of its case alone. */
	last: boolean;
};

/** A mapping bound to the columns it names. */
export type Rules = {
	columns: Columns;
	rules: BoundRule[];
	caseOf(cells: Cells): string;
	/** What the rows of a case are ordered by; empty: as they stand in the file. */
	order(cells: Cells): number[];
	/** Reads every cell the mapping names, so that a row is taken whole or not at all. Throws a CellError. */
	check(cells: Cells): void;
};

function required(name: string, time: TimeOf, { columns = [], plus }: Mapping['times'][string]) {
	const needed = [...columns, ...(plus === undefined ? [] : [plus])].join('" or "');
	return (cells: Cells): number => {
		const at = time(cells);
		if (at === null) throw new CellError(needed, `is empty, but it gives the time "${name}"`);
		return at;
	};
}

function orderOf(column: string, times: Map<string, TimeOf>, columns: Columns) {
	const time = times.get(column);
	if (time)
		return (cells: Cells) => {
			const at = time(cells);
			if (at === null) throw new CellError(column, 'is empty, but rows are ordered by it');
			return at;
		};
	const place = columns.at(column);
	return (cells: Cells) => {
		const text = cells[place] ?? '';
		if (text === '' || !Number.isFinite(Number(text)))
			throw new CellError(column, `"${text}" is not a number to order by`);
		return Number(text);
	};
}

/** Binds a mapping. `zone`: the business zone, for times when the mapping names none. */
export function bindMapping(mapping: Mapping, { zone, columns }: { zone: string; columns: Columns }): Rules {
	const times = timesOf(mapping, { zone, columns });
	const casePlace = columns.at(mapping.case);
	const orders = mapping.order.map((column) => orderOf(column, times, columns));

	const caseOf = (cells: Cells) => {
		const subject = cells[casePlace] ?? null;
		if (subject === null) throw new CellError(mapping.case, 'is empty, but it names the case');
		return subject;
	};

	function bindRule(rule: Rule) {
		const name = rule.name ?? rule.type;
		const places = rule.each.map((column) => columns.at(column));
		const data = recordOf({ ...mapping.data, ...rule.data }, columns);
		const attributes = textsOf({ ...mapping.attributes, ...rule.attributes }, columns);
		const key = (cells: Cells) => [name, ...places.map((place) => cells[place] ?? '')].join('#');
		const time = times.get(rule.at) ?? (() => null);
		return {
			matches: matchesWhen(rule.when, columns),
			at: required(rule.at, time, mapping.times[rule.at] ?? {}),
			key,
			last: rule.last,
			data,
			attributes,
			event: (cells: Cells, at: number): CloudEvent => ({
				specversion: '1.0',
				id: `${caseOf(cells)}#${key(cells)}`,
				source: mapping.source,
				type: rule.type,
				time: new Date(at).toISOString(),
				subject: caseOf(cells),
				data: { ...data(cells), attributes: attributes(cells) }
			})
		};
	}

	const rules = mapping.events.map(bindRule);
	return {
		columns,
		rules,
		caseOf,
		order: (cells) => orders.map((order) => order(cells)),
		check(cells) {
			caseOf(cells);
			for (const time of times.values()) time(cells);
			for (const order of orders) order(cells);
			for (const { data, attributes } of rules) {
				data(cells);
				attributes(cells);
			}
		}
	};
}
