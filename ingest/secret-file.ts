import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reads the secret kept in `file`; makes it at the first start, readable by its owner alone. */
export function secretFile(file: string): { secret: string; made: boolean } {
	mkdirSync(dirname(file), { recursive: true });
	const fresh = randomBytes(24).toString('base64url');
	try {
		// `wx`: of two processes starting at once one writes, and both read the same.
		writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
		return { secret: fresh, made: true };
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
	}
	const secret = readFileSync(file, 'utf8').trim();
	if (secret === '') throw new Error(`${file} is empty: delete it to have a new one made`);
	return { secret, made: false };
}
