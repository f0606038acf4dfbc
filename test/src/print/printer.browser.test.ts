import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { getDocumentProxy, getMeta } from 'unpdf';
import type { ReviewDigest } from '#schema/review-digest.ts';
import { createPrinter } from '../../../src/lib/server/print/printer.ts';
import { chromiumHome } from '../../support/browser.ts';
import { freePort } from '../../support/free-port.ts';

const DIGEST: ReviewDigest = {
	...{
		week: '2026-W46',
		days: '',
		whose: '',
		reach: '',
		missing: [],
		href: '/weekly',
		changes: [],
		calm: '',
		numbers: []
	}
};
const WHOLE = `<div data-review="whole" data-digest='${JSON.stringify(DIGEST)}'></div>`;
const page = (body: string) =>
	`<!doctype html><html lang="zh-CN"><head><title>每周回顾</title></head><body>${'<p>承诺 93.2 %</p>'.repeat(40)}${body}</body></html>`;

/** A site of pages by path; others do not answer. */
async function site(pages: Record<string, string | ((response: ServerResponse) => void)>) {
	const asked: string[] = [];
	const server = createServer(({ url = '' }, response) => {
		asked.push(url);
		const found = pages[url];
		response.setHeader('content-type', 'text/html; charset=utf-8');
		if (typeof found === 'string') response.end(found);
		else if (found) found(response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});
	const address = server.address();
	return { base: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, asked };
}

function printer(options: Partial<Parameters<typeof createPrinter>[0]> & { base: string }) {
	const made = createPrinter({ home: chromiumHome(), ...options });
	onTestFinished(() => made.stop());
	return made;
}

const order = { path: '/', language: 'zh-CN' } as const;

test('prints a whole page with its title, language and tags, in the language asked for', async () => {
	const { base, asked } = await site({ '/': page(WHOLE) });
	const { pdf, digest } = await printer({ base }).print(order);
	expect(digest).toEqual(DIGEST);
	const proxy = await getDocumentProxy(new Uint8Array(pdf));
	const { info } = await getMeta(proxy);
	expect(info).toMatchObject({ Title: '每周回顾', Language: 'zh-CN' });
	expect((await proxy.getMarkInfo())?.Marked).toBe(true);
	expect(asked).toContain('/');
});

test('waits for the mark, and prints nothing of a page that is broken, empty, fails or says nothing', async () => {
	const { base } = await site({
		'/broken': page('<div data-review="broken" data-missing="staff,kpi:nps"></div>'),
		'/empty': page('<div data-review="empty"></div>'),
		'/script': page(`${WHOLE}<script>throw new Error('a chart')</script>`),
		'/silent': page('<div data-review="whole"></div>'),
		'/font': page(
			`${WHOLE}<style>@font-face { font-family: F; src: url(/no-font) } p { font-family: F }</style>`
		),
		'/no-font': (response) => response.writeHead(404).end(),
		'/error': (response) => response.writeHead(500).end(page(WHOLE)),
		'/later': page(
			`<div id="mark" data-review="waiting"></div><script>setTimeout(() => (mark.outerHTML = ${JSON.stringify(WHOLE)}), 300)</script>`
		)
	});
	const made = printer({ base });
	const troubleOf = (path: string) =>
		made.print({ ...order, path }).then(
			() => 'printed',
			(error: { trouble: unknown }) => error.trouble
		);
	expect(await troubleOf('/broken')).toEqual({ reason: 'part_missing', detail: 'staff,kpi:nps' });
	expect(await troubleOf('/empty')).toEqual({ reason: 'no_data', detail: '' });
	expect(await troubleOf('/script')).toEqual({ reason: 'not_drawn', detail: 'a chart' });
	expect(await troubleOf('/silent')).toMatchObject({ reason: 'not_drawn' });
	expect(await troubleOf('/font')).toMatchObject({
		reason: 'not_drawn',
		detail: expect.stringContaining('font')
	});
	expect(await troubleOf('/error')).toEqual({ reason: 'not_drawn', detail: '/error answered 500' });
	expect(await troubleOf('/later')).toBe('printed');
});

test('a page reaches nothing but the dashboard', async () => {
	const other = await site({ '/': 'x' });
	const { port } = new URL(other.base);
	const { base } = await site({
		'/': page(
			`<img src="${other.base}/image"><img src="http://localhost:${port}/image"><script>
				fetch('${other.base}/fetched', { mode: 'no-cors' }).catch(() => {});
				new WebSocket('ws://localhost:${port}/socket').onerror = () => (document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(WHOLE)}));
			</script>`
		)
	});
	await printer({ base }).print(order);
	expect(other.asked).toEqual([]);
});

test('a page that is never whole is given up, its browser killed, and the next one printed by a new one', async () => {
	const { base } = await site({ '/': page(WHOLE), '/never': page('<div data-review="waiting"></div>') });
	const made = printer({ base, patienceMs: 6_000 });
	await expect(made.print({ ...order, path: '/never' })).rejects.toMatchObject({
		trouble: { reason: 'too_slow', detail: '6' }
	});
	expect(made.isOpen()).toBe(false);
	expect((await made.print(order)).digest).toEqual(DIGEST);
});

test('one page is printed at a time, and those beyond the line are told to come again', async () => {
	let open = 0;
	let most = 0;
	const { base } = await site({
		'/': (response) => {
			most = Math.max(most, ++open);
			setTimeout(() => {
				open--;
				response.end(page(WHOLE));
			}, 100);
		}
	});
	const made = printer({ base });
	const printed = await Promise.allSettled(Array.from({ length: 10 }, () => made.print(order)));
	expect(most).toBe(1);
	expect(printed.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
	expect(printed.at(-1)).toMatchObject({ reason: { trouble: { reason: 'busy' } } });
});

test('a browser that prints nothing is closed', async () => {
	const { base } = await site({ '/': page(WHOLE) });
	const made = printer({ base, idleMs: 50 });
	await made.print(order);
	await expect.poll(() => made.isOpen()).toBe(false);
});

test('without a browser it says what to do', async () => {
	const base = `http://127.0.0.1:${await freePort()}`;
	await expect(printer({ base, path: '/no/chromium' }).print(order)).rejects.toMatchObject({
		trouble: {
			reason: 'no_browser',
			detail: expect.stringContaining('TOUCHSTONE_CHROMIUM names /no/chromium')
		}
	});
	await expect(printer({ base, path: process.execPath }).print(order)).rejects.toMatchObject({
		trouble: { reason: 'no_browser' }
	});
});
