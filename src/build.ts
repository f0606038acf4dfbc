import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the built pages are made of. */
const SOURCES = [
	'src',
	'schema',
	'static',
	'project.inlang',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts'
];
/** Made by the build itself. */
const MADE = new Set(['paraglide', 'cache']);

function newest(path: string): number {
	const { mtimeMs } = statSync(path);
	if (!statSync(path).isDirectory()) return mtimeMs;
	const inside = readdirSync(path).filter((name) => !MADE.has(name));
	return Math.max(0, ...inside.map((name) => newest(join(path, name))));
}

/** Builds the pages when they are not built, or older than what they are made of. Throws when the build fails. */
export function buildIfStale(root: string, say: (line: string) => void): void {
	const built = join(root, 'build', 'handler.js');
	const sources = SOURCES.map((name) => join(root, name)).filter(existsSync);
	if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources.map(newest))) return;
	say('Building the pages (once, about 20 s) …');
	try {
		execFileSync('npm', ['run', '--silent', 'build'], {
			cwd: root,
			// Whoever asks (the tests, say): the pages are built as they are served.
			env: { ...process.env, NODE_ENV: 'production' },
			stdio: ['ignore', 'pipe', 'pipe']
		});
	} catch (error) {
		// What npm and Vite say is of interest only when it failed.
		const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
		throw new Error(`The pages could not be built:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
	}
}
