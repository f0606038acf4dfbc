import { numberOf, wordOf, type Happened } from './happened.ts';

const WORDS = [
	...['team', 'agent', 'channel', 'tier', 'topic', 'priority', 'reason', 'severity', 'resolution', 'level'],
	...[
		'status',
		'remedy',
		'step',
		'survey',
		'instrument',
		'comment',
		'promise',
		'from_team',
		'state',
		'breach'
	],
	...['by', 'note']
];
const NUMBERS = ['satisfied', 'score', 'scale', 'value', 'procedural', 'personal', 'tangibles'];
const TRUTHS = ['had_problem', 'spoke_up'];

/** What every column has to hold for an event; the customer, a pseudonym, is judged apart. */
export function expectedRow(event: Happened): Record<string, unknown> {
	const { source, id, type, at, case_id, data } = event;
	const row: Record<string, unknown> = { source, id, type, time: at, case_id };
	for (const name of WORDS) row[name] = wordOf(event, name);
	for (const name of NUMBERS) row[name] = numberOf(event, name);
	for (const name of TRUTHS) row[name] = data[name] ?? null;
	row.kind = wordOf(event, 'kind') || (type === 'case.opened' ? 'request' : '');
	row.wait_known = data.wait_known ?? true;
	row.due = typeof data.due === 'string' ? Date.parse(data.due) : null;
	row.attributes = data.attributes ?? {};
	row.items = data.items ?? [];
	return row;
}

/** A value in a form in which two equal ones are the same text: keys in order. */
function plain(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => [key, plain(inner)])
	);
}

export const same = (a: unknown, b: unknown) =>
	a === b || (typeof a === 'object' && JSON.stringify(plain(a)) === JSON.stringify(plain(b)));

/** A moment as the database writes it, in ms; null stays null. */
export const momentOf = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : null);

/** The columns in which a stored row differs from what it has to hold. */
export function differences(expected: Record<string, unknown>, row: Record<string, unknown>): string[] {
	return Object.entries(expected).flatMap(([name, value]) => {
		const stored = name === 'time' || name === 'due' ? momentOf(row[name]) : row[name];
		return same(value, stored) ? [] : [`${name}: ${JSON.stringify(stored)}, sent ${JSON.stringify(value)}`];
	});
}
