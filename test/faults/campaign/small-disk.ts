import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own with room for `bytes`; undefined where this user may not mount one. */
export function mountSmallDisk(bytes: number): { path: string; unmount: () => void } | undefined {
	const path = mkdtempSync(join(tmpdir(), 'touchstone-disk-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'touchstone', path], { stdio: 'ignore' });
	} catch {
		rmSync(path, { recursive: true });
		return undefined;
	}
	return {
		path,
		unmount() {
			execFileSync('umount', [path]);
			rmSync(path, { recursive: true });
		}
	};
}
