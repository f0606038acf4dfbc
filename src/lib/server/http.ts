import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { isRecord } from '#schema/record.ts';

const REASONS: Record<number, string> = {
	401: 'unknown',
	403: 'forbidden',
	404: 'not_found',
	409: 'in_use',
	410: 'gone',
	428: 'required',
	429: 'too_many',
	503: 'unavailable'
};

/** What an API says of bad input: the field, and what was expected of it. */
export const refuse = (path: string, detail: string, status = 400) =>
	json({ error: { reason: REASONS[status] ?? 'invalid', path, detail } }, { status });

/** The first thing wrong with some input, as an answer. `rename` maps a field of ours to the caller's. */
export function refuseIssue({ issues: [issue] }: z.ZodError, rename: Record<string, string> = {}) {
	const field = String(issue?.path[0] ?? '');
	return refuse(rename[field] ?? field, issue?.message ?? 'invalid');
}

/** Nested fields by their path: {remedied: {numerator}} becomes remedied.numerator. */
function flatten(row: Record<string, unknown>, prefix = ''): [string, unknown][] {
	return Object.entries(row).flatMap(([name, value]) =>
		isRecord(value) ? flatten(value, `${prefix}${name}.`) : [[prefix + name, value] as [string, unknown]]
	);
}

function cell(value: unknown): string {
	if (value === null || value === undefined) return '';
	const text = String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The columns of these rows, each once, as they come: what is nested has its path for a name. */
export const columnsOf = (rows: Record<string, unknown>[]) => [
	...new Set(rows.flatMap((row) => flatten(row).map(([name]) => name)))
];

/** Rows as CSV (RFC 4180). Null is an empty cell. */
export function csv(rows: Record<string, unknown>[], names: readonly string[]): string {
	const lines = rows.map((row) => {
		const values = new Map(flatten(row));
		return names.map((name) => cell(values.get(name))).join(',');
	});
	return [names.map(cell).join(','), ...lines, ''].join('\r\n');
}
