import { createColumns, pickFrom, type Cells, type Issue, type Row } from './cells.ts';
import { readCsv } from './csv.ts';
import type { Mapping } from './mapping.ts';
import { bindMapping, type Rules } from './rules.ts';
import { CellError } from './times.ts';

export type ReadOptions = {
	file: string;
	mapping: Mapping;
	/** The business zone, for times when the mapping names none. */
	zone: string;
	/** Read so many rows and no more. */
	limit?: number;
	onIssue: (issue: Issue) => void;
	onProgress?: (progress: { bytes: number; rows: number }) => void;
	/** Stops reading when it says so. */
	isStopped?: () => boolean;
};

/** How often the progress is told and others get their turn, in rows. */
const ROWS_A_TURN = 1_000;

/** The rows of a file, and the cases of which there are rows that were not taken. */
export type Read = { rows: Row[]; rules: Rules; read: number; unfinished: ReadonlySet<string> };

/**
 * Reads the rows of a file that can be used; every other is told with its number, its column and why. Throws when the
 * file cannot be read at all, or lacks a column the mapping names.
 */
export async function readRows(options: ReadOptions): Promise<Read> {
	const { file, mapping, zone, limit = Infinity, onIssue, onProgress } = options;
	const columns = createColumns();
	const rules = bindMapping(mapping, { zone, columns });
	const rows: Row[] = [];
	const unfinished = new Set<string>();
	// Past the limit only the names of cases are read, and only for a mapping that must know which row is a case's last.
	const goesOn = mapping.events.some(({ last }) => last);
	let bytes = 0;
	let read = 0;
	let header: string[] | undefined;
	let pick: ReturnType<typeof pickFrom> | undefined;

	function take(number: number, fields: string[], width: number) {
		if (fields.length !== width)
			return onIssue({ row: number, why: `has ${fields.length} fields, the header has ${width}` });
		const cells = pick?.(fields) ?? [];
		try {
			rules.check(cells);
			rows.push({ number, cells });
		} catch (error) {
			if (!(error instanceof CellError)) throw error;
			onIssue({ row: number, column: error.column, why: error.message });
			leave(cells);
		}
	}

	/** Of a row that is not taken, we remember whose it is. */
	function leave(cells: Cells) {
		const subject = cells[columns.at(mapping.case)];
		if (subject) unfinished.add(subject);
	}

	for await (const record of readCsv({
		file,
		delimiter: mapping.delimiter,
		onBytes: (read) => (bytes = read)
	})) {
		if ('problem' in record) {
			onIssue({ row: record.number, why: record.problem });
			continue;
		}
		if (!header) {
			header = record.fields;
			pick = pickFrom(header, { columns, nulls: mapping.null });
			continue;
		}
		if (options.isStopped?.()) break;
		if (read >= limit) {
			if (!goesOn) break;
			leave(pick?.(record.fields) ?? []);
			continue;
		}
		read++;
		take(record.number, record.fields, header.length);
		if (read % ROWS_A_TURN === 0) onProgress?.({ bytes, rows: read });
	}
	if (!header) throw new Error(`${file} has no header: expected the column names in its first row`);
	return { rows, rules, read, unfinished };
}
