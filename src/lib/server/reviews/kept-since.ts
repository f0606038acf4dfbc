import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** What numbers are made of; what they forget, a week has lost. */
const QUESTION = /* sql */ `
	SELECT engine_full
	FROM system.tables
	WHERE database = currentDatabase() AND name IN ('cases', 'customer_activity', 'inspections', 'staff_surveys')`;

/** The fewest days each can have. */
const DAYS: Record<string, number> = { Day: 1, Week: 7, Month: 28, Year: 365 };

const DAY_MS = 86_400_000;

/** How long rows live by a table's definition, in ms. */
function lifeOf(definition: string): number {
	const [, unit = '', count = ''] = / TTL .*?toInterval(\w+)\((\d+)\)/.exec(definition) ?? [];
	return (DAYS[unit] ?? Infinity) * Number(count || 1) * DAY_MS;
}

/** From when on (ms) nothing of what numbers are made of has been forgotten by its retention; -Infinity where all is kept for ever. */
export async function keptSince(clickhouse: ClickHouseClient, now: number): Promise<number> {
	const result = await clickhouse.query({ query: QUESTION, format: 'JSONEachRow' });
	const tables = z.array(z.object({ engine_full: z.string() })).parse(await result.json());
	return now - Math.min(Infinity, ...tables.map(({ engine_full }) => lifeOf(engine_full)));
}
