import { ClickHouseError } from '@clickhouse/client';

/** An error for the log, without what it may quote of the data: ClickHouse's code, or a message's first line. */
export function errorText(error: unknown): string {
	if (error instanceof ClickHouseError) return `ClickHouse ${error.code} ${error.type ?? ''}`.trim();
	const text = error instanceof Error ? error.message : String(error);
	return text.split('\n', 1)[0]?.slice(0, 200) ?? '';
}
