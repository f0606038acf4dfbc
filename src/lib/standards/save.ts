import { z } from 'zod';
import { StandardsFile } from '#schema/standards/file.ts';
import { SavedList } from '#schema/standards/saved.ts';

/** The file as it was saved. What of the past it changes was said before, when it was asked for. */
const SavedFile = StandardsFile.extend({ warnings: z.unknown().optional() }).transform(
	({ warnings: _, ...file }) => file
);

const Refused = z.object({ error: z.object({ detail: z.string() }) });
const Changed = z.object({ saved: z.object({ saved_at: z.string().nullable() }) });

/** What came of saving: the number of the file, or why not. */
export type SaveResult =
	| { outcome: 'saved'; file: number; content: StandardsFile }
	| { outcome: 'changed'; saved_at: string | null }
	| { outcome: 'failed'; detail: string };

const numberOf = (response: Response) => Number((response.headers.get('etag') ?? '').replace(/\D/g, ''));

/** Saves a file that was made from the one with the number `from`. */
export async function saveStandards(content: StandardsFile, from: number, note: string): Promise<SaveResult> {
	try {
		const response = await fetch(`/api/standards?${new URLSearchParams({ note })}`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json', 'if-match': `"${from}"` },
			body: JSON.stringify(content)
		});
		const body: unknown = await response.json().catch(() => undefined);
		if (response.ok) return { outcome: 'saved', file: numberOf(response), content: SavedFile.parse(body) };
		if (response.status === 412) return { outcome: 'changed', saved_at: Changed.parse(body).saved.saved_at };
		const refused = Refused.safeParse(body);
		return {
			outcome: 'failed',
			detail: refused.success ? refused.data.error.detail : `HTTP ${response.status}`
		};
	} catch (error) {
		return { outcome: 'failed', detail: error instanceof Error ? error.message : String(error) };
	}
}

async function get(path: string): Promise<{ response: Response; body: unknown }> {
	const response = await fetch(path);
	if (!response.ok) throw new Error(`HTTP ${response.status}`);
	return { response, body: await response.json() };
}

/** The file in force, with its number. */
export async function readStandards(): Promise<{ file: number; content: StandardsFile }> {
	const { response, body } = await get('/api/standards');
	return { file: numberOf(response), content: StandardsFile.parse(body) };
}

/** A file as it was saved once. */
export const readSavedStandards = async (file: number) =>
	StandardsFile.parse((await get(`/api/standards/history/${file}`)).body);

export const readStandardsHistory = async () =>
	SavedList.parse((await get('/api/standards/history')).body).files;

const Due = z.object({ due: z.array(z.string().nullable()) });

/** When promises made at a moment would fall due, by the calendars as they are saved. */
export async function readDue(
	at: string,
	promises: { threshold_s: number; clock: string; calendar: string }[]
) {
	const response = await fetch('/api/standards/due', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ at, promises })
	});
	return response.ok ? Due.parse(await response.json()).due : promises.map(() => null);
}

const Teams = z.object({ rows: z.array(z.object({ group: z.string().nullable() })) });

/** Teams that had a case in the last 90 days. */
export async function readTeams(): Promise<string[]> {
	const from = new Date(Date.now() - 90 * 86_400_000).toISOString();
	const { body } = await get(`/api/kpi/cases_opened?${new URLSearchParams({ by: 'team', from })}`);
	return Teams.parse(body).rows.flatMap(({ group }) => group || []);
}
