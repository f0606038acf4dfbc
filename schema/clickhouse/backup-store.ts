import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';

/** Copies a file of the dashboard's own (boards and screens; who is told of what), whole and as of one moment, also while it is in use. Nothing without one. */
export function copyStore(file: string, to: string): void {
	if (!existsSync(file)) return;
	const db = new Database(file);
	try {
		db.prepare('VACUUM INTO ?').run([to]);
	} finally {
		db.close();
	}
}

/** Brings it back. One that is in the way is kept as `before`, its log with it: neither may be read without the other. */
export function restoreStore(
	kept: string,
	file: string,
	before: string
): 'nothing' | 'restored' | 'replaced' {
	if (!existsSync(kept)) return 'nothing';
	const replaced = existsSync(file);
	for (const end of ['', '-wal', '-shm'])
		if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${before}${end}`);
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	copyFileSync(kept, file);
	chmodSync(file, 0o600);
	return replaced ? 'replaced' : 'restored';
}
