import { Readable } from 'node:stream';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { parseEvent, type CloudEvent } from '#schema/event.ts';
import { EVENT_COLUMNS } from '../../ingest/event-columns.ts';
import { encodeBlock } from '../../ingest/native.ts';
import { quarantineRow } from '../../ingest/quarantine.ts';
import { insertRejected } from './quarantine.ts';

/** An event, and when ingest takes it (ms). */
export type Taken = { event: CloudEvent; received_at: number };

/** Stores events as ingest does at the moments given: what runs more than ten minutes ahead goes into quarantine. */
export async function take(clickhouse: ClickHouseClient, taken: Taken[]) {
	const judged = taken.map((one) => ({ ...one, parsed: parseEvent(one.event, one.received_at) }));
	const rows = judged.flatMap(({ parsed, received_at }) =>
		parsed.ok ? { event: parsed.event, received_at } : []
	);
	const rejected = judged.flatMap(({ event, parsed, received_at }) => {
		if (parsed.ok) return [];
		const refused = { input: event, refusal: parsed.refusal, key: 'test', via: 'http' as const, received_at };
		return quarantineRow(refused, () => '');
	});
	if (rejected.length > 0) await insertRejected(clickhouse, rejected);
	if (rows.length === 0) return;
	const { stream } = await clickhouse.exec({
		query: 'INSERT INTO events FORMAT Native',
		values: Readable.from([encodeBlock(EVENT_COLUMNS, rows)], { objectMode: false })
	});
	for await (const _ of stream);
}
