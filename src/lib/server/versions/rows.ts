import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { Version } from '#schema/version.ts';

/** Tables whose rows are versions. */
export type VersionTable = 'annotation_versions' | 'decision_versions' | 'clock_spells';

/** A row of such a table, apart from what it is about. `token` tells one save from another of the same version. */
export const VersionRow = Version.extend({
	token: z.string(),
	deleted: z.union([z.literal(0), z.literal(1)])
});
export type VersionRow = z.infer<typeof VersionRow>;

/** The versions of one, the latest first: of two saves of the same version, the one that was stored first. */
const OF_ONE = /* sql */ `
	SELECT *
	FROM {table:Identifier}
	WHERE id = {id:String}
	ORDER BY version DESC, _block_number
	LIMIT 1 BY version`;

type Place = { clickhouse: ClickHouseClient; table: VersionTable };

export async function readRows<Content>(
	{ clickhouse, table }: Place,
	id: string,
	content: z.ZodType<Content>
): Promise<{ row: VersionRow; content: Content }[]> {
	const result = await clickhouse.query({
		query: OF_ONE,
		query_params: { table, id },
		format: 'JSONEachRow'
	});
	const rows = z.array(z.record(z.string(), z.unknown())).parse(await result.json());
	return rows.map((row) => ({ row: VersionRow.parse(row), content: content.parse(row) }));
}

/**
 * Stores a version; whether it stands, or another writer's of the same number that came first. What came second stays as a row that
 * nothing reads: of deletes at the same time ClickHouse 26.7 loses some.
 */
export async function putRow<Content>(
	place: Place,
	row: VersionRow,
	content: Content,
	shape: z.ZodType<Content>
): Promise<boolean> {
	await insertRow(place, { ...content, ...row });
	const kept = await readRows(place, row.id, shape);
	const stands = kept.find(({ row: { version } }) => version === row.version);
	return stands?.row.token === row.token;
}

export const insertRow = ({ clickhouse, table }: Place, row: VersionRow & object) =>
	clickhouse.insert({ table, values: [row], format: 'JSONEachRow' });
