import type { Calendar } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import type { Parameter } from '#schema/standards/parameter.ts';
import type { Standard } from '#schema/standards/standard.ts';

const SPLIT: [string, string][] = [
	['09:00', '12:00'],
	['13:00', '18:00']
];

export const standard = (fields: Partial<Standard> = {}): Standard => ({
	metric: 'first_response',
	team: '',
	channel: 'phone',
	tier: '',
	threshold_s: 20,
	clock: 'calendar',
	calendar: '',
	valid_from: '2026-01-01T00:00:00.000Z',
	valid_to: null,
	...fields
});

/** Monday to Friday, with a break at noon. */
export const office = (fields: Partial<Calendar> = {}): Calendar => ({
	id: 'office',
	name: 'Office',
	zone: 'Europe/Berlin',
	hours: { mon: SPLIT, tue: SPLIT, wed: SPLIT, thu: SPLIT, fri: SPLIT },
	holidays: [{ date: '2026-12-25', name: 'Christmas' }],
	...fields
});

export const parameter = (fields: Partial<Parameter> = {}): Parameter => ({
	name: 'scorecard_weight',
	key: 'satisfaction',
	value: 50,
	valid_from: '2026-01-01T00:00:00.000Z',
	...fields
});

export const EMPTY: StandardsFile = { standards: [], calendars: [], parameters: [] };
