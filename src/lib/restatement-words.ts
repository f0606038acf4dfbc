import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId } from '#schema/kpi.ts';
import type { WeekFigure, Why } from '#schema/published.ts';
import { evidence } from './evidence.ts';
import { isoWeekOf } from './iso-week.ts';
import { figureOf } from './kpi-line.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';
import { addDays, startOfDate } from './zone.ts';

/** Each reason in a few words, and what it means. */
export const WHY: Record<Why, { name: () => string; what: () => string }> = {
	late_events: { name: m.why_late_events_name, what: m.why_late_events_what },
	corrections: { name: m.why_corrections, what: m.why_corrections_what },
	standards: { name: m.why_standards, what: m.why_standards_what },
	definition: { name: m.why_definition, what: m.why_definition_what },
	matured: { name: m.why_matured, what: m.why_matured_what },
	other: { name: m.why_other, what: m.why_other_what }
};

/** A reason as it stands beside a change: late events with how many. */
export const whyText = (why: Why, late_events: number, screen: Screen) =>
	why === 'late_events' ? m.why_late_events({ count: screen.count(late_events) }) : WHY[why].name();

/** A weekly figure in words: "93.2 %", "4 of 5", "no data". */
export function figureText(kpi: KpiId, { value, n, numerator, denominator }: WeekFigure, screen: Screen) {
	if (value === null) return m.no_data();
	if (CATALOGUE[kpi].unit === 'share' && evidence(n) === 'few')
		return m.count_of({ kept: screen.count(numerator), all: screen.count(denominator) });
	return screen.plain(figureOf(kpi, value, screen));
}

const numberOf = (week: string) => String(Number(isoWeekOf(week).slice(6)));

/** A week by the date of its Monday: "Week 46". */
export const weekNumber = (week: string) => m.restatements_week_short({ number: numberOf(week) });

/** From its Monday to its Sunday. */
export const weekDates = (week: string, screen: Screen) =>
	screen.dates(startOfDate(week, screen.zone), startOfDate(addDays(week, 6), screen.zone));

/** "Week 46 · 9 – 15 Nov 2026". */
export const weekText = (week: string, screen: Screen) =>
	m.restatements_week({ number: numberOf(week), dates: weekDates(week, screen) });

/** The page's address for one week (its Monday; null: all), or for what was found before a time. */
export function restatementsHref(week: string | null, before?: string): string {
	const params = new URLSearchParams();
	if (week) params.set('week', isoWeekOf(week));
	if (before) params.set('before', before);
	return params.size > 0 ? `/restatements?${params}` : '/restatements';
}
