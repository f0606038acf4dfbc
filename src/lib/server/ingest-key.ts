import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '../../environment.ts';

/** The key the dashboard speaks to ingest with: the first for all teams of those configured, else the one made at the first start. */
export function ingestKey(env: Pick<Env, 'TOUCHSTONE_DATA' | 'TOUCHSTONE_INGEST_KEYS'>): string {
	const entries = (env.TOUCHSTONE_INGEST_KEYS ?? '').split(',').map((entry) => entry.trim().split(':'));
	const [, secret] = entries.find(([, secret, teams]) => secret && !teams) ?? entries[0] ?? [];
	if (secret) return secret;
	const file = join(env.TOUCHSTONE_DATA, 'ingest.key');
	return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}
