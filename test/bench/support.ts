import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createEngine } from '../faults/campaign/engine.ts';
import { createIngest, type IngestProcess } from '../faults/campaign/ingest.ts';
import { freePort } from '../support/free-port.ts';
import { Went, type Leg } from './leg.ts';

export const KEY = 'key-of-the-benchmarks-0123456789';

/** ClickHouse, and ingest as `npm run ingest` runs it, for one benchmark. */
export async function openHouse() {
	const dir = mkdtempSync(join(tmpdir(), 'touchstone-bench-'));
	const engine = await createEngine(join(dir, 'engine'));
	const ingests: IngestProcess[] = [];

	/** Ingest with its spool below `dataDir`. */
	async function startIngest(dataDir: string): Promise<IngestProcess> {
		const ingest = createIngest({
			name: 'ingest',
			port: await freePort(),
			env: {
				CLICKHOUSE_URL: engine.ingestUrl,
				TOUCHSTONE_DATA: dataDir,
				TOUCHSTONE_INGEST_KEYS: `bench:${KEY}`
			}
		});
		ingests.push(ingest);
		await ingest.start();
		return ingest;
	}

	return {
		dir,
		ingest: await startIngest(join(dir, 'ingest')),
		startIngest,
		clickhouse: engine.clickhouse,
		insertUrl: engine.ingestUrl,
		async close() {
			const codes = await Promise.all(ingests.map((ingest) => ingest.stop()));
			await engine.close();
			rmSync(dir, { recursive: true, force: true });
			if (codes.some((code) => code !== 0)) throw new Error(`ingest ended with ${codes.join(', ')}`);
		}
	};
}
export type House = Awaited<ReturnType<typeof openHouse>>;

/** A sender in a process of its own, prepared: `go` lets it go and resolves when it is through, `stop` ends it before. */
export type PreparedLeg = { go: () => Promise<Went>; stop: () => void };

export async function prepareLeg(leg: Leg): Promise<PreparedLeg> {
	const file = fileURLToPath(new URL('leg.ts', import.meta.url));
	const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', file, JSON.stringify(leg)], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	// Its last word comes before this, whenever the process is seen to end.
	const failed = once(child, 'disconnect').then(() => {
		throw new Error(`the leg ended early (${child.exitCode})`);
	});
	await Promise.race([once(child, 'message'), failed]);
	return {
		async go() {
			const told = once(child, 'message');
			child.send('go');
			const [went]: unknown[] = await Promise.race([told, failed]);
			failed.catch(() => {}); // from now on its end is no failure
			return Went.parse(went);
		},
		stop() {
			failed.catch(() => {});
			child.kill('SIGKILL');
		}
	};
}

/** Resolves when ClickHouse has everything that ingest acknowledged, views and all. */
export async function drained({ ingest }: Pick<House, 'ingest'>): Promise<void> {
	for (;;) {
		const health = await fetch(`${ingest.http}/health`);
		const { pending } = z.object({ pending: z.int() }).parse(await health.json());
		if (pending === 0) return;
		await sleep(5);
	}
}

/** The value below which a share of them lies. */
export function at(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
export const median = (values: readonly number[]) => at(values, 0.5);

/** Seconds of processor time a process has used, in ticks of 10 ms. */
export function cpuSeconds(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Sum and count of a histogram of ingest's own. */
export async function readHistogram(http: string, name: string): Promise<{ sum: number; count: number }> {
	const text = await (await fetch(`${http}/metrics`)).text();
	const read = (part: string) =>
		Number(new RegExp(`^touchstone_ingest_${name}_${part} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
	return { sum: read('sum'), count: read('count') };
}
