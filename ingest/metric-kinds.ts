import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** 1 ms to 10 s: a commit takes milliseconds, an insert tens of them, an outage seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const ROWS = [1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 25_000, 50_000, 100_000];

/** The kinds of metrics of ingest: figures kept elsewhere are read off when somebody asks. */
export function metricKinds(registry: Registry) {
	const named = (name: string, help: string) => ({
		name: `touchstone_ingest_${name}`,
		help,
		registers: [registry]
	});
	const histogram = (name: string, help: string, buckets: number[]) =>
		new Histogram({ ...named(name, help), buckets });

	return {
		total: (name: string, help: string, read: () => number) =>
			new Counter({
				...named(name, help),
				collect() {
					this.reset();
					this.inc(read());
				}
			}),
		totals: (name: string, help: string, label: string, read: () => Record<string, number>) =>
			new Counter({
				...named(name, help),
				labelNames: [label],
				collect() {
					this.reset();
					for (const [value, count] of Object.entries(read())) this.inc({ [label]: value }, count);
				}
			}),
		gauge: (name: string, help: string, read: () => number) =>
			new Gauge({
				...named(name, help),
				collect() {
					this.set(read());
				}
			}),
		gauges: (name: string, help: string, label: string, read: () => Record<string, number>) =>
			new Gauge({
				...named(name, help),
				labelNames: [label],
				collect() {
					this.reset();
					for (const [value, count] of Object.entries(read())) this.set({ [label]: value }, count);
				}
			}),
		/** One that never changes and tells by its labels. */
		info: (name: string, help: string, labels: Record<string, string>) =>
			new Gauge({ ...named(name, help), labelNames: Object.keys(labels) }).set(labels, 1),
		seconds: (name: string, help: string) => histogram(name, help, SECONDS),
		rows: (name: string, help: string) => histogram(name, help, ROWS)
	};
}
