import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId } from '#schema/kpi.ts';
import type { ReviewTrouble } from '#schema/mailing.ts';
import { moment, type Locale } from '../format.ts';
import { m } from '../paraglide/messages.js';
import type { Part } from './standing.ts';

type Word = (inputs: object, options: { locale: Locale }) => string;

const PARTS: Record<Part, Word> = {
	numbers: m.review_numbers,
	beside: m.review_beside,
	year_ago: m.review_year_ago,
	decisions: m.decisions_title,
	annotations: m.mailing_part_annotations,
	restated: m.mailing_part_restated,
	broken: m.weekly_broken_title,
	recovery: m.weekly_recovery_title,
	satisfaction: m.weekly_satisfaction_title,
	perception: m.weekly_perception_title,
	iceberg: m.weekly_iceberg_title,
	staff: m.weekly_staff_title,
	scorecards: m.weekly_scorecards_title,
	quadrant: m.weekly_quadrant_title,
	handovers: m.weekly_handovers_title,
	shared: m.weekly_shared_title
};

const isPart = (name: string): name is Part => Object.hasOwn(PARTS, name);

/** A missing part by the name it has on the page. */
function partName(part: string, locale: Locale): string {
	const name = part.replace(/^year_ago\..*/, 'year_ago');
	if (isPart(name)) return PARTS[name]({}, { locale });
	const kpi = KpiId.safeParse(name.replace(/^kpi:/, ''));
	return kpi.success ? CATALOGUE[kpi.data].name[locale] : name;
}

const SEPARATOR = { en: '; ', 'zh-CN': '；' };

const momentIn = (time: string, locale: Locale, zone: string) =>
	`${moment(time, 'minute', locale, zone)} (${zone})`;

/** Why there is no review, in a sentence. */
export function troubleText({ reason, detail }: ReviewTrouble, locale: Locale, zone: string): string {
	const options = { locale };
	const parts = () => [...new Set(detail.split(',').map((name) => partName(name, locale)))];
	switch (reason) {
		case 'part_missing':
			return m.mailing_part_missing({ parts: parts().join(SEPARATOR[locale]) }, options);
		case 'no_data':
			return m.mailing_no_data({}, options);
		case 'not_reported':
			return detail
				? m.mailing_not_reported({ time: momentIn(detail, locale, zone) }, options)
				: m.mailing_nothing_reported({}, options);
		case 'no_browser':
			return m.mailing_no_browser({ detail }, options);
		case 'too_slow':
			return m.mailing_too_slow({ seconds: detail }, options);
		case 'not_drawn':
			return m.mailing_not_drawn({ detail }, options);
		case 'busy':
			return m.mailing_busy({}, options);
		case 'not_sent':
			return detail ? m.mailing_not_sent_because({ detail }, options) : m.mailing_not_sent({}, options);
		case 'too_late':
			return m.mailing_too_late({ time: momentIn(detail, locale, zone) }, options);
	}
}
