import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence, type Evidence } from '../evidence.ts';
import type { Figure } from '../format.ts';
import { figureOf, kpiLine } from '../kpi-line.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';

/** A number as the review writes it: a figure, or words where there is none to write. */
export type Cell = { figure: Figure | null; words: string; strength: Evidence };

/** Fewer than five are counts only; nothing is said to be nothing, and what is too young to be so. */
export function cellOf(kpi: KpiId, row: KpiRow | undefined, screen: Screen): Cell {
	const nothing = { figure: null, strength: 'none' as const };
	const line = row && kpiLine(kpi, row, screen);
	if (!row || !line) return { ...nothing, words: m.no_data() };
	if ('hidden' in row && row.hidden === true)
		return { figure: null, words: m.review_hidden(), strength: 'few' };
	const { figure, counts, strength } = line;
	if (counts) return { figure: null, words: counts, strength };
	if (figure === null && row.immature > 0)
		return { ...nothing, words: m.review_all_young({ count: screen.count(row.immature) }) };
	if (figure === null) return { ...nothing, words: m.no_data() };
	// A scorecard's n counts the numbers it is made of.
	if (kpi !== 'scorecard' && CATALOGUE[kpi].unit !== 'count' && evidence(row.n) === 'few')
		return { figure: null, words: m.review_too_few({ n: screen.count(row.n) }), strength: 'few' };
	return { figure, words: '', strength };
}

/** The same in one text. */
export function cellText(kpi: KpiId, row: KpiRow | undefined, screen: Screen): string {
	const { figure, words } = cellOf(kpi, row, screen);
	return figure ? screen.plain(figure) : words;
}

/** A value of a number in one text. */
export const valueText = (kpi: KpiId, value: number | null, screen: Screen) =>
	value === null ? m.no_data() : screen.plain(figureOf(kpi, value, screen));
