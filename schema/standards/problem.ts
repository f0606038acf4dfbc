/** What is wrong with a standards file, in English; screens have the same sentences in their own messages. */
export const PROBLEMS = {
	shape: '{expected}',
	metric:
		'unknown metric {metric}: expected first_response, resolution, complaint_acknowledged, complaint_remedied, complaint_followed_up, or promise: and a kind of promise',
	channel: 'unknown channel {channel}: expected one of {known}, or empty for all',
	tier: 'unknown tier {tier}: expected one of {known}, or empty for all',
	threshold: 'expected seconds above 0 and at most 31622400 (366 days), or null where nothing is promised',
	instant: 'expected an RFC 3339 time with zone, from 1900 to 2299, such as 2026-11-21T00:00:00+08:00',
	end_before_start: 'ends at {to}, not after its start {from}: give it a later end, or leave the row out',
	overlap:
		'overlaps {other}: both hold for {who} at {at}. End the earlier one where the later one starts, or leave one out',
	business_without_calendar: 'clock business needs a calendar: name one of {known}, or use clock calendar',
	calendar_without_business:
		'a calendar has no meaning with clock calendar: use clock business, or leave it empty',
	unknown_calendar: 'no calendar {calendar} in the file: add it, or name one of {known}',
	unreachable:
		'calendar {calendar} is open {open} h a week: this would take longer than five years. Promise less, or open longer',
	calendar_id: 'expected 1 to 100 characters, none of them blank at either end',
	calendar_twice: 'calendar {calendar} is already in {other}: give one of them another id',
	zone: 'unknown zone {zone}: expected an IANA time zone, such as Asia/Shanghai',
	no_hours: 'calendar {calendar} has no hours: open it at least one span a week',
	time: 'expected a time of day such as 09:00, up to 24:00',
	span_backwards:
		'a span ends after it starts, and not {from}–{to}: past midnight, write two spans, one on each day',
	span_overlap: '{from}–{to} overlaps {other}: spans of a day come one after another',
	date: 'expected a date from 1990 to 2049 that exists, such as 2026-12-25',
	holiday_twice: '{date} is already in {other}: one entry a day',
	parameter: 'unknown parameter {name} {key}: expected {known}',
	parameter_value: 'expected {expected}',
	parameter_twice: 'the same parameter from the same time on is already in {other}: leave one out',
	cards:
		'from {at} on the yellow card ({yellow}) would come after the red one ({red}): yellow is not above red'
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export type Values = Record<string, string>;

/** One thing wrong: where (standards.3.valid_to), what (`code`, `values`), and in English what to do about it. */
export type Problem = { path: string; code: ProblemCode; values: Values; detail: string };

/** A field of a file by the steps that lead to it. */
export type Path = readonly (string | number)[];

export const problem = (path: Path, code: ProblemCode, values: Values = {}): Problem => ({
	path: path.join('.'),
	code,
	values,
	detail: PROBLEMS[code].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
});
