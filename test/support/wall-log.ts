import type { Page } from 'playwright-core';

/** What a tile said from a moment on. Times are ms by this machine's clock, which is the page's and the server's too. */
export type Said = {
	at: number;
	tile: string;
	stale: boolean;
	/** Why it is old. */
	why: string;
	/** As of when it says its numbers are; null: it does not say. */
	as_of: number | null;
	/** Its number; '' where it shows none. */
	value: string;
	/** It says that its question failed. */
	failed: boolean;
};

/** Keeps all that every tile of a wall says from now on, each change of it, in the page itself: nothing between two looks is missed. */
export async function logTiles(page: Page) {
	await page.evaluate(() => {
		const said: Said[] = [];
		const last = new Map<string, string>();
		const text = (of: Element | null) => of?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
		const look = () => {
			for (const tile of document.querySelectorAll('[data-tile]')) {
				const asOf = tile.getAttribute('data-as-of');
				const now = {
					tile: tile.getAttribute('data-tile') ?? '',
					stale: tile.classList.contains('stale'),
					why: text(tile.querySelector('.why')),
					as_of: asOf === null ? null : Number(asOf),
					value: text(tile.querySelector('.value')),
					failed: tile.querySelector('.failed') !== null
				};
				const key = JSON.stringify(now);
				if (last.get(now.tile) === key) continue;
				last.set(now.tile, key);
				said.push({ at: Date.now(), ...now });
			}
		};
		look();
		new MutationObserver(look).observe(document.body, {
			...{ subtree: true, childList: true, characterData: true, attributes: true }
		});
		Object.assign(window, { said });
	});
	return {
		/** All that was said so far. */
		said: () => page.evaluate(() => (window as unknown as { said: Said[] }).said)
	};
}
