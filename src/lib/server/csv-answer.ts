import { csv } from './http.ts';

/** Whether somebody asks for rows as CSV. */
export const wantsCsv = (request: Request) => request.headers.get('accept')?.includes('text/csv') ?? false;

/** Rows as a CSV file to be saved, with these columns. */
export const csvAnswer = (name: string, rows: Record<string, unknown>[], columns: readonly string[]) =>
	new Response(csv(rows, columns), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}.csv"`
		}
	});
