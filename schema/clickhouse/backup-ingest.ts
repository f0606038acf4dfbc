import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const POLL_MS = 100;
const ASK_MS = 5_000;

const Health = z.object({
	pending: z.int(),
	spool: z.object({ oldest_s: z.number().nullable(), aside: z.int() })
});

type Ingest = { url: string; key: string | undefined };

/** What an ingest says of itself; undefined when none answers. */
async function healthOf({ url, key }: Ingest) {
	const response = await fetch(new URL('/health', url), {
		headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
		signal: AbortSignal.timeout(ASK_MS)
	}).catch(() => undefined);
	if (!response) return undefined;
	const health = Health.safeParse(await response.json().catch(() => undefined));
	if (health.success) return health.data;
	throw new Error(
		`${url} does not say how much waits in its spool: it wants a key (TOUCHSTONE_INGEST_KEYS, as ingest has it), or is no ingest.`
	);
}

/** Whether an ingest answers there. */
export const isIngest = async (ingest: Ingest) => (await healthOf(ingest).catch(() => null)) !== undefined;

/**
 * Waits until ClickHouse has everything that an ingest had acknowledged when this was called. What comes in meanwhile is not waited
 * for. Resolves with how many blocks it keeps that ClickHouse cannot read; undefined when no ingest answers.
 */
export async function waitForIngest(
	ingest: Ingest,
	{ waitMs, say }: { waitMs: number; say: (words: string) => void }
): Promise<number | undefined> {
	const begun = performance.now();
	for (let told = begun; ;) {
		const asked = performance.now();
		const health = await healthOf(ingest);
		if (!health) return undefined;
		const { pending, spool } = health;
		// Only what was written after the beginning is left: the oldest is younger than the waiting is long.
		if (pending === 0 || (spool.oldest_s !== null && spool.oldest_s * 1_000 < asked - begun))
			return spool.aside;
		if (asked - begun > waitMs)
			throw new Error(
				`${pending} events that were acknowledged still wait in the spool of ${ingest.url}: ClickHouse is away or behind. ` +
					'Make the backup when it has caught up, or give it longer with --wait SECONDS.'
			);
		if (asked - told > 2_000) {
			told = asked;
			say(`${pending} events wait in the spool of ${ingest.url} …`);
		}
		await sleep(POLL_MS);
	}
}
