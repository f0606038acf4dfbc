import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { readBody, readJson } from './body.ts';
import { fromHere } from './from-here.ts';
import type { Handler, Routes } from './http.ts';
import type { Pipeline } from './pipeline.ts';
import { answer, answerRefusal, refusal } from './refusal.ts';
import type { Spool } from './spool.ts';

export const ERASURE_PATH = '/v1/erasure';

/** Whose data is to go: a customer as the producers name it, or the pseudonym made of that. */
export const ErasureRequest = z.union([
	z.strictObject({ customer: z.string().min(1).max(200) }),
	z.strictObject({ pseudonym: z.string().regex(/^[0-9a-f]{32}$/) })
]);

export const ErasureAnswer = z.object({ pseudonym: z.string() });

/** How long an erasure waits for ClickHouse to take what is in the spool. */
const WAIT_MS = 45_000;
const RETRY_MS = 50;

export type ErasureOptions = {
	pseudonym: Pipeline['pseudonym'];
	commit: () => void;
	drained: () => Promise<void>;
	spool: Pick<Spool, 'wipe' | 'stats'>;
	log: Logger;
	waitMs?: number;
};

/**
 * The part of ingest in the erasure of a customer: everything taken so far goes to ClickHouse, where `npm run erase` removes it,
 * and the file it waited in is made anew, so that no byte of it stays there.
 */
export function createErasure(options: ErasureOptions) {
	const { pseudonym, commit, drained, spool, log, waitMs = WAIT_MS } = options;

	/** Whether the spool could be wiped in time: it has to be empty for one moment. */
	async function wipe(): Promise<boolean> {
		const late = sleep(waitMs, 'late' as const, { ref: false });
		for (;;) {
			commit();
			if ((await Promise.race([drained(), late])) === 'late') return false;
			if (spool.wipe()) return true;
			if (spool.stats().aside > 0) return false;
			if ((await Promise.race([sleep(RETRY_MS), late])) === 'late') return false;
		}
	}

	function refuseBusy() {
		const { aside, rows } = spool.stats();
		if (aside > 0)
			return refusal(
				409,
				'set_aside',
				'',
				`the spool keeps ${aside} blocks that ClickHouse cannot read, and nobody can say whose they are: see the log of ingest`
			);
		const detail = `${rows} events still wait in the spool: ClickHouse is away, or more comes in than it takes. Try again later`;
		return refusal(503, 'not_drained', '', detail);
	}

	const erase: Handler = async (request, response) => {
		const body = await readBody(request);
		if (!body.ok) return answerRefusal(response, body.refused);
		const json = readJson(body.value.toString());
		const asked = ErasureRequest.safeParse(json.ok ? json.value : undefined);
		if (!asked.success) {
			const detail =
				'expected {"customer": "…"} of 1 to 200 characters, or {"pseudonym": "32 hexadecimal digits"}';
			return answerRefusal(response, refusal(400, 'invalid', '', detail));
		}
		const erased = 'customer' in asked.data ? pseudonym(asked.data.customer) : asked.data.pseudonym;
		if (!(await wipe())) return answerRefusal(response, refuseBusy());
		log.info('the spool was emptied and made anew, to erase a customer');
		answer(response, 200, { pseudonym: erased });
	};

	const routes: Routes = { [ERASURE_PATH]: { POST: fromHere('an erasure', erase) } };
	return { routes };
}
