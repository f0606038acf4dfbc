import { expect, test } from 'vitest';
import { createCounters } from '../../ingest/counters.ts';
import { createMetrics, type Gauges } from '../../ingest/metrics.ts';

const GAUGES: Gauges = {
	spool: { bytes: 2_048, rows: 20, records: 2, aside: 1, limit_bytes: 4_096, oldest_at: 70_000 },
	connections: { pbx: 2, tickets: 1 },
	credit: 81_000,
	clickhouse: true
};

function metrics(gauges: Partial<Gauges> = {}) {
	const counters = createCounters();
	const made = createMetrics({
		counters,
		gauges: () => ({ ...GAUGES, ...gauges }),
		version: '1.2.3',
		now: () => 100_000
	});
	return { ...made, counters };
}

/** The samples of a text in Prometheus's format: by name and labels. */
const samples = (text: string) =>
	new Map(
		text
			.split('\n')
			.filter((line) => line !== '' && !line.startsWith('#'))
			.map((line): [string, number] => {
				const cut = line.lastIndexOf(' ');
				return [line.slice(0, cut), Number(line.slice(cut + 1))];
			})
	);

const named = (name: string) => `touchstone_ingest_${name}`;

test('tells what the process has counted', async () => {
	const { counters, text } = metrics();
	Object.assign(counters, { received: 10, accepted: 6, duplicates: 3, retries: 4 });
	counters.rejected.invalid = 1;
	counters.refused_frames.over_credit = 2;
	counters.unmapped.genesys = 5;
	const read = samples(await text());
	expect(read.get(named('received_events_total'))).toBe(10);
	expect(read.get(named('accepted_events_total'))).toBe(6);
	expect(read.get(named('duplicate_events_total'))).toBe(3);
	expect(read.get(named('rejected_events_total{reason="invalid"}'))).toBe(1);
	expect(read.get(named('refused_frames_total{reason="over_credit"}'))).toBe(2);
	expect(read.get(named('unmapped_values_total{source="genesys"}'))).toBe(5);
	expect(read.get(named('insert_retries_total'))).toBe(4);
});

test('counts on from one reading to the next', async () => {
	const { counters, text } = metrics();
	counters.accepted = 5;
	await text();
	counters.accepted = 7;
	expect(samples(await text()).get(named('accepted_events_total'))).toBe(7);
});

test('begins every known reason at 0, so that the first of a kind is seen as a rise', async () => {
	const read = samples(await metrics().text());
	expect(read.get(named('rejected_events_total{reason="unknown_type"}'))).toBe(0);
	expect(read.get(named('refused_frames_total{reason="not_json"}'))).toBe(0);
});

test('tells how the spool, the connections and ClickHouse are now', async () => {
	const read = samples(await metrics().text());
	expect(read.get(named('spool_bytes'))).toBe(2_048);
	expect(read.get(named('spool_limit_bytes'))).toBe(4_096);
	expect(read.get(named('spool_rows'))).toBe(20);
	expect(read.get(named('spool_records'))).toBe(2);
	expect(read.get(named('spool_aside_records'))).toBe(1);
	expect(read.get(named('spool_age_seconds'))).toBe(30);
	expect(read.get(named('credit_granted_events'))).toBe(81_000);
	expect(read.get(named('clickhouse_up'))).toBe(1);
	expect(read.get(named('connections{key="pbx"}'))).toBe(2);
	expect(read.get(named(`build_info{version="1.2.3",node="${process.version}"}`))).toBe(1);
});

test('says that ClickHouse is away, and that nothing waits', async () => {
	const empty = { ...GAUGES.spool, oldest_at: null };
	const read = samples(await metrics({ clickhouse: false, spool: empty }).text());
	expect(read.get(named('clickhouse_up'))).toBe(0);
	expect(read.get(named('spool_age_seconds'))).toBe(0);
});

test('tells a hundred keys apart, and sums the connections of the others', async () => {
	const connections = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`key${index}`, 2]));
	const read = samples(await metrics({ connections }).text());
	const series = [...read.keys()].filter((name) => name.startsWith(named('connections{')));
	expect(series).toHaveLength(101);
	expect(read.get(named('connections{key="other"}'))).toBe(100);
});

test('measures answers, commits and inserts', async () => {
	const { observe, text } = metrics();
	observe.ack(0.015);
	observe.commit(0.002, 300);
	observe.insert(0.2, 20_000);
	const read = samples(await text());
	expect(read.get(named('ack_duration_seconds_bucket{le="0.01"}'))).toBe(0);
	expect(read.get(named('ack_duration_seconds_bucket{le="0.02"}'))).toBe(1);
	expect(read.get(named('commit_duration_seconds_sum'))).toBe(0.002);
	expect(read.get(named('commit_rows_sum'))).toBe(300);
	expect(read.get(named('insert_duration_seconds_count'))).toBe(1);
	expect(read.get(named('insert_rows_sum'))).toBe(20_000);
});

test('tells of the process itself, and keeps two ingests in one process apart', async () => {
	const one = metrics();
	const two = metrics();
	one.observe.ack(1);
	expect(samples(await two.text()).get(named('ack_duration_seconds_count'))).toBe(0);
	expect(samples(await one.text()).get('process_resident_memory_bytes')).toBeGreaterThan(0);
	expect(one.contentType).toContain('text/plain');
});
