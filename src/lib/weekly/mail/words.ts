import type { KnownMailing, Mailing } from '#schema/mailing.ts';
import { moment } from '../../format.ts';
import { LANGUAGES } from '../../notification-words.ts';
import { m } from '../../paraglide/messages.js';
import type { Screen } from '../../screen.ts';
import { nameOf } from '../../words.ts';

/** From Monday (1) on. */
export const WEEKDAYS = [
	m.weekday_mon,
	m.weekday_tue,
	m.weekday_wed,
	m.weekday_thu,
	m.weekday_fri,
	m.weekday_sat,
	m.weekday_sun
];

export const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

/** When, whose and in which language somebody gets it, in a line. */
export function mailingText({ teams, language, zone, weekday, hour }: Mailing): string {
	const day = WEEKDAYS[weekday - 1]?.() ?? '';
	return [
		m.mailing_when({ day, hour: hourText(hour), zone }),
		teams.length > 0 ? teams.map(nameOf).join(m.quarantine_comma()) : m.notifications_all_teams(),
		LANGUAGES.find(({ tag }) => tag === language)?.name
	].join(' · ');
}

/** When it comes next, by the reader's clocks, and the week it will be about. */
export function nextText({ next, zone }: KnownMailing, { locale }: Screen): string {
	if (next === null) return m.mailing_paused();
	const time = `${moment(next.at, 'weekday', locale, zone)} ${moment(next.at, 'time', locale, zone)}`;
	return m.mailing_next({ time, week: next.week });
}
