import type { Notice, NotificationTarget, ReviewNotice } from '#schema/notification.ts';
import { moment } from '../../format.ts';
import { m } from '../../paraglide/messages.js';
import { troubleText } from '../../weekly/trouble-words.ts';

type Language = NotificationTarget['language'];

const METRICS: Record<string, (inputs: object, options: { locale: Language }) => string> = {
	first_response: m.metric_first_response,
	resolution: m.metric_resolution,
	complaint_acknowledged: m.metric_complaint_acknowledged,
	complaint_remedied: m.metric_complaint_remedied,
	complaint_followed_up: m.metric_complaint_followed_up,
	'promise:repair_visit': m.metric_repair_visit,
	'promise:installation_visit': m.metric_installation_visit
};

const TITLES = {
	...{ breach: m.notice_breach, escalation: m.notice_escalation, test: m.notice_test },
	review: m.notice_test
};

function promiseOf(metric: string, locale: Language) {
	const known = METRICS[metric];
	return known
		? known({}, { locale })
		: m.metric_promise({ kind: metric.replace(/^promise:/, '') }, { locale });
}

/** What is told of one promise: in a line, and when it broke. */
export function wordsOf(notice: Notice, locale: Language, zone: string) {
	return notice.review ? reviewWords(notice.review, locale, zone) : promiseWords(notice, locale, zone);
}

function reviewWords({ week, since, trouble }: ReviewNotice, locale: Language, zone: string) {
	const time = `${moment(since, 'minute', locale, zone)} (${zone})`;
	return {
		title: m.notice_review({ week, time }, { locale }),
		detail: troubleText(trouble, locale, zone)
	};
}

function promiseWords(notice: Notice, locale: Language, zone: string) {
	const { about, metric, case_id, team, owner } = notice;
	const options = { locale };
	const promise = promiseOf(metric, locale);
	const who = owner === team ? team : [owner, team].filter(Boolean).join(' · ');
	const inputs = { promise, case: case_id, who: who || m.unknown({}, options) };
	const title = TITLES[about];
	const at = (time: string) => `${moment(time, 'date', locale, zone)} ${moment(time, 'clock', locale, zone)}`;
	return {
		title: title(inputs, options),
		detail:
			about === 'test'
				? m.notice_test_detail({}, options)
				: m.notice_when({ broke: at(notice.breach_at), due: at(notice.due_at) }, options)
	};
}

/** What a mail about these says at its top. */
export function subjectOf(notices: readonly Notice[], locale: Language, zone: string): string {
	const [first] = notices;
	if (first && notices.length === 1) return wordsOf(first, locale, zone).title;
	const escalated = notices.filter(({ about }) => about === 'escalation').length;
	const inputs = { broken: notices.length - escalated, escalated };
	if (escalated === 0) return m.notice_many_broken(inputs, { locale });
	if (escalated === notices.length) return m.notice_many_escalated(inputs, { locale });
	return m.notice_many(inputs, { locale });
}
