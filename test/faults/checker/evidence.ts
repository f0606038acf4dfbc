import type { Ledger } from './ledger.ts';

/** A row as the database gives it. */
export type Row = Record<string, unknown>;
export type Rows = Iterable<Row> | AsyncIterable<Row>;

/** How an answer's rows are told apart. */
export const GROUPINGS = ['total', 'team', 'day'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What a KPI answered about all of the traffic, in total, by team and by day (UTC). */
export type KpiAnswer = { kpi: string; grouping: Grouping; rows: Row[] };

/** What one run of an ingest process counted, from its start until it was read. */
export type Counts = {
	process: string;
	received?: number;
	accepted: number;
	duplicates: number;
	rejected: number;
};

/** The ledger, and what was read back once everything had settled. */
export type Evidence = {
	ledger: Ledger;
	/** Every row of the table of events. */
	events: Rows;
	/** Per case: case_id, first_time, last_time, facts, steps. */
	cases: Rows;
	/** What customers did outside any case: customer, time, active, source, id; each once. */
	activity: Rows;
	/** Per source: source, first_time, last_time. */
	sources: Rows;
	/** How many events are counted once each. */
	counted_once: number;
	kpis: KpiAnswer[];
	/** The clock by which the KPIs judged what is mature, ms. */
	as_of: number;
	/** Rejected events kept, each once: source, id, reason, path, event. Undefined where the product keeps none. */
	quarantine?: Rows;
	counts: Counts[];
};
