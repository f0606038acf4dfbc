import { z } from 'zod';
import { ingestUrl } from '#schema/environment.ts';
import type { CloudEvent } from '#schema/event.ts';
import { readIngestKey } from '#schema/ingest-key.ts';
import type { Env } from '../../../environment.ts';
import { IngestTrouble } from '../quarantine-ingest.ts';

type IngestEnv = Pick<Env, 'HOST' | 'INGEST_PORT' | 'TOUCHSTONE_DATA' | 'TOUCHSTONE_INGEST_KEYS'>;

const PATIENCE_MS = 10_000;

const Taken = z.object({
	duplicates: z.int(),
	rejected: z.array(z.object({ path: z.string(), detail: z.string() }))
});

/**
 * Sends one event of ours by the door through which all events come. Resolves with whether ingest knew it already; throws
 * IngestTrouble when it did not take it.
 */
export async function sendEvent(env: IngestEnv, event: CloudEvent): Promise<{ duplicate: boolean }> {
	const answer = await fetch(`${ingestUrl(env)}/v1/events`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${readIngestKey(env) ?? ''}`,
			'content-type': 'application/cloudevents+json'
		},
		body: JSON.stringify(event),
		signal: AbortSignal.timeout(PATIENCE_MS)
	}).catch(() => {
		throw new IngestTrouble(
			`ingest cannot be reached on port ${env.INGEST_PORT}; start it with npm run ingest`
		);
	});
	const taken = Taken.safeParse(await answer.json().catch(() => undefined));
	if (!answer.ok || !taken.success) throw new IngestTrouble(`ingest answered ${answer.status}: try again`);
	const [refused] = taken.data.rejected;
	if (refused) throw new IngestTrouble(`ingest refused: ${refused.path} ${refused.detail}`);
	return { duplicate: taken.data.duplicates > 0 };
}
