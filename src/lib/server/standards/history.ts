import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { SavedEntry } from '#schema/standards/saved.ts';

const HISTORY = /* sql */ `
	SELECT
		file,
		if(file = 0, NULL, saved_at)                AS saved_at,
		saved_by,
		note,
		JSONLength(content, 'standards')            AS standards,
		JSONLength(content, 'calendars')            AS calendars,
		JSONLength(content, 'parameters')           AS parameters
	FROM standards_files FINAL
	WHERE {before:Nullable(UInt64)} IS NULL OR standards_files.file < {before:Nullable(UInt64)}
	ORDER BY standards_files.file DESC
	LIMIT {limit:UInt32}`;

/** How many saves are told at once. */
export const PAGE = 200;

/** The latest saves, newest first; of those before a file, where it is named. */
export async function readHistory(
	clickhouse: ClickHouseClient,
	{ before = null, limit = PAGE }: HistoryAsked = {}
): Promise<SavedEntry[]> {
	const query_params = { before, limit };
	const result = await clickhouse.query({ query: HISTORY, query_params, format: 'JSONEachRow' });
	return z.array(SavedEntry).parse(await result.json());
}

export type HistoryAsked = { before?: number | null; limit?: number };

const whole = z.coerce.number<string | null>({ error: 'expected a number' }).int('expected a whole number');

/** What an address asks of the history: `before`: only saves before this file; `limit`: at most so many. */
export const HistoryParams = z.strictObject({
	before: whole.min(0, 'expected the number of a file').optional(),
	limit: whole.min(1, 'expected 1 or more').max(PAGE, `expected at most ${PAGE}`).default(PAGE)
});
