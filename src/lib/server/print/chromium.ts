import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where systems put a Chromium of their own. */
const SYSTEM = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable'
];

/** How a Chromium is started wherever it runs: in a container, as any user, talking to nobody by itself. */
export const CHROMIUM_ARGS = [
	...['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
	'--disable-dev-shm-usage'
];

/** Where it is, and the environment it needs. */
export type Chromium = { executablePath: string; env: Record<string, string> };

type Options = {
	/** Where one is said to be, and the variable that says so. */
	given?: { name: string; path: string } | undefined;
	/** One to take before the packaged one, if it is there. */
	before?: string;
	/** A directory of ours, into which the packaged one is unpacked. */
	home: string;
};

/** Finds a Chromium: the given one, the one packaged in npm (Linux x64), the system's. Throws what to do when there is none. */
export async function findChromium({ given, before, home }: Options): Promise<Chromium> {
	if (given && !existsSync(given.path))
		throw new Error(`${given.name} names ${given.path}, and there is no such file: set it to a Chromium`);
	mkdirSync(home, { recursive: true });
	const found = given?.path ?? [before].find((path) => path !== undefined && existsSync(path));
	const path = found ?? (await packaged(home)) ?? SYSTEM.find(existsSync);
	if (path === undefined)
		throw new Error(
			`there is no Chromium: install one (Debian: apt-get install chromium), or set ${given?.name ?? 'TOUCHSTONE_CHROMIUM'} to the path of one`
		);
	return { executablePath: path, env: environment(home) };
}

const unpackedIn = (home: string) => join(home, 'unpacked');

/** The one packaged in npm, with the libraries it needs; undefined where there is none for this machine. */
async function packaged(home: string): Promise<string | undefined> {
	if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
	const path = join(unpackedIn(home), 'chromium');
	if (!existsSync(path)) await unpack(home);
	return existsSync(path) ? path : undefined;
}

/**
 * It unpacks into TMPDIR, for a runtime it knows, and takes whatever is called `chromium` there for itself: so it does so in a process
 * and a directory of its own, which gets its name when it is whole.
 */
async function unpack(home: string): Promise<void> {
	const part = join(home, `part-${process.pid}`);
	mkdirSync(part, { recursive: true });
	try {
		const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
		const script = `const made = require(${JSON.stringify(entry)}); (made.default ?? made).executablePath()`;
		await promisify(execFile)(process.execPath, ['-e', script], {
			env: { PATH: process.env.PATH, HOME: part, TMPDIR: part, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }
		});
		renameSync(part, unpackedIn(home));
	} catch (error) {
		// Another process may have been faster.
		if (!existsSync(unpackedIn(home)))
			throw new Error(`the packaged Chromium cannot be unpacked into ${home}: ${error}`, { cause: error });
	} finally {
		rmSync(part, { recursive: true, force: true });
	}
}

function environment(home: string): Record<string, string> {
	const libraries = join(unpackedIn(home), 'al2023', 'lib');
	const known = Object.entries(process.env).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, value] as const]
	);
	return {
		...Object.fromEntries(known),
		...(existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {}),
		HOME: home,
		// A Chromium without a font draws no text at all, not even with web fonts.
		FONTCONFIG_FILE: fontsConfig(home)
	};
}

function fontsConfig(home: string): string {
	const file = join(home, 'fonts.conf');
	const directories = [join(unpackedIn(home), 'fonts'), '/usr/share/fonts']
		.map((path) => `<dir>${path}</dir>`)
		.join('');
	const xml = `<?xml version="1.0"?><fontconfig>${directories}<cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`;
	writeFileSync(file, xml);
	return file;
}
