import { expect, test } from 'vitest';
import { createCounters } from '../../ingest/counters.ts';
import { hasRoom, readHealth, type Waiting } from '../../ingest/health.ts';

const NOW = 1_000_000;
const EMPTY: Waiting = { rows: 0, bytes: 0, limit_bytes: 1_000, oldest_at: null, aside: 0 };

const health = (changes: { clickhouse?: boolean; ready?: boolean; waiting?: Partial<Waiting> } = {}) =>
	readHealth({
		counters: createCounters(),
		ping: async () => changes.clickhouse ?? true,
		waiting: () => ({ ...EMPTY, ...changes.waiting }),
		ready: () => changes.ready ?? true,
		connections: () => 3,
		sources: () => [],
		now: () => NOW
	});

test('is ok and ready while ClickHouse takes events', async () => {
	expect(await health()).toMatchObject({ status: 'ok', ready: true, clickhouse: true, connections: 3 });
});

test('is degraded but ready while ClickHouse is away: events wait in the spool', async () => {
	const waiting = { rows: 12, bytes: 900, oldest_at: NOW - 4_500 };
	expect(await health({ clickhouse: false, waiting })).toMatchObject({
		status: 'degraded',
		ready: true,
		clickhouse: false,
		pending: 12,
		spool: { bytes: 900, limit_bytes: 1_000, oldest_s: 4.5, aside: 0 }
	});
});

test.each([{ ready: false }, { ready: false, clickhouse: false }])(
	'is unavailable when the spool takes nothing: %j',
	async (changes) => {
		expect(await health(changes)).toMatchObject({ status: 'unavailable', ready: false });
	}
);

test('has room in its spool until that is nearly full', () => {
	expect([0, 970, 990].map((bytes) => hasRoom({ bytes, limit_bytes: 1_000 }))).toEqual([true, true, false]);
});
