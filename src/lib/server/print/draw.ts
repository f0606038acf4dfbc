import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ReviewDigest } from '#schema/review-digest.ts';
import { PrintTrouble } from './trouble.ts';

/** A page as a PDF, and what it says in short. */
export type Printed = { pdf: Buffer; digest: ReviewDigest };

/** What is to be printed: the address of a page that carries a review's mark, and in which language. */
export type PrintOrder = { path: string; language: 'en' | 'zh-CN' };

/** Blank paper has two kilobytes; the fonts alone of a page with words have ten times as many. */
const LEAST_BYTES = 8_000;

/** Everything beyond the dashboard is out of reach. */
async function bound(context: BrowserContext, base: string) {
	const { origin } = new URL(base);
	await context.route('**/*', (route) =>
		new URL(route.request().url()).origin === origin ? route.continue() : route.abort()
	);
}

/** What went wrong in a page: scripts that failed, and answers that did. */
function watch(page: Page): string[] {
	const wrong: string[] = [];
	page.on('pageerror', (error) => wrong.push(error.message));
	page.on('crash', () => wrong.push('the page crashed'));
	page.on('response', (response) => {
		if (response.status() >= 400)
			wrong.push(`${new URL(response.url()).pathname} answered ${response.status()}`);
	});
	page.on('requestfailed', (request) => {
		if (['font', 'script', 'stylesheet'].includes(request.resourceType()))
			wrong.push(`${new URL(request.url()).pathname} did not come`);
	});
	return wrong;
}

/** Waits for the review's mark; throws when it says that parts are missing, or that there is nothing. */
async function readMark(page: Page): Promise<ReviewDigest> {
	const mark = page.locator('[data-review]:not([data-review=waiting])');
	await mark.waitFor({ state: 'attached', timeout: 0 });
	const state = await mark.getAttribute('data-review');
	if (state === 'empty') throw new PrintTrouble('no_data', '');
	if (state !== 'whole')
		throw new PrintTrouble('part_missing', (await mark.getAttribute('data-missing')) ?? '');
	const digest = ReviewDigest.safeParse(JSON.parse((await mark.getAttribute('data-digest')) ?? 'null'));
	if (digest.success) return digest.data;
	throw new PrintTrouble('not_drawn', 'the page does not say what is in it');
}

/** Resolves once fonts are there and everything is drawn, with the fonts that could not be loaded. */
const settle = (page: Page): Promise<string[]> =>
	// Named functions would bring a helper of the compiler's that the page does not have.
	page.evaluate(async () => {
		await new Promise((resolve) => requestAnimationFrame(resolve));
		await document.fonts.ready;
		await new Promise((resolve) => requestAnimationFrame(resolve));
		return [...document.fonts].filter(({ status }) => status === 'error').map(({ family }) => family);
	});

async function printPage(page: Page, url: string): Promise<Printed> {
	const wrong = watch(page);
	await page.emulateMedia({ media: 'print' });
	const response = await page.goto(url, { waitUntil: 'load', timeout: 0 });
	if (!response?.ok())
		throw new PrintTrouble(
			'not_drawn',
			`${new URL(url).pathname} answered ${response?.status() ?? 'nothing'}`
		);
	const digest = await readMark(page);
	const fonts = await settle(page);
	const trouble = [...wrong, ...fonts.map((family) => `the font ${family} could not be loaded`)];
	if (trouble.length > 0) throw new PrintTrouble('not_drawn', trouble.join('; '));
	const pdf = await page.pdf({
		...{ format: 'A4', preferCSSPageSize: true, printBackground: true },
		...{ tagged: true, outline: true }
	});
	if (pdf.length < LEAST_BYTES) throw new PrintTrouble('not_drawn', 'the paper is blank');
	return { pdf, digest };
}

/** Draws a page as it is printed, in a context of its own. Throws a PrintTrouble unless it is whole. */
export async function draw(browser: Browser, base: string, { path, language }: PrintOrder): Promise<Printed> {
	const context = await browser.newContext({
		...{ locale: language, colorScheme: 'light', reducedMotion: 'reduce', serviceWorkers: 'block' },
		viewport: { width: 1240, height: 1754 }
	});
	try {
		await bound(context, base);
		return await printPage(await context.newPage(), new URL(path, base).href);
	} finally {
		await context.close().catch(() => undefined); // it may have been killed
	}
}
