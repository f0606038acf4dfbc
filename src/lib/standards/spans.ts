import type { Span } from '#schema/standards/calendar.ts';

/** A time of day as people write it: 9, 9:00, 09.00 and 24:00; another text stays as it is, to be refused. */
function timeOf(text: string): string {
	const [, hour, minute = '00'] = /^(\d{1,2})(?:[:.：](\d{2}))?$/.exec(text.trim()) ?? [];
	return hour === undefined ? text.trim() : `${hour.padStart(2, '0')}:${minute}`;
}

/** Open spans as one line: "09:00–12:00, 13:00–18:00". */
export const spansText = (spans: readonly Span[]) => spans.map(([from, to]) => `${from}–${to}`).join(', ');

/** Reads such a line, whatever dash and comma it is written with. */
export const readSpans = (text: string): Span[] =>
	text
		.split(/[,;，；、]/)
		.filter((part) => part.trim() !== '')
		.map((part) => {
			const [from = '', ...to] = part.split(/\s*[-–—~～]\s*/);
			return [timeOf(from), timeOf(to.join('-'))];
		});
