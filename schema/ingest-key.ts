import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The key our own processes speak to ingest with: of those configured the first for all teams, else the first; without any the one
 * made at the first start. Undefined where there is none.
 */
export function readIngestKey(env: {
	TOUCHSTONE_DATA: string;
	TOUCHSTONE_INGEST_KEYS?: string | undefined;
}): string | undefined {
	const entries = (env.TOUCHSTONE_INGEST_KEYS ?? '').split(',').map((entry) => entry.trim().split(':'));
	const [, secret] = entries.find(([, secret, teams]) => secret && !teams) ?? entries[0] ?? [];
	if (secret) return secret;
	const file = join(env.TOUCHSTONE_DATA, 'ingest.key');
	return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
