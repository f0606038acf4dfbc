import { KpiId } from '#schema/kpi.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { parseEvent, type CloudEvent } from '#schema/event.ts';
import type { Mapped, Source, SourceOptions } from '../../../ingest/sources/source.ts';
import { createRandom } from '../../fixtures/random.ts';
import { totalOf, type Asked } from '../../support/kpi.ts';

/** What a source makes of a payload. Throws where it refuses, and for an event that ingest would refuse. */
export function readWith(source: Source, payload: unknown, options: Partial<SourceOptions> = {}): Mapped {
	const result = source.read(payload, { zone: 'UTC', ...options });
	if (!result.ok) throw new Error(`${source.name}: ${JSON.stringify(result.refusal)}`);
	for (const event of result.mapped.events) {
		const parsed = parseEvent(event, Date.parse('2100-01-01'));
		if (!parsed.ok) throw new Error(`${event.type} ${event.id}: ${JSON.stringify(parsed.refusal)}`);
	}
	return result.mapped;
}

/** Events in few words: type, id, time and the data that is looked at. */
export const briefly = (events: readonly CloudEvent[], ...fields: string[]) =>
	events.map(({ type, id, time, data }) => [type, id, time, ...fields.map((field) => data[field])]);

export const idsOf = (events: readonly CloudEvent[]) => [...new Set(events.map(({ id }) => id))].sort();

/** The same items in another order, each of them once or twice. */
export function shaken<Item>(items: readonly Item[], seed: number): Item[] {
	const random = createRandom(seed);
	return items
		.flatMap((item) => (random.chance(0.5) ? [item, item] : [item]))
		.map((item) => ({ item, at: random.below(1_000_000) }))
		.sort((a, b) => a.at - b.at)
		.map(({ item }) => item);
}

/** The totals of all KPIs. */
export async function kpisOf(clickhouse: ClickHouseClient, asked: Asked = {}) {
	const all: Record<string, unknown> = {};
	for (const kpi of KpiId.options) all[kpi] = await totalOf(clickhouse, kpi, asked);
	return all;
}
