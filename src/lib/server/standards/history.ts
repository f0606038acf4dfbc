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
	ORDER BY standards_files.file DESC
	LIMIT 200`;

/** The latest saves, newest first. */
export async function readHistory(clickhouse: ClickHouseClient): Promise<SavedEntry[]> {
	const result = await clickhouse.query({ query: HISTORY, format: 'JSONEachRow' });
	return z.array(SavedEntry).parse(await result.json());
}
