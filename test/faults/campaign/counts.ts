import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Counts } from '../checker/evidence.ts';
import type { IngestProcess } from './ingest.ts';

const Health = z.object({
	received: z.int().optional(),
	accepted: z.int(),
	duplicates: z.int(),
	rejected: z.record(z.string(), z.int())
});

async function readOnce({ http, process }: IngestProcess): Promise<Counts> {
	const answer = await fetch(`${http}/health`);
	const { rejected, ...counts } = Health.parse(await answer.json());
	return { process, ...counts, rejected: Object.values(rejected).reduce((sum, one) => sum + one, 0) };
}

/** What the present run of an ingest process has counted, once it counts no more. */
export async function readCounts(ingest: IngestProcess): Promise<Counts> {
	for (let before = ''; ; await sleep(100)) {
		const counts = await readOnce(ingest);
		if (JSON.stringify(counts) === before) return counts;
		before = JSON.stringify(counts);
	}
}
