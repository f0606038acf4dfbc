import { createBrowser } from './browser.ts';
import { draw, type Printed, type PrintOrder } from './draw.ts';
import { isPrintTrouble, PrintTrouble } from './trouble.ts';

/** What takes longer is ended. */
const PATIENCE_MS = 60_000;
/** So many wait for their turn; others are told to come again. */
const MOST_WAITING = 8;

type Options = {
	/** Where the dashboard is reached from this machine, unless `open` says otherwise. */
	base: string;
	/** TOUCHSTONE_CHROMIUM. */
	path?: string | undefined;
	/** A directory of ours, for the browser. */
	home: string;
	patienceMs?: number;
	idleMs?: number;
};

/** Prints pages of the dashboard, one at a time. */
export type Printer = {
	/** Where the dashboard listens. */
	open(base: string): void;
	/** A page as a PDF. Throws a PrintTrouble: a page that is not whole is not printed. */
	print(order: PrintOrder): Promise<Printed>;
	/** Whether a browser is running. */
	isOpen(): boolean;
	stop(): Promise<void>;
};

export function createPrinter({ patienceMs = PATIENCE_MS, base: first, ...options }: Options): Printer {
	const browser = createBrowser(options);
	let base = first;
	let waiting = 0;
	let last: Promise<unknown> = Promise.resolve();

	/** Whatever hangs, hangs in the browser: it is killed, and what waited for it ends. */
	async function within(order: PrintOrder): Promise<Printed> {
		let late = false;
		const clock = setTimeout(() => {
			late = true;
			void browser.kill();
		}, patienceMs);
		try {
			return await draw(await browser.open(new URL(base).hostname), base, order);
		} catch (error) {
			if (late) throw new PrintTrouble('too_slow', String(patienceMs / 1000), { cause: error });
			if (isPrintTrouble(error)) throw error;
			void browser.kill();
			const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
			throw new PrintTrouble('not_drawn', words, { cause: error });
		} finally {
			clearTimeout(clock);
			browser.rest();
		}
	}

	return {
		open: (address) => void (base = address),
		async print(order) {
			if (waiting >= MOST_WAITING) throw new PrintTrouble('busy', '');
			waiting++;
			const mine = last.then(() => within(order));
			last = mine.catch(() => undefined);
			return mine.finally(() => waiting--);
		},
		isOpen: () => browser.isOpen(),
		stop: () => browser.kill()
	};
}
