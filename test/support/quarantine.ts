import { Readable } from 'node:stream';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { encodeBlock } from '../../ingest/native.ts';
import { QUARANTINE_COLUMNS, type QuarantineRow } from '../../ingest/quarantine.ts';

/** Stores rejected events as ingest does: as one block. */
export async function insertRejected(clickhouse: ClickHouseClient, rows: readonly QuarantineRow[]) {
	const block = encodeBlock(QUARANTINE_COLUMNS, rows);
	const { stream } = await clickhouse.exec({
		query: 'INSERT INTO quarantine FORMAT Native',
		values: Readable.from([block], { objectMode: false })
	});
	stream.resume();
	for await (const _chunk of stream); // only at its end is the insert done
}
