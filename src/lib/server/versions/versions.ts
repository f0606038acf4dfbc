import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Version } from '#schema/version.ts';
import { insertRow, putRow, readRows, type VersionRow, type VersionTable } from './rows.ts';

/** One as it stands. */
export type Standing<Content> = Content & Version;
/** One of its versions. */
export type Former<Content> = Standing<Content> & { deleted: boolean };

/** What came of a change. `changed`: another version stands than the change was made from; null: it was deleted. */
export type VersionChange<Content> =
	| { outcome: 'done' | 'changed'; version: number; standing: Standing<Content> | null }
	| { outcome: 'nothing' };

/** Which one is changed, from which version (undefined: whatever stands), with which key. */
export type Changing = { id: string; from: number | undefined; by: string };

/** What people write and change, each save a version of it. */
export type Versions<Content> = {
	add(content: Content, by: string): Promise<Standing<Content>>;
	read(id: string): Promise<Standing<Content> | null>;
	save(changing: Changing & { content: Content }): Promise<VersionChange<Content>>;
	remove(changing: Changing): Promise<VersionChange<Content>>;
	/** Puts back what stood before the last change; what was only just written goes. */
	undo(changing: Changing): Promise<VersionChange<Content>>;
	/** Every version, the latest first. */
	versions(id: string): Promise<Former<Content>[]>;
};

type Options<Content> = {
	clickhouse: ClickHouseClient;
	table: VersionTable;
	content: z.ZodType<Content & object>;
	now?: () => number;
};

type Kept<Content> = { row: VersionRow; content: Content };

/** Keeps versions in a table of ClickHouse. */
export function createVersions<Content>({
	clickhouse,
	table,
	content: shape,
	now = Date.now
}: Options<Content>): Versions<Content> {
	const place = { clickhouse, table };
	const rowsOf = (id: string): Promise<Kept<Content>[]> => readRows(place, id, shape);

	const standing = (kept: Kept<Content> | undefined): Standing<Content> | null =>
		kept && !kept.row.deleted ? known(kept) : null;
	function known({ row, content }: Kept<Content>): Standing<Content> {
		const { id, version, saved_at, saved_by } = row;
		return { ...content, id, version, saved_at, saved_by };
	}

	const rowOf = (id: string, version: number, saved_by: string, deleted: 0 | 1 = 0): VersionRow => ({
		...{ id, version, saved_by, deleted },
		saved_at: new Date(now()).toISOString(),
		token: randomUUID()
	});

	/** Puts a version after the one that stands, if that is the one the change was made from. */
	async function change(
		{ id, from, by }: Changing,
		next: (rows: Kept<Content>[]) => { content: Content; deleted: 0 | 1 } | null
	): Promise<VersionChange<Content>> {
		const rows = await rowsOf(id);
		const [last] = rows;
		if (!last) return { outcome: 'nothing' };
		const { version } = last.row;
		if (from !== undefined && from !== version)
			return { outcome: 'changed', version, standing: standing(last) };
		const wanted = next(rows);
		if (!wanted) return { outcome: 'nothing' };
		const kept = { row: rowOf(id, version + 1, by, wanted.deleted), content: wanted.content };
		if (await putRow(place, kept.row, wanted.content, shape))
			return { outcome: 'done', version: version + 1, standing: standing(kept) };
		const [first = last] = await rowsOf(id);
		return { outcome: 'changed', version: first.row.version, standing: standing(first) };
	}

	return {
		async add(content, by) {
			const kept = { row: rowOf(randomUUID(), 1, by), content };
			await insertRow(place, { ...kept.content, ...kept.row });
			return known(kept);
		},
		read: async (id) => standing((await rowsOf(id))[0]),
		save: ({ content, ...changing }) =>
			change(changing, ([last]) => (last?.row.deleted ? null : { content, deleted: 0 })),
		remove: (changing) =>
			change(changing, ([last]) =>
				!last || last.row.deleted ? null : { content: last.content, deleted: 1 }
			),
		undo: (changing) =>
			change(changing, ([last, before]) => {
				if (!last) return null;
				return { content: (before ?? last).content, deleted: before ? before.row.deleted : 1 };
			}),
		versions: async (id) =>
			(await rowsOf(id)).map((kept) => ({ ...known(kept), deleted: kept.row.deleted === 1 }))
	};
}
