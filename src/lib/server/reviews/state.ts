import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** Which rows there are, told by the blocks they came in: merging changes neither, erasing changes the version. */
const STATE = /* sql */ `
	SELECT toString(cityHash64(groupArray((table, partition_id, block, version)))) AS state
	FROM
	(
		SELECT
			table,
			partition_id,
			max(max_block_number) AS block,
			max(data_version)     AS version
		FROM system.parts
		WHERE database = currentDatabase()
			AND active
			AND table NOT IN ('published_reviews', 'published', 'restatements', 'annotation_versions', 'decision_versions')
		GROUP BY table, partition_id
		ORDER BY table, partition_id
	)`;

/** A name for the data as they are: the same as long as nothing has come in or gone. */
export async function stateOfData(clickhouse: ClickHouseClient): Promise<string> {
	const result = await clickhouse.query({ query: STATE, format: 'JSONEachRow' });
	return z.array(z.object({ state: z.string() })).parse(await result.json())[0]?.state ?? '';
}
