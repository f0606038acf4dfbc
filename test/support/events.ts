import { Readable } from 'node:stream';
import { EVENT_COLUMNS } from '../../ingest/event-columns.ts';
import { encodeBlock } from '../../ingest/native.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { parseEvent, type CloudEvent, type EventType } from '#schema/event.ts';

let serial = 0;

/** An event of a test: `time` in UTC, as 2026-01-05T09:00:00. */
export function event(
	type: EventType,
	subject: string,
	time: string,
	data: Record<string, unknown> = {},
	id?: string
): CloudEvent {
	const at = /[Z+]/.test(time.slice(10)) ? time : `${time}Z`;
	return { specversion: '1.0', source: 'test', id: id ?? `e${++serial}`, type, subject, time: at, data };
}

/** Stores events as ingest does, each as one row of `events`, received then or, unless said, one day of 2026. Throws for one that ingest would refuse. */
export async function store(
	clickhouse: ClickHouseClient,
	events: CloudEvent[],
	receivedAt: readonly number[] = []
) {
	const rows = events.map((sent, index) => {
		const parsed = parseEvent(sent, Date.parse('2100-01-01'));
		if (!parsed.ok) throw new Error(`${sent.type} ${sent.subject}: ${JSON.stringify(parsed.refusal)}`);
		return { event: parsed.event, received_at: receivedAt[index] ?? Date.UTC(2026, 10, 21) };
	});
	const { stream } = await clickhouse.exec({
		query: 'INSERT INTO events FORMAT Native',
		values: Readable.from([encodeBlock(EVENT_COLUMNS, rows)], { objectMode: false })
	});
	for await (const _ of stream);
}

/** A time so many seconds after another. */
export const after = (time: string, seconds: number) =>
	new Date(Date.parse(`${time}Z`) + seconds * 1000).toISOString().replace('Z', '');
