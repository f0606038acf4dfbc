import { existsSync } from 'node:fs';
import { latestSpool } from '#schema/spool.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { createStore } from '../clickhouse.ts';
import { createCounters } from '../counters.ts';
import { createDrain } from '../drain.ts';
import { ERASURE_PATH, ErasureAnswer } from '../erasure.ts';
import { openSpool, type Spool } from '../spool.ts';

/** How long ClickHouse may take to store what a stopped ingest has left. */
const DRAIN_MS = 10 * 60_000;
const ASK_MS = 60_000;

const Refused = z.object({ error: z.object({ detail: z.string() }) });

/** Asks a running ingest to hand on what it holds and to forget it. Resolves with the pseudonym it keeps the customer under. */
export async function eraseAtIngest(
	url: string,
	{ key, whom }: { key: string; whom: { customer: string } | { pseudonym: string } }
): Promise<string> {
	const response = await fetch(new URL(ERASURE_PATH, url), {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(whom),
		signal: AbortSignal.timeout(ASK_MS)
	}).catch((error: unknown) => {
		throw new Error(`No ingest answers at ${url}.`, { cause: error });
	});
	const said: unknown = await response.json().catch(() => undefined);
	const answered = ErasureAnswer.safeParse(said);
	if (response.ok && answered.success) return answered.data.pseudonym;
	const refused = Refused.safeParse(said).data?.error.detail ?? 'no reason given';
	throw new Error(`The ingest at ${url} refuses (${response.status}): ${refused}.`);
}

const isBusy = (error: unknown) =>
	error instanceof Error &&
	error.cause instanceof Error &&
	'code' in error.cause &&
	String(error.cause.code).startsWith('SQLITE_BUSY');

export type LeftSpool = { file: string; maxBytes: number; clickhouse: ClickHouseClient };

/**
 * Empties the spool of an ingest that does not run: what is in it goes to ClickHouse, and the file is made anew. Resolves with the
 * rows handed on; `busy` when an ingest holds it, `none` without a spool.
 */
export async function emptySpool({
	file,
	maxBytes,
	clickhouse
}: LeftSpool): Promise<number | 'busy' | 'none'> {
	if (!existsSync(latestSpool(file).path)) return 'none';
	let spool: Spool;
	try {
		spool = openSpool({ file, maxBytes });
	} catch (error) {
		if (isBusy(error)) return 'busy';
		throw error;
	}
	const log = pino({ level: 'silent' });
	const store = createStore({ clickhouse, counters: createCounters(), log });
	const { rows } = spool.stats();
	const drain = createDrain({ spool, store, log });
	try {
		const late = sleep(DRAIN_MS, 'late' as const, { ref: false });
		const outcome = await Promise.race([drain.drained(), late]);
		if (outcome === 'late' || !spool.wipe()) throw new Error(stuck(file, spool));
		return rows;
	} finally {
		await drain.stop();
		spool.close();
	}
}

function stuck(file: string, spool: Spool): string {
	const { rows, aside } = spool.stats();
	return aside > 0
		? `The spool ${file} keeps ${aside} blocks that ClickHouse cannot read, and nobody can say whose they are. Move the file away and keep or destroy it, then run this again.`
		: `${rows} events still wait in the spool ${file}: ClickHouse does not take them.`;
}
