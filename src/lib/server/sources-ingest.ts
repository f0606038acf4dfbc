import { z } from 'zod';
import { ingestUrl } from '#schema/environment.ts';
import { readIngestKey } from '#schema/ingest-key.ts';
import { SourceState } from '#schema/source-state.ts';
import type { ToldByIngest } from './sources.ts';
import type { Env } from '../../environment.ts';

/** Ingest that answers later than this is not there for who wants to know within seconds. It asks ClickHouse itself, for a second at most. */
const PATIENCE_MS = 1_800;

const Health = z.object({
	sources: z.array(SourceState),
	spool: z.object({ oldest_s: z.number().nullable() })
});

/** Asks ingest about its sources, and how long the oldest event has waited to be stored; rejects when it does not answer, or knows nothing of sources. */
export function createSourcesOfIngest(
	env: Pick<Env, 'HOST' | 'INGEST_PORT' | 'TOUCHSTONE_DATA' | 'TOUCHSTONE_INGEST_KEYS'>
): () => Promise<ToldByIngest> {
	const url = `${ingestUrl(env)}/health`;
	return async () => {
		const answer = await fetch(url, {
			headers: { authorization: `Bearer ${readIngestKey(env) ?? ''}` },
			signal: AbortSignal.timeout(PATIENCE_MS)
		});
		const { sources, spool } = Health.parse(await answer.json());
		return { sources, oldest_s: spool.oldest_s };
	};
}
