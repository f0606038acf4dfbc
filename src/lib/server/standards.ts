import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { Standard } from '#schema/standard.ts';

const QUESTION = /* sql */ `
	SELECT metric, team, channel, tier, threshold_s, clock, calendar, valid_from, valid_to
	FROM standards FINAL
	ORDER BY metric, team, channel, tier, valid_from`;

/** Every standard, the past ones too. */
export async function readStandards(clickhouse: ClickHouseClient): Promise<Standard[]> {
	const result = await clickhouse.query({ query: QUESTION, format: 'JSONEachRow' });
	return z.array(Standard).parse(await result.json());
}
