import { readPalette, type Palette } from './charts/palette.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

const YEAR_S = 365 * 86_400;

const isTheme = (name: string | undefined): name is ThemeName => THEMES.some((theme) => theme === name);

/** Light, dark or as the system says: kept in a cookie, so that the first paint is right. Charts take their colours from it. */
export class Theme {
	#name = $state<ThemeName>('auto');
	#palette = $state.raw<Palette | null>(null);
	#rem = $state(16);

	get current() {
		return this.#name;
	}

	/** Null until the page is in a browser. */
	get palette() {
		return this.#palette;
	}

	/** One rem in px. */
	get rem() {
		return this.#rem;
	}

	/** Follows the document; returns how to stop. */
	watch(): () => void {
		const root = document.documentElement;
		const named = root.dataset.theme;
		if (isTheme(named)) this.#name = named;
		const read = () => {
			this.#palette = readPalette(document.body);
			this.#rem = parseFloat(getComputedStyle(root).fontSize);
		};
		read();
		const dark = matchMedia('(prefers-color-scheme: dark)');
		dark.addEventListener('change', read);
		window.addEventListener('resize', read);
		return () => {
			dark.removeEventListener('change', read);
			window.removeEventListener('resize', read);
		};
	}

	choose(name: ThemeName) {
		this.#name = name;
		document.documentElement.dataset.theme = name;
		document.cookie = `theme=${name}; path=/; max-age=${YEAR_S}; samesite=lax`;
		this.#palette = readPalette(document.body);
	}
}
