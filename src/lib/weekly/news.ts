import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId } from '#schema/kpi.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { nameOf } from '../words.ts';
import { cellText, valueText } from './cell.ts';
import type { News, Reviewed, ReviewedOrFailed, ReviewedSeries } from './reviewed.ts';

/** A change that is one, with whose it is. */
export type Change = { reviewed: Reviewed; series: ReviewedSeries; news: News };

/** Every change, in the order of the numbers: of all first, then of teams. */
export const changesOf = (told: readonly ReviewedOrFailed[]): Change[] =>
	told.flatMap((reviewed) =>
		reviewed.series === null
			? []
			: reviewed.series.flatMap((series) =>
					series.news === null ? [] : [{ reviewed, series, news: series.news }]
				)
	);

/** How many series have limits, so that something can be said of them. */
export const judgedCount = (told: readonly ReviewedOrFailed[]) =>
	told.flatMap(({ series }) => series ?? []).filter(({ points }) => points.some(({ low }) => low !== null))
		.length;

/** Whether a change is one that we want; null where neither way is better. */
export function isBetter(kpi: KpiId, { up }: News): boolean | null {
	const { direction } = CATALOGUE[kpi];
	return direction === 'none' ? null : (direction === 'up') === up;
}

const ORDER = [false, null, true];

/** Every change: first what got worse, then what only moved, then what got better. */
export const worstFirst = (told: readonly ReviewedOrFailed[]): Change[] =>
	ORDER.flatMap((kind) =>
		changesOf(told).filter(({ reviewed, news }) => isBetter(reviewed.kpi, news) === kind)
	);

/** Whether a change is wanted, in a word. */
export const wayOf = (better: boolean | null) =>
	better === null ? m.review_moved() : better ? m.review_better() : m.review_worse();

/** A change in a sentence. */
export function changeWords({ reviewed: { kpi }, series, news }: Change, screen: Screen): string {
	const name = CATALOGUE[kpi].name[screen.locale];
	const what = series.group === null ? name : m.review_what_of({ kpi: name, team: nameOf(series.group) });
	const text = (value: number | null) => valueText(kpi, value, screen);
	if (news.rule === 'run') {
		const words = { what, value: text(news.run_value), centre: text(news.run_centre) };
		return news.up ? m.review_run_up(words) : m.review_run_down(words);
	}
	const words = {
		...{ what, low: text(news.low), high: text(news.high) },
		value: cellText(kpi, series.judgedRow, screen),
		n: m.review_items({ n: screen.count(series.judgedRow?.n ?? 0) })
	};
	return news.up ? m.review_beyond_up(words) : m.review_beyond_down(words);
}
