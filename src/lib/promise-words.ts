import { moment } from './format.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';
import { lengthText } from './standards/words.ts';

/** A promise of a case as the page gets it. */
export type CasePromise = {
	promise_id: string;
	metric: string;
	state: 'kept' | 'broken' | 'running';
	made_at: string;
	due_at: string;
	done_at: string | null;
	said_broken_at: string | null;
	elapsed_s: number | null;
	/** Below 0: how late. */
	spare_s: number | null;
	threshold_s: number | null;
	clock: 'calendar' | 'business';
	calendar: string;
	calendar_name: string;
	zone: string;
	owner: string;
	spans: ClockSpan[];
};

/** A stretch of time that the business clock counted, or skipped and why. */
export type ClockSpan = {
	began_at: string;
	ended_at: string;
	counted: boolean;
	reason: 'open' | 'hours' | 'day' | 'holiday';
	holiday: string;
	seconds: number;
};

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** A time that has passed by the clock of a promise: opening hours make no days, so 26 h stay 26 h. */
export function passedText(seconds: number, { clock }: Pick<CasePromise, 'clock'>, screen: Screen): string {
	if (clock === 'calendar' || seconds < DAY_S) return screen.plain(screen.duration(seconds));
	const minutes = Math.round(seconds / 60);
	const [hour] = screen.duration(HOUR_S);
	const rest = minutes % 60 === 0 ? [] : screen.duration((minutes % 60) * 60);
	return screen.plain([{ value: screen.count(Math.floor(minutes / 60)), unit: hour?.unit ?? '' }, ...rest]);
}

/** What became of a promise: "kept, 3 min to spare". */
export function outcomeText(promise: CasePromise, screen: Screen): string {
	const { state, done_at, said_broken_at, spare_s } = promise;
	const duration = passedText(Math.abs(spare_s ?? 0), promise, screen);
	if (state === 'running')
		return done_at ? m.case_promise_done({ duration }) : m.case_promise_left({ duration });
	if (state === 'kept') return spare_s ? m.case_promise_kept_spare({ duration }) : m.case_promise_kept();
	if (said_broken_at) return m.case_promise_said_broken({ time: screen.moment(said_broken_at, 'minute') });
	return done_at && spare_s ? m.case_promise_late({ duration }) : m.case_promise_not_done();
}

export const calendarText = ({ calendar, calendar_name }: CasePromise) => calendar_name || calendar;

/** What was promised, and when: made, within what, due, whose it is. */
export function termsOf(promise: CasePromise, screen: Screen): string[] {
	const { made_at, due_at, threshold_s, clock, owner } = promise;
	const exact = threshold_s !== null && threshold_s < 3600 ? 'clock' : 'time';
	const when = (time: string) => `${screen.moment(time, 'weekday')} ${screen.moment(time, exact)}`;
	const within = (duration: string) =>
		clock === 'business'
			? m.case_promise_within_hours({ duration, calendar: calendarText(promise) })
			: m.case_promise_within({ duration });
	return [
		m.case_promise_made({ time: when(made_at) }),
		...(threshold_s === null ? [] : [within(lengthText(threshold_s, clock, screen))]),
		m.case_promise_due({ time: when(due_at) }),
		...(owner ? [m.case_promise_owner({ owner })] : [])
	];
}

const REASONS: Record<ClockSpan['reason'], (holiday: string) => string> = {
	open: m.clock_open,
	hours: m.clock_hours,
	day: m.clock_day,
	holiday: (name) => (name ? m.clock_holiday({ name }) : m.clock_holiday_unnamed())
};
export const reasonText = ({ reason, holiday }: ClockSpan) => REASONS[reason](holiday);

/** When a span was, on the clocks of its calendar: "Mon, 21 Dec 09:00–12:00"; the day of its end, if that is another. */
export function spanText({ began_at, ended_at }: ClockSpan, zone: string, { locale }: Screen): string {
	const at = (time: string | number, style: 'weekday' | 'time') => moment(time, style, locale, zone);
	const [from, to] = [at(began_at, 'weekday'), at(ended_at, 'weekday')];
	const days = from === to ? '' : `${to} `;
	return `${from} ${at(began_at, 'time')}–${days}${at(ended_at, 'time')}`;
}
