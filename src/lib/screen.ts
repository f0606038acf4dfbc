import { createContext } from 'svelte';
import { getLocale } from './paraglide/runtime.js';
import type { Theme } from './theme.svelte.ts';
import * as format from './format.ts';

/** How this reader reads: language and business zone bound to every format, and the theme. */
export function createScreen({ zone, theme }: { zone: string; theme: Theme }) {
	const locale: format.Locale = getLocale();
	return {
		locale,
		zone,
		theme,
		count: (n: number) => format.count(n, locale),
		decimal: (value: number, digits?: number) => format.decimal(value, locale, digits),
		share: (value: number, digits?: number) => format.share(value, locale, digits),
		duration: (seconds: number) => format.duration(seconds, locale),
		roughly: (seconds: number) => format.roughly(seconds, locale),
		interval: (low: number, high: number) => format.interval(low, high, locale),
		list: (names: string[]) => names.join(locale === 'zh-CN' ? '、' : ', '),
		/** What is said one after the other. */
		said: (parts: string[]) => parts.join(locale === 'zh-CN' ? '；' : '; '),
		plain: (figure: format.Figure) => format.plain(figure, locale),
		moment: (time: number | string, style: format.Moment) => format.moment(time, style, locale, zone),
		dates: (from: number, to: number) => format.dates(from, to, locale, zone)
	};
}
export type Screen = ReturnType<typeof createScreen>;

export const [getScreen, setScreen] = createContext<Screen>();
