import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import type { CloudEvent } from '#schema/event.ts';
import { createProducer } from '../../ingest/client/client.ts';
import { KEY, spawnIngest } from '../ingest/support.ts';

// How many events a second ingest takes, from the producer's first send to ClickHouse's last row acknowledged. Run it
// with `npx tsx test/bench/ingest.ts [events]`: producer, ingest and an embedded ClickHouse share this machine.

const STEPS: [CloudEvent['type'], Record<string, unknown>][] = [
	['case.opened', { kind: 'request', reason: 'invoice wrong' }],
	['case.responded', {}],
	['case.resolved', { resolution: 'credited' }],
	['survey.answered', { instrument: 'csat', score: 4, survey: 'invitation' }]
];

/** Event `n` of a run: cases of four events each, forty agents, ten thousand customers. */
function benchEvent(n: number, run: string): CloudEvent {
	const step = n % STEPS.length;
	const number = (n - step) / STEPS.length;
	const [type, more] = STEPS[step] ?? ['case.opened', {}];
	return {
		specversion: '1.0',
		id: `${run}-${n}`,
		source: 'bench',
		type,
		time: new Date(Date.UTC(2026, 0, 5) + number * 500 + step * 20_000).toISOString(),
		subject: `bench-${run}-${number}`,
		data: {
			team: `Team ${number % 8}`,
			agent: `agent-${number % 40}`,
			channel: 'phone',
			customer: `customer-${number % 10_000}`,
			tier: 'gold',
			topic: 'billing',
			...more
		}
	};
}

async function send(url: string, events: number, run: string) {
	const producer = createProducer({ url, key: KEY });
	const start = performance.now();
	for (let n = 0; n < events; n++) await producer.send(benchEvent(n, run));
	await producer.drain();
	const seconds = (performance.now() - start) / 1_000;
	await producer.close();
	return { ...producer.counts, seconds, rate: Math.round(events / seconds) };
}

/** Seconds of processor time a process has used, in ticks of 10 ms; where /proc does not tell, not a number. */
function cpuSeconds(pid: number): number {
	const file = `/proc/${pid}/stat`;
	if (!existsSync(file)) return NaN;
	const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function main() {
	const events = Number(process.argv[2] ?? 200_000);
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bench-'));
	const engine = await startClickHouse({ dataDir });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	try {
		await migrate(clickhouse, 'touchstone');
		const ingest = await spawnIngest({ TOUCHSTONE_DATA: dataDir, CLICKHOUSE_URL: engine.url('ingest') });
		for (const run of ['warm-up', 'one', 'two', 'three']) {
			const before = cpuSeconds(ingest.pid);
			const { rate, seconds, accepted } = await send(ingest.url, run === 'warm-up' ? 20_000 : events, run);
			const cpu = ((cpuSeconds(ingest.pid) - before) / accepted) * 1e6;
			console.log(
				`${run}: ${accepted} events in ${seconds.toFixed(2)} s: ${rate} events/s; ingest used ${cpu.toFixed(0)} µs of processor each`
			);
		}
		ingest.kill('SIGTERM');
		console.log(`ingest ended with exit code ${await ingest.exited}`);
	} finally {
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

await main();
