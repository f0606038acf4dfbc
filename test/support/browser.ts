import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where systems put a Chromium of their own. */
const SYSTEM = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable'
];

const ARGS = [
	...['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
];

/**
 * A headless Chromium: CHROMIUM_PATH, else Playwright's own download, else the one packaged in npm (Linux x64), else the
 * system's. Throws what to do when there is none.
 */
export async function openBrowser(): Promise<Browser> {
	const found = await findChromium();
	const home = workingDirectory();
	return chromium.launch({
		executablePath: found,
		args: ARGS,
		// A Chromium without a font draws no text at all, not even with web fonts.
		env: { ...process.env, FONTCONFIG_FILE: fontsConfig(home), HOME: home }
	});
}

async function findChromium(): Promise<string> {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (existsSync(given)) return given;
		throw new Error(`CHROMIUM_PATH: there is no ${given}`);
	}
	const downloaded = chromium.executablePath();
	if (existsSync(downloaded)) return downloaded;
	const packaged = process.platform === 'linux' && process.arch === 'x64' ? await unpack() : undefined;
	const path = packaged ?? SYSTEM.find(existsSync);
	if (path) return path;
	throw new Error(
		'No Chromium: set CHROMIUM_PATH to one, or install one (Debian: apt-get install chromium).'
	);
}

/** The packaged Chromium with the libraries it needs. It unpacks only for a runtime it knows, into TMPDIR. */
async function unpack(): Promise<string> {
	const before = process.env.TMPDIR;
	process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
	process.env.TMPDIR = workingDirectory();
	try {
		const { default: packaged } = await import('@sparticuz/chromium');
		return await packaged.executablePath();
	} finally {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
	}
}

/** A directory of this version's own: the package would take any file called `chromium` for itself. */
function workingDirectory(): string {
	const { version } = createRequire(import.meta.url)('playwright-core/package.json') as { version: string };
	const home = join(tmpdir(), `touchstone-chromium-147-${version}`);
	mkdirSync(home, { recursive: true });
	return home;
}

function fontsConfig(home: string): string {
	const file = join(home, 'fonts.conf');
	const directories = [join(home, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('');
	const xml = `<?xml version="1.0"?><fontconfig>${directories}<cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`;
	writeFileSync(file, xml);
	return file;
}
