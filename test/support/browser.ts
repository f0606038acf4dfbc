import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../../src/lib/server/print/chromium.ts';

/**
 * A headless Chromium: CHROMIUM_PATH, else Playwright's own download, else the one packaged in npm (Linux x64), else the
 * system's. Throws what to do when there is none.
 */
export async function openBrowser(): Promise<Browser> {
	const path = process.env.CHROMIUM_PATH;
	const { executablePath, env } = await findChromium({
		given: path ? { name: 'CHROMIUM_PATH', path } : undefined,
		before: chromium.executablePath(),
		home: chromiumHome()
	});
	return chromium.launch({ executablePath, env, args: CHROMIUM_ARGS });
}

/** A directory of this version's own. */
export function chromiumHome(): string {
	const { version } = createRequire(import.meta.url)('playwright-core/package.json') as { version: string };
	return join(tmpdir(), `touchstone-chromium-147-${version}`);
}
