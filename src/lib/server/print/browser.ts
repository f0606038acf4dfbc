import type { Browser, BrowserServer } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from './chromium.ts';
import { PrintTrouble } from './trouble.ts';

/** A browser draws nothing for so long: it is closed, and started again when it is needed. */
const IDLE_MS = 60_000;

const START_MS = 30_000;

/** One page of ours, of a few megabytes: what needs more has gone astray. It reaches one host, whatever a page asks for. */
const boundsOf = (host: string) => [
	...['--js-flags=--max-old-space-size=512', '--renderer-process-limit=1', '--disk-cache-size=33554432'],
	...['--no-proxy-server', `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${host}`]
];

type Options = {
	/** TOUCHSTONE_CHROMIUM. */
	path?: string | undefined;
	/** A directory of ours. */
	home: string;
	idleMs?: number;
};

type Started = { server: BrowserServer; browser: Browser };

/** A headless Chromium that is started when it is needed and closed when it is not. */
export function createBrowser({ path, home, idleMs = IDLE_MS }: Options) {
	let running: Promise<Started> | undefined;
	let idle: NodeJS.Timeout | undefined;

	async function start(host: string): Promise<Started> {
		const given = path === undefined ? undefined : { name: 'TOUCHSTONE_CHROMIUM', path };
		try {
			// Loaded here: who prints nothing does not load it.
			const { chromium } = await import('playwright-core');
			const { executablePath, env } = await findChromium({ given, home });
			const server = await chromium.launchServer({
				...{ executablePath, env, args: [...CHROMIUM_ARGS, ...boundsOf(host)] },
				...{ host: '127.0.0.1', timeout: START_MS },
				// Whoever runs us says when to stop, and we close it.
				...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
			});
			return { server, browser: await chromium.connect(server.wsEndpoint(), { timeout: START_MS }) };
		} catch (error) {
			const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
			throw new PrintTrouble('no_browser', words, { cause: error });
		}
	}

	function forget(one: Promise<Started>) {
		if (running === one) running = undefined;
	}

	return {
		/** The browser, started now if it has to be, for pages of one host. Throws a PrintTrouble that says what to do when there is none. */
		async open(host: string): Promise<Browser> {
			clearTimeout(idle);
			const mine = (running ??= start(host));
			try {
				const { server, browser } = await mine;
				server.once('close', () => forget(mine));
				return browser;
			} catch (error) {
				forget(mine);
				throw error;
			}
		},
		/** It is not needed for the moment. */
		rest() {
			clearTimeout(idle);
			idle = setTimeout(() => void this.close(), idleMs).unref();
		},
		/** Ends it at once: it may hang. */
		async kill() {
			const started = running;
			running = undefined;
			await started?.then(({ server }) => server.kill()).catch(() => undefined);
		},
		async close() {
			clearTimeout(idle);
			const started = running;
			running = undefined;
			await started?.then(({ server }) => server.close()).catch(() => undefined);
		},
		/** Whether one is running. */
		isOpen: () => running !== undefined
	};
}
export type PrintBrowser = ReturnType<typeof createBrowser>;
