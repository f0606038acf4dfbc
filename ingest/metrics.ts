import { collectDefaultMetrics, Registry } from 'prom-client';
import { Refusal } from '#schema/event.ts';
import { FrameError } from '#schema/frame.ts';
import type { Counters } from './counters.ts';
import type { Waiting } from './health.ts';
import { metricKinds } from './metric-kinds.ts';

/** What is read off when somebody asks. */
export type Gauges = {
	spool: Waiting & { records: number };
	/** Connections by key. */
	connections: Record<string, number>;
	/** The credit that all connections have together. */
	credit: number;
	clickhouse: boolean;
};

export type MetricsOptions = {
	counters: Readonly<Counters>;
	gauges: () => Gauges | Promise<Gauges>;
	version: string;
	now?: () => number;
};

/** So many keys are told apart; the connections of all others are summed as `other`. */
const KEYS = 100;

const NOTHING: Gauges = {
	spool: { bytes: 0, rows: 0, records: 0, aside: 0, limit_bytes: 0, oldest_at: null },
	connections: {},
	credit: 0,
	clickhouse: false
};

/** Reasons known beforehand begin at 0, so that the first of a kind is seen as a rise. */
const from0 = (known: readonly string[], counts: Record<string, number>) => ({
	...Object.fromEntries(known.map((reason) => [reason, 0])),
	...counts
});

function bounded(connections: Record<string, number>): Record<string, number> {
	const keys = Object.entries(connections);
	if (keys.length <= KEYS) return connections;
	const other = keys.slice(KEYS).reduce((sum, [, count]) => sum + count, 0);
	return { ...Object.fromEntries(keys.slice(0, KEYS)), other };
}

/** What operators watch, in Prometheus's text format. Each ingest has a registry of its own. */
export function createMetrics({ counters, gauges, version, now = Date.now }: MetricsOptions) {
	const registry = new Registry();
	const kinds = metricKinds(registry);
	let state = NOTHING;

	function defineTotals() {
		const { total, totals } = kinds;
		const rejected = () => from0(Refusal.shape.reason.options, counters.rejected);
		const frames = () => from0(FrameError.shape.error.shape.reason.options, counters.refused_frames);
		total(
			'received_events_total',
			'Events answered: accepted, duplicates, rejected',
			() => counters.received
		);
		total('accepted_events_total', 'Events accepted: durable in the spool', () => counters.accepted);
		total('duplicate_events_total', 'Events known already', () => counters.duplicates);
		totals('rejected_events_total', 'Events refused and kept in quarantine, by reason', 'reason', rejected);
		totals('refused_frames_total', 'Frames refused as a whole, by reason', 'reason', frames);
		totals(
			'unmapped_values_total',
			'Values in vendors’ payloads that mean nothing here, by source',
			'source',
			() => counters.unmapped
		);
		total(
			'insert_retries_total',
			'Inserts that ClickHouse did not take, tried again',
			() => counters.retries
		);
	}

	function ageSeconds() {
		const { oldest_at } = state.spool;
		return oldest_at === null ? 0 : Math.max(0, now() - oldest_at) / 1_000;
	}

	function defineGauges() {
		const { gauge, gauges, info } = kinds;
		gauge('spool_bytes', 'Bytes that wait for ClickHouse', () => state.spool.bytes);
		gauge('spool_limit_bytes', 'Bytes that may wait for ClickHouse', () => state.spool.limit_bytes);
		gauge('spool_rows', 'Rows that wait for ClickHouse', () => state.spool.rows);
		gauge('spool_records', 'Commits that wait for ClickHouse', () => state.spool.records);
		gauge('spool_aside_records', 'Commits that ClickHouse cannot read, kept apart', () => state.spool.aside);
		gauge('spool_age_seconds', 'Age of the oldest row that waits for ClickHouse', ageSeconds);
		gauge('credit_granted_events', 'Events that all connections may have unanswered', () => state.credit);
		gauge('clickhouse_up', '1 while ClickHouse answers', () => Number(state.clickhouse));
		gauges('connections', 'WebSockets, by key', 'key', () => bounded(state.connections));
		info('build_info', 'What runs', { version, node: process.version });
	}

	defineTotals();
	defineGauges();
	collectDefaultMetrics({ register: registry });
	const ack = kinds.seconds('ack_duration_seconds', 'From a frame or request taken to its answer');
	const commit = kinds.seconds('commit_duration_seconds', 'Writing and flushing a commit to the spool');
	const commitRows = kinds.rows('commit_rows', 'Rows of a commit');
	const insert = kinds.seconds('insert_duration_seconds', 'An insert that ClickHouse took');
	const insertRows = kinds.rows('insert_rows', 'Rows of an insert');

	return {
		/** Everything, as text. */
		async text(): Promise<string> {
			state = await gauges();
			return registry.metrics();
		},
		contentType: registry.contentType,
		observe: {
			/** A frame or request was answered. */
			ack: (seconds: number) => ack.observe(seconds),
			/** Rows are durable in the spool. */
			commit(seconds: number, rows: number) {
				commit.observe(seconds);
				commitRows.observe(rows);
			},
			/** ClickHouse has taken rows. */
			insert(seconds: number, rows: number) {
				insert.observe(seconds);
				insertRows.observe(rows);
			}
		}
	};
}
export type Metrics = ReturnType<typeof createMetrics>;
