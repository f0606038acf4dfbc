import { m } from '../../../paraglide/messages.js';
import type { Table } from '../../export/table.ts';
import { column, columns, wordsOf } from '../../export/columns.ts';
import { table } from './shape.ts';
import type { Source } from './source.ts';

/** How many had cause to complain, and on what that rests. */
export async function icebergTable(source: Source): Promise<Table> {
	return table(
		'iceberg',
		[
			...columns('count', 'complaints', 'asked', 'spoken'),
			column('curve', 'text', wordsOf({ measured: m.col_measured, book: m.col_book })),
			column('voice_rate', 'share'),
			...columns('number', 'value', 'low', 'high')
		],
		[await source.iceberg()]
	);
}
