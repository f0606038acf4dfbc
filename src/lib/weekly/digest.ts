import { CATALOGUE } from '#schema/catalogue.ts';
import type { ReviewDigest } from '#schema/review-digest.ts';
import { shareOf } from '../evidence.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { isPromised } from '../wall/promised.ts';
import { nameOf, shareText } from '../words.ts';
import { cellText } from './cell.ts';
import { changeWords, isBetter, judgedCount, wayOf, worstFirst, type Change } from './news.ts';
import { lateText, openText } from './late-words.ts';
import type { Reviewed, ReviewedOrFailed, ReviewedSeries } from './reviewed.ts';
import { judgeTarget, targetText, verdictText } from './target.ts';
import type { ReviewWeeks } from './weeks.ts';

export type Digesting = {
	told: readonly ReviewedOrFailed[];
	weeks: ReviewWeeks;
	teams: string[];
	/** How far the data reach. */
	watermark: string | null;
	/** The page's address, without its host. */
	href: string;
};

function changeOf(change: Change, href: string, screen: Screen): ReviewDigest['changes'][number] {
	const { kpi } = change.reviewed;
	const better = isBetter(kpi, change.news);
	const words = changeWords(change, screen);
	return { words, way: wayOf(better), worse: better === false, href: `${href}#trend-${kpi}` };
}

/** What a number stands against, in words; empty: nothing. */
function aimOf({ kpi, target, series: [all] }: Reviewed, screen: Screen): string {
	const row = all?.row;
	if (row && isPromised(kpi) && row.denominator > 0)
		return m.review_kept({ share: shareText(shareOf(row), screen) });
	if (target === null) return '';
	const verdict = judgeTarget(kpi, row, target);
	const words = [targetText(kpi, target, screen), ...(verdict ? [verdictText(verdict)] : [])];
	return words.join(' · ');
}

function numberOf(reviewed: Reviewed, href: string, screen: Screen): ReviewDigest['numbers'][number] {
	const { kpi, series } = reviewed;
	const all = series[0];
	return {
		name: CATALOGUE[kpi].name[screen.locale],
		value: cellText(kpi, all?.row, screen),
		promise: aimOf(reviewed, screen),
		before: cellText(kpi, all?.before, screen),
		href: `${href}#trend-${kpi}`
	};
}

const calmOf = (told: readonly ReviewedOrFailed[], week: ReviewWeeks['week']) =>
	!week.complete ? openText(week) : judgedCount(told) === 0 ? m.review_unjudged() : m.review_calm();

/** What a reader has to know before the numbers: that data are late, and which numbers fell silent. What is too young to judge is neither. */
function missingIn(numbers: Reviewed[], week: ReviewWeeks['week'], screen: Screen): string[] {
	const isSilent = ([all]: ReviewedSeries[]) =>
		!all?.row?.n && !all?.row?.immature && (all?.before?.n ?? 0) > 0;
	const silent = numbers.filter(({ series }) => isSilent(series));
	const names = screen.list(silent.map(({ kpi }) => CATALOGUE[kpi].name[screen.locale]));
	return [lateText(week, screen), names && m.mailing_missing_silent({ names })].filter(
		(words) => words !== ''
	);
}

/** A review in short, in the words its page has. */
export function digestOf({ told, weeks, teams, watermark, href }: Digesting, screen: Screen): ReviewDigest {
	const { week } = weeks;
	const numbers = told.flatMap((one) => (one.series === null ? [] : [one]));
	return {
		week: week.name,
		days: screen.dates(Date.parse(week.from), Date.parse(week.to) - 1),
		whose: teams.map(nameOf).join(m.quarantine_comma()),
		reach: m.mailing_reach({
			time: watermark === null ? m.no_data() : screen.moment(watermark, 'minute'),
			zone: screen.zone
		}),
		missing: missingIn(numbers, week, screen),
		href,
		changes: (week.complete ? worstFirst(told) : []).map((change) => changeOf(change, href, screen)),
		calm: calmOf(told, week),
		numbers: numbers.map((one) => numberOf(one, href, screen))
	};
}
