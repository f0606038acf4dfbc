import { z } from 'zod';
import { TABLE_NAMES } from '../../../weekly/tables.ts';
import { FILE_PARAMS, FileParams, without } from '../../export/params.ts';

const KNOWN = ['table', ...FILE_PARAMS];

const Params = FileParams.extend({
	/** Empty: all of them, as a workbook. */
	table: z.array(z.enum(TABLE_NAMES, { error: `expected one of ${TABLE_NAMES.join(', ')}` }))
}).refine(({ format, table }) => format === 'xlsx' || table.length === 1, {
	path: ['table'],
	error: 'expected one table with format=csv: a file of CSV holds no more'
});

/** Reads what is asked of a review's tables; `review`: the rest of the address, which asks for the review itself. */
export const readExport = (params: URLSearchParams) => ({
	review: without(params, KNOWN),
	asked: Params.safeParse({
		table: params.getAll('table'),
		format: params.get('format') ?? 'xlsx',
		header: params.get('header') ?? undefined
	})
});
export type ExportAsked = z.infer<typeof Params>;
