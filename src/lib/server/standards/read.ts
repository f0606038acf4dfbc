import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { StandardsFile } from '#schema/standards/file.ts';
import type { Saved } from '#schema/standards/saved.ts';
import { Standard } from '#schema/standards/standard.ts';

/** The newest save, with its content. */
const NEWEST = /* sql */ `
	SELECT file, saved_at, saved_by, note, content
	FROM standards_files
	ORDER BY file DESC
	LIMIT 1`;

const ONE = /* sql */ `
	SELECT file, saved_at, saved_by, note, content
	FROM standards_files
	WHERE file = {file:UInt64}
	LIMIT 1`;

/** What came with the migrations: standards alone. */
const DEFAULTS = /* sql */ `
	SELECT metric, team, channel, tier, threshold_s, clock, calendar, valid_from, valid_to
	FROM standards FINAL
	WHERE file = 0
	ORDER BY metric, team, channel, tier, valid_from`;

const Row = z.object({
	file: z.int(),
	saved_at: z.string(),
	saved_by: z.string(),
	note: z.string(),
	content: z.string()
});

/** A standards file and which save it is. */
export type SavedFile = { saved: Saved; content: StandardsFile };

const savedFile = ({ content, ...saved }: z.infer<typeof Row>): SavedFile => ({
	saved: { ...saved, saved_at: saved.file === 0 ? null : saved.saved_at },
	content: StandardsFile.parse(JSON.parse(content))
});

async function ask(
	clickhouse: ClickHouseClient,
	query: string,
	file?: number
): Promise<SavedFile | undefined> {
	const result = await clickhouse.query({ query, query_params: { file }, format: 'JSONEachRow' });
	const [row] = z.array(Row).parse(await result.json());
	return row && savedFile(row);
}

async function readDefaults(clickhouse: ClickHouseClient): Promise<SavedFile> {
	const result = await clickhouse.query({ query: DEFAULTS, format: 'JSONEachRow' });
	const standards = z.array(Standard).parse(await result.json());
	return {
		saved: { file: 0, saved_at: null, saved_by: '', note: '' },
		content: { standards, calendars: [], parameters: [] }
	};
}

/** The standards file in force. */
export const readNewest = async (clickhouse: ClickHouseClient) =>
	(await ask(clickhouse, NEWEST)) ?? readDefaults(clickhouse);

/** A save by its number, if there was one. */
export const readSaved = (clickhouse: ClickHouseClient, file: number) => ask(clickhouse, ONE, file);
