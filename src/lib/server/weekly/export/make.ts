import type { Screen } from '../../../screen.ts';
import { TABLE_NAMES, type TableName } from '../../../weekly/tables.ts';
import type { Table } from '../../export/table.ts';
import { aboutTable } from './about.ts';
import type { ExportAsked } from './params.ts';
import type { Source } from './source.ts';
import { TABLES } from './tables.ts';

/** A table that could not be made, and why. */
export class TableFailed extends Error {
	constructor(
		readonly table: TableName,
		cause: unknown
	) {
		super(cause instanceof Error ? cause.message : String(cause), { cause });
	}
}

type Making = { source: Source; screen: Screen; origin: string };

/** The tables that are asked for; all of them begin with what the file is about. Rejects with TableFailed: a file is whole or is none. */
export async function makeTables(
	{ source, screen, origin }: Making,
	{ table: asked }: Pick<ExportAsked, 'table'>
): Promise<[Table, ...Table[]]> {
	const make = (name: TableName) =>
		TABLES[name](source, screen).catch((cause: unknown) => {
			throw new TableFailed(name, cause);
		});
	const [first, ...rest] = asked;
	if (first) return [await make(first), ...(await Promise.all(rest.map(make)))];
	return [aboutTable(source.about, origin), ...(await Promise.all(TABLE_NAMES.map(make)))];
}

/** What such a file is called, without its ending: the week, whether as published, whose, and which tables. */
export function exportName(
	{ weeks, question, published }: Source['about'],
	{ table }: Pick<ExportAsked, 'table'>
): string {
	const whose = [...question.teams, ...question.channels].map((name) => name || 'unknown');
	const kept = published ? ['published', published.published_at.slice(0, 10)] : [];
	return ['touchstone', weeks.week.name, ...kept, ...whose, ...table].join('-').slice(0, 120);
}
