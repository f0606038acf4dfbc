import { z } from 'zod';
import { ingestUrl } from '#schema/environment.ts';
import {
	REPLAY_PATH,
	REPLAY_ROWS,
	ReplayAnswer,
	type ReplayRequest,
	type ReplayVerdict
} from '#schema/quarantine.ts';
import type { Env } from '../../environment.ts';
import { readIngestKey } from '#schema/ingest-key.ts';

type Row = ReplayRequest['rows'][number];

/** Well below the largest body ingest reads. */
const BODY_BYTES = 768 * 1024;

/** Rows in loads that ingest reads, in order. */
export function loadsOf(rows: readonly Row[], bytes = BODY_BYTES): Row[][] {
	const loads: Row[][] = [];
	let room = 0;
	for (const row of rows) {
		const size = Buffer.byteLength(JSON.stringify(row)) + 1;
		const load = loads.at(-1);
		if (load && size <= room && load.length < REPLAY_ROWS) load.push(row);
		else {
			loads.push([row]);
			room = bytes;
		}
		room -= size;
	}
	return loads;
}

/** Ingest did not answer as it should: `detail` is for people. */
export class IngestTrouble extends Error {}

const Refused = z.object({ error: z.object({ detail: z.string() }) });

const Health = z.object({
	status: z.string(),
	clickhouse: z.boolean(),
	pending: z.number().catch(0),
	connections: z.number().catch(0)
});
/** How ingest is; null when it cannot be reached. */
export type IngestHealth = z.infer<typeof Health> | null;

/** How long a page waits to hear how ingest is. */
const PATIENCE_MS = 1_500;

/** Speaks with ingest, over HTTP and with the first of its keys. */
export function createIngest(
	env: Pick<Env, 'HOST' | 'INGEST_PORT' | 'TOUCHSTONE_DATA' | 'TOUCHSTONE_INGEST_KEYS'>
) {
	const url = ingestUrl(env);
	const authorization = () => ({ authorization: `Bearer ${readIngestKey(env) ?? ''}` });

	return {
		/** Has events judged anew; throws IngestTrouble. */
		async replay(rows: readonly Row[]): Promise<ReplayVerdict[]> {
			const answer = await fetch(url + REPLAY_PATH, {
				method: 'POST',
				headers: { ...authorization(), 'content-type': 'application/json' },
				body: JSON.stringify({ rows })
			}).catch(() => {
				throw new IngestTrouble(
					`ingest cannot be reached on port ${env.INGEST_PORT}; start it with npm run ingest`
				);
			});
			const body: unknown = await answer.json().catch(() => undefined);
			const read = ReplayAnswer.safeParse(body);
			if (answer.ok && read.success) return read.data.results;
			const refused = Refused.safeParse(body);
			throw new IngestTrouble(
				refused.success ? `ingest refused: ${refused.data.error.detail}` : `ingest answered ${answer.status}`
			);
		},
		async health(): Promise<IngestHealth> {
			try {
				const signal = AbortSignal.timeout(PATIENCE_MS);
				const answer = await fetch(`${url}/health`, { headers: authorization(), signal });
				return Health.parse(await answer.json());
			} catch {
				return null;
			}
		}
	};
}
export type IngestEnd = ReturnType<typeof createIngest>;
