import { parseEventFast } from '#schema/compile.ts';
import { EVENT_BYTES, type Parsed, type ServiceEvent } from '#schema/event.ts';

/** The most bytes one character of a JSON text stands for: `\u00e9` in the text is two bytes, a raw sign at most three. */
const BYTES_PER_CHARACTER = 6;

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** What is left of `budget` after the characters of `value` as JSON; below 0 it stops looking. */
function spend(value: unknown, budget: number): number {
	if (budget < 0) return budget;
	if (typeof value === 'string') return budget - value.length - 3;
	if (!isObject(value)) return budget - 25;
	let left = budget - 2;
	for (const name in value) {
		if (left < 0) return left;
		left = spend(value[name], left - name.length - 4);
	}
	return left;
}

/** The bytes of a value as JSON; above `most` it stops looking. A loop, for what is nested deeply would overflow the stack. */
function jsonBytes(value: unknown, most: number): number {
	let bytes = 0;
	const left = [value];
	while (left.length > 0 && bytes <= most) {
		const next = left.pop();
		if (!isObject(next)) {
			bytes += Buffer.byteLength(JSON.stringify(next) ?? '');
			continue;
		}
		const values = Object.values(next);
		bytes += 2 + Math.max(0, values.length - 1);
		for (const inner of values) left.push(inner);
		if (!Array.isArray(next))
			for (const name of Object.keys(next)) bytes += Buffer.byteLength(JSON.stringify(name)) + 1;
	}
	return bytes;
}

/** Whether an event is larger than allowed. Nearly all are so small that counting characters settles it. */
const isTooLarge = (input: unknown) =>
	spend(input, EVENT_BYTES / BYTES_PER_CHARACTER) < 0 && jsonBytes(input, EVENT_BYTES) > EVENT_BYTES;

/** First step: is it an event of the contract? `bytes` is the size of what it came in: a small frame holds no large event. */
export function validate(input: unknown, { now, bytes }: { now: number; bytes: number }): Parsed {
	if (bytes > EVENT_BYTES && isTooLarge(input)) {
		const detail = `the event is over ${EVENT_BYTES} bytes as JSON`;
		return { ok: false, refusal: { reason: 'too_large', path: '', detail } };
	}
	// CloudEvents allows binary data beside `data`: an event with it must not be taken for one without any.
	if (isObject(input) && (input.data_base64 ?? null) !== null)
		return invalid('data_base64', 'expected data as JSON, in the field data');
	const parsed = parseEventFast(input, now);
	return parsed.ok ? checkNames(parsed) : parsed;
}

const invalid = (path: string, detail: string): Parsed => ({
	ok: false,
	refusal: { reason: 'invalid', path, detail }
});

const HALF = /\p{Surrogate}/u;

/** Which of the texts that name something has half a character. */
function halfAt({ id, source, subject = '', data }: ServiceEvent): string | undefined {
	if (HALF.test(id)) return 'id';
	if (HALF.test(source)) return 'source';
	if (HALF.test(subject)) return 'subject';
	if ('promise' in data && HALF.test(data.promise)) return 'data.promise';
	return 'breach' in data && HALF.test(data.breach) ? 'data.breach' : undefined;
}

/** Half a character (a lone surrogate) cannot be stored as it is, and what names something is never mended. */
function checkNames(parsed: Parsed & { ok: true }): Parsed {
	const path = halfAt(parsed.event);
	return path === undefined ? parsed : invalid(path, 'expected text: it has half a character');
}
