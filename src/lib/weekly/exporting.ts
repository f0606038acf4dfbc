import { getContext, setContext } from 'svelte';
import { m } from '../paraglide/messages.js';
import { TABLE_TITLES, type TableName } from './tables.ts';

/** The review whose tables a page exports: its page, with what that asks. */
export type Exporting = { href: string };

const KEY = Symbol('exporting');

export const setExporting = (exporting: () => Exporting) => setContext(KEY, exporting);

/** Null where a page shows parts of a review and exports none. */
export const getExporting = () => getContext<(() => Exporting) | undefined>(KEY) ?? null;

/** The address of some tables' file; of none: of all. */
export function exportHref(
	{ href }: Exporting,
	tables: readonly TableName[],
	format: 'csv' | 'xlsx'
): string {
	const [path, query] = href.split('?');
	const params = new URLSearchParams(query);
	for (const table of tables) params.append('table', table);
	params.set('format', format);
	return `${path}/export?${params}`;
}

/** What a section offers: its tables as a workbook, and each of them as CSV. */
export const filesOf = (of: Exporting, tables: readonly TableName[]) => [
	{ name: m.export_xlsx(), href: exportHref(of, tables, 'xlsx') },
	...tables.map((table) => ({
		name: tables.length === 1 ? m.export_csv() : m.export_csv_of({ table: TABLE_TITLES[table]() }),
		href: exportHref(of, [table], 'csv')
	}))
];
