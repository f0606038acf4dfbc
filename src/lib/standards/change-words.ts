import { openMinutes, type Calendar } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import type { Standard } from '#schema/standards/standard.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import type { Change } from './changes.ts';
import { parameterName, valueText } from './parameter-words.ts';
import { clockText, lengthText, metricName, momentText, sinceText, whoText } from './words.ts';

/** A change in words: of what, what it was, what it becomes, and from when on. */
export type Said = { name: string; before: string; after: string; when: string };

type Files = { from: StandardsFile; to: StandardsFile };

const promiseText = (row: Standard, file: StandardsFile, screen: Screen) =>
	row.threshold_s === null
		? m.standards_nothing()
		: `${lengthText(row.threshold_s, row.clock, screen)}, ${clockText(row, file)}`;

function untilText({ valid_to }: Standard, screen: Screen) {
	return valid_to === null ? '' : m.standards_until({ date: momentText(valid_to, screen) });
}

function sayStandard(
	{ before, after }: Extract<Change, { what: 'standard' }>,
	{ from, to }: Files,
	screen: Screen
): Said {
	const row = after ?? before;
	if (!row) return { name: '', before: '', after: '', when: '' };
	const was = before ? promiseText(before, from, screen) : '';
	const is = after ? promiseText(after, to, screen) : '';
	const when = [sinceText(row.valid_from, 0, screen), untilText(row, screen)].filter(Boolean).join(' ');
	return {
		name: `${metricName(row.metric)}, ${whoText(row)}:`,
		before: was === is ? '' : was,
		after: is,
		when
	};
}

function calendarText(calendar: Calendar, screen: Screen) {
	const hours = openMinutes(calendar) / 60;
	return [
		calendar.zone,
		m.standards_weekly({ hours: screen.decimal(hours, Number.isInteger(hours) ? 0 : 1) }),
		m.standards_holidays_count({ count: screen.count(calendar.holidays.length) })
	].join(', ');
}

function sayCalendar({ before, after }: Extract<Change, { what: 'calendar' }>, screen: Screen): Said {
	const calendar = after ?? before;
	if (!calendar) return { name: '', before: '', after: '', when: '' };
	const was = before ? calendarText(before, screen) : '';
	const is = after ? calendarText(after, screen) : '';
	return { name: `${calendar.name || calendar.id}:`, before: was === is ? '' : was, after: is, when: '' };
}

function sayParameter({ before, after }: Extract<Change, { what: 'parameter' }>, screen: Screen): Said {
	const row = after ?? before;
	if (!row) return { name: '', before: '', after: '', when: '' };
	return {
		name: `${parameterName(row)}:`,
		before: before ? valueText(before, screen) : '',
		after: after ? valueText(after, screen) : '',
		when: sinceText(row.valid_from, 0, screen)
	};
}

/** Says a change in the reader's language. */
export function sayChange(change: Change, files: Files, screen: Screen): Said {
	if (change.what === 'standard') return sayStandard(change, files, screen);
	return change.what === 'calendar' ? sayCalendar(change, screen) : sayParameter(change, screen);
}
