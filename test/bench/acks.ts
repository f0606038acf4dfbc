import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COMMIT_MS } from '../../ingest/commit.ts';
import type { IngestProcess } from '../faults/campaign/ingest.ts';
import { at, KEY, median, openHouse, prepareLeg, readHistogram } from './support.ts';

// How long a frame of 100 waits for its answer at a fifth of what ingest can take, and what of it is the disk: the same
// with the spool on a disk and in memory, by turns. Run it with `npx tsx test/bench/acks.ts [seconds] [pairs]`.

const SECONDS = Number(process.argv[2] ?? 10);
const PAIRS = Number(process.argv[3] ?? 5);
const FLAT_OUT = 200_000;
const SIZE = 100;
const LOAD = 0.2;

/** The most that it takes, events a second until acknowledged. */
async function mostOf({ url }: IngestProcess, run: string): Promise<number> {
	const { go } = await prepareLeg({ how: 'send', url, key: KEY, run, events: FLAT_OUT, size: SIZE });
	const { began, ended } = await go();
	return FLAT_OUT / ((ended - began) / 1_000);
}

async function waitsOf({ url, http }: IngestProcess, run: string, rate: number) {
	const events = Math.ceil((rate * SECONDS) / SIZE) * SIZE;
	const { go } = await prepareLeg({ how: 'send', url, key: KEY, run, events, size: SIZE, rate });
	const read = () => readHistogram(http, 'commit_duration_seconds');
	const before = await read();
	const { waits } = await go();
	const after = await read();
	const commitMs = ((after.sum - before.sum) / (after.count - before.count)) * 1_000;
	return { p50: at(waits, 0.5), p99: at(waits, 0.99), max: Math.max(...waits), commitMs };
}

type Waits = Awaited<ReturnType<typeof waitsOf>>;

const told = ({ p50, p99, max, commitMs }: Waits) =>
	`p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms, a commit ${commitMs.toFixed(2)} ms`;

async function main() {
	const house = await openHouse();
	const memory = mkdtempSync('/dev/shm/touchstone-bench-');
	try {
		const onDisk = house.ingest;
		const inMemory = await house.startIngest(join(memory, 'ingest'));
		await mostOf(onDisk, 'warm');
		await mostOf(inMemory, 'warmtoo');
		const most = await mostOf(onDisk, 'most');
		const rate = Math.round(most * LOAD);
		console.log(
			`most ${Math.round(most)} events/s; a fifth of it for ${SECONDS} s a leg; events wait up to ${COMMIT_MS} ms for their commit`
		);
		const pairs: { disk: Waits; memory: Waits }[] = [];
		for (let pair = 0; pair < PAIRS; pair++) {
			const early = pair % 2 === 0 ? await waitsOf(onDisk, `d${pair}`, rate) : undefined;
			const memory = await waitsOf(inMemory, `m${pair}`, rate);
			const disk = early ?? (await waitsOf(onDisk, `d${pair}`, rate));
			pairs.push({ disk, memory });
			console.log(`pair ${pair + 1}: disk ${told(disk)}; memory ${told(memory)}`);
		}
		const of = (read: (pair: (typeof pairs)[number]) => number) => median(pairs.map(read));
		const p99 = of(({ disk }) => disk.p99);
		const fsync = of(({ disk, memory }) => disk.commitMs - memory.commitMs);
		console.log(
			`medians of ${PAIRS}: p50 ${of(({ disk }) => disk.p50).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms = ${(p99 / COMMIT_MS).toFixed(2)} × the flush interval; ` +
				`the disk costs ${fsync.toFixed(2)} ms a commit = ${((fsync / p99) * 100).toFixed(1)} % of p99, ` +
				`${((fsync / COMMIT_MS) * 100).toFixed(1)} % of the flush interval`
		);
	} finally {
		await house.close();
		rmSync(memory, { recursive: true, force: true });
	}
}

await main();
