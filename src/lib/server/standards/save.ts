import { z } from 'zod';
import { fillCalendar } from '#schema/clickhouse/calendars.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Calendar } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { forgetOlder } from './forget.ts';
import type { SavedFile } from './read.ts';

/** Who saves, and why. */
export type Saving = { by: string; note: string };

const EXPANDED = /* sql */ `SELECT id, expanded FROM calendars_now`;
const Expanded = z.array(z.object({ id: z.string(), expanded: z.string() }));

/** What a calendar's spans depend on: its name and those of its holidays may change without writing it out again. */
const spansKey = ({ zone, hours, holidays }: Calendar) =>
	JSON.stringify([
		zone,
		Object.entries(hours).toSorted(),
		holidays.map(({ date, hours = [] }) => [date, hours])
	]);

/** Under which name each calendar is written out; one whose spans are as they were keeps its name. */
async function writeOut(
	clickhouse: ClickHouseClient,
	{ calendars }: StandardsFile,
	former: SavedFile,
	file: number
) {
	const result = await clickhouse.query({ query: EXPANDED, format: 'JSONEachRow' });
	const names = new Map(Expanded.parse(await result.json()).map(({ id, expanded }) => [id, expanded]));
	const known = new Map(former.content.calendars.map((calendar) => [calendar.id, spansKey(calendar)]));
	const expanded = new Map<string, string>();
	for (const calendar of calendars) {
		const same = known.get(calendar.id) === spansKey(calendar) && names.get(calendar.id);
		const name = same || `${calendar.id}@${file}`;
		if (!same) await fillCalendar(clickhouse, name, calendar);
		expanded.set(calendar.id, name);
	}
	return expanded;
}

type Row = Record<string, unknown>;

async function insert(clickhouse: ClickHouseClient, table: string, values: Row[]) {
	if (values.length === 0) return;
	const clickhouse_settings = { input_format_json_named_tuples_as_objects: 0 } as const;
	await clickhouse.insert({ table, values, format: 'JSONEachRow', clickhouse_settings });
}

const savedRow = ({ saved, content }: SavedFile) => ({
	...saved,
	saved_at: saved.saved_at ?? new Date(0).toISOString(),
	content: JSON.stringify(content)
});

/**
 * Saves a file that has been read and found right. Nothing of it counts before the last step, the row in
 * standards_files; whoever asks in between is answered by the former file. What was in force before the very first
 * save is written into the history as well.
 */
export async function saveFile(
	clickhouse: ClickHouseClient,
	{ content, former, by, note }: Saving & { content: StandardsFile; former: SavedFile }
): Promise<SavedFile> {
	const file = Math.max(Date.now(), former.saved.file + 1);
	const saved_at = new Date(file).toISOString();
	const expanded = await writeOut(clickhouse, content, former, file);
	await insert(
		clickhouse,
		'calendars',
		content.calendars.map(({ holidays, ...calendar }) => ({
			...calendar,
			holidays: holidays.map(({ date, name, hours = [] }) => [date, name, hours]),
			expanded: expanded.get(calendar.id),
			file
		}))
	);
	await insert(
		clickhouse,
		'parameters',
		// A target that was ended is no number.
		content.parameters.map((row) => ({ ...row, value: row.value ?? 'nan', file }))
	);
	await insert(
		clickhouse,
		'standards',
		content.standards.map((row) => ({
			...row,
			expanded: expanded.get(row.calendar),
			changed_at: saved_at,
			file
		}))
	);
	if (former.saved.file === 0) await insert(clickhouse, 'standards_files', [savedRow(former)]);
	const saved = { saved: { file, saved_at, saved_by: by, note }, content };
	await insert(clickhouse, 'standards_files', [savedRow(saved)]);
	await forgetOlder(clickhouse, former.saved.file);
	return saved;
}
