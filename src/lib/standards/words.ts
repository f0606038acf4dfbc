import type { Standard } from '#schema/standards/standard.ts';
import type { Weekday } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { channelName, tierName } from '../words.ts';

/** The words for what a standards file spells in code. */

const METRICS: Record<string, { name: () => string; what: () => string }> = {
	first_response: { name: m.metric_first_response, what: m.metric_first_response_what },
	resolution: { name: m.metric_resolution, what: m.metric_resolution_what },
	complaint_acknowledged: {
		name: m.metric_complaint_acknowledged,
		what: m.metric_complaint_acknowledged_what
	},
	complaint_remedied: { name: m.metric_complaint_remedied, what: m.metric_complaint_remedied_what },
	complaint_followed_up: { name: m.metric_complaint_followed_up, what: m.metric_complaint_followed_up_what },
	'promise:repair_visit': { name: m.metric_repair_visit, what: m.metric_promise_what },
	'promise:installation_visit': { name: m.metric_installation_visit, what: m.metric_promise_what }
};

const kindOf = (metric: string) => metric.replace(/^promise:/, '');

export const metricName = (metric: string) =>
	METRICS[metric]?.name() ?? m.metric_promise({ kind: kindOf(metric) });

/** From when to when a promise of this kind is timed. */
export const metricWhat = (metric: string) => (METRICS[metric]?.what ?? m.metric_promise_what)();

/** For whom a promise is: "Billing · Phone · Gold". */
export function whoText({ team, channel, tier }: Pick<Standard, 'team' | 'channel' | 'tier'>) {
	const parts = [team, channel && channelName(channel), tier && tierName(tier)].filter(Boolean);
	return parts.length > 0 ? parts.join(' · ') : m.standards_everybody();
}

const DAY_S = 86_400;

/** A length as people promise it: 24 h stays 24 h, and days of opening hours are no days. */
export function lengthText(seconds: number, clock: Standard['clock'], screen: Screen) {
	const days = clock === 'calendar' && seconds >= 2 * DAY_S && seconds % DAY_S === 0;
	const hours = seconds >= 3600 && seconds % 3600 === 0;
	if (days || !hours) return screen.plain(screen.duration(seconds));
	return screen.plain([{ value: screen.count(seconds / 3600), unit: screen.duration(3600)[0]?.unit ?? '' }]);
}

export const calendarName = ({ calendars }: StandardsFile, id: string) =>
	calendars.find((calendar) => calendar.id === id)?.name || id;

export const clockText = ({ clock, calendar }: Standard, file: StandardsFile) =>
	clock === 'calendar'
		? m.standards_around_the_clock()
		: m.standards_opening_hours({ calendar: calendarName(file, calendar) });

/** The time from which the defaults hold: nobody was there before. */
const START = Date.UTC(1990, 0, 1);

/** A time as a day, and with its hour where it is not midnight in the business zone. */
export function momentText(time: string | number, screen: Screen) {
	return screen.moment(time, screen.moment(time, 'time') === '00:00' ? 'date' : 'minute');
}

/** Since when, or from when on. */
export function sinceText(valid_from: string, now: number, screen: Screen) {
	const at = Date.parse(valid_from);
	if (at <= START) return m.standards_always();
	const date = momentText(at, screen);
	return at > now ? m.standards_from({ date }) : m.standards_since({ date });
}

const WEEKDAY_NAMES: Record<Weekday, () => string> = {
	mon: m.weekday_mon,
	tue: m.weekday_tue,
	wed: m.weekday_wed,
	thu: m.weekday_thu,
	fri: m.weekday_fri,
	sat: m.weekday_sat,
	sun: m.weekday_sun
};
export const weekdayName = (day: Weekday) => WEEKDAY_NAMES[day]();

/** When something made at a moment falls due, as short as it can be said: seconds and days only where they matter. */
export function dueText(due: string, seconds: number, screen: Screen, made: string) {
	const time = screen.moment(due, seconds < 60 ? 'clock' : 'time');
	const day = screen.moment(due, 'weekday');
	return day === screen.moment(made, 'weekday') ? time : `${day} ${time}`;
}
