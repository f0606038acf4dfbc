import type { KnownTarget, NoticeAbout, SentMessage } from '#schema/notification.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';

export const KINDS = [
	{ kind: 'webhook', name: m.notifications_webhook },
	{ kind: 'email', name: m.notifications_email }
] as const;

export const HEARS: { about: NoticeAbout; name: () => string }[] = [
	{ about: 'breach', name: m.notifications_breaches },
	{ about: 'escalation', name: m.notifications_escalations }
];

/** Their own names, in whatever language the page is. */
export const LANGUAGES = [
	{ tag: 'zh-CN', name: '中文' },
	{ tag: 'en', name: 'English' }
] as const;

/** What a target is told of, in a line: "broken promises, escalations · North · English · signed". */
export function heardText({ hears, teams, language, has_secret }: KnownTarget): string {
	const heard = HEARS.filter(({ about }) => hears.includes(about)).map(({ name }) => name());
	return [
		heard.join(m.quarantine_comma()),
		teams.length > 0 ? teams.join(m.quarantine_comma()) : m.notifications_all_teams(),
		LANGUAGES.find(({ tag }) => tag === language)?.name,
		...(has_secret ? [m.notifications_signed()] : [])
	].join(' · ');
}

/** What was sent: "Escalation", "Broken promises (12)". */
export function aboutText({ about, notices }: SentMessage, screen: Screen): string {
	const name = {
		breach: m.notifications_breaches,
		escalation: m.notifications_escalations,
		review: m.review_title,
		test: m.notifications_test_name
	}[about]();
	return notices > 1 ? m.notifications_several({ name, count: screen.count(notices) }) : name;
}

/** How it stands with a message. */
export function stateText(
	{ state, tries, next_at, done_at }: Pick<SentMessage, 'state' | 'tries' | 'next_at' | 'done_at'>,
	screen: Screen
): string {
	const at = (time: string | null) =>
		time ? `${screen.moment(time, 'day')} ${screen.moment(time, 'clock')}` : '';
	if (state === 'sent') return m.notifications_sent({ time: at(done_at) });
	if (state === 'given_up') return m.notifications_given_up({ tries: screen.count(tries) });
	return tries === 0
		? m.notifications_waiting({ time: at(next_at) })
		: m.notifications_again({ tries: screen.count(tries), time: at(next_at) });
}
