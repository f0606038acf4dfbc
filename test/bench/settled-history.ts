import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, PATIENT_MS } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { createSettler } from '../../src/lib/server/settled/settler.ts';
import { fillHistory, FULL } from './history.ts';

export const ZONE = 'Asia/Shanghai';
export const DAY = 86_400_000;
/** When the last day of the history is wholly over: what a page shows in the evening. */
export const NOW = Date.parse(FULL.end);

const database = 'touchstone';

async function timed<T>(what: string, work: () => Promise<T>): Promise<{ found: T; seconds: number }> {
	const begin = performance.now();
	const found = await work();
	const seconds = (performance.now() - begin) / 1000;
	console.log(`${what} in ${seconds.toFixed(1)} s`);
	return { found, seconds };
}

/** The folder and the size of a history, as a command line says them. */
export const historyOf = (values: { data?: string; cases: string; weeks: string }) => ({
	data: values.data,
	cases: Number(values.cases),
	weeks: Number(values.weeks)
});

/**
 * A long history, settled, in the folder or in one that goes with it. What is not there yet is filled and settled first; both go on where
 * they stopped. `loadedIn`: seconds it took to fill, where this run filled all of it.
 */
export async function openHistory({ data, cases, weeks }: { data?: string; cases: number; weeks: number }) {
	const dataDir = data ?? mkdtempSync(join(tmpdir(), 'touchstone-history-'));
	mkdirSync(dataDir, { recursive: true });
	const engine = await startClickHouse({ dataDir });
	const patient = () => connect({ url: engine.url('admin'), database, timeoutMs: PATIENT_MS });
	const clickhouse = patient();
	const settler = createSettler({
		...{ clickhouse: patient(), database, zone: ZONE },
		...{ now: () => NOW, log: console.log }
	});
	const close = async () => {
		await settler.stop();
		await clickhouse.close();
		await engine.stop();
		if (!data) rmSync(dataDir, { recursive: true, force: true });
	};
	let loadedIn: number | null = null;
	try {
		await migrate(clickhouse, database);
		const filled = await timed('filled', () => fillHistory(clickhouse, { ...FULL, cases, weeks }));
		if (filled.found === cases) loadedIn = filled.seconds;
		await prepareSettled(clickhouse, database);
		await timed('settled and rolled up', () => settler.settleAll());
	} catch (error) {
		await close();
		throw error;
	}
	return { clickhouse, settler, url: engine.url('admin'), database, cases, weeks, loadedIn, close };
}
export type OpenHistory = Awaited<ReturnType<typeof openHistory>>;

/** Milliseconds of so many runs of some work, in order. */
export async function timesOf(runs: number, work: () => Promise<unknown>): Promise<number[]> {
	const times: number[] = [];
	for (let run = 0; run < runs; run++) {
		const begin = performance.now();
		await work();
		times.push(performance.now() - begin);
	}
	return times.sort((a, b) => a - b);
}

/** What so many of them take at most; they are in order. */
export const quantileOf = (times: readonly number[], share: number) =>
	times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

/** The same in words. */
export const atShare = (times: readonly number[], share: number) =>
	quantileOf(times, share).toFixed(0).padStart(6);
