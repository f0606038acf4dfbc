import { EVENT_BYTES, parseEvent, type Parsed } from '#schema/event.ts';

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

/** Whether an event is larger than allowed. Nearly all are so small that counting characters settles it. */
function isTooLarge(input: unknown): boolean {
	if (spend(input, EVENT_BYTES / BYTES_PER_CHARACTER) >= 0) return false;
	try {
		return Buffer.byteLength(JSON.stringify(input)) > EVENT_BYTES;
	} catch {
		return true; // nested too deeply to be written
	}
}

/** First step: is it an event of the contract? `bytes` is the size of what it came in: a small frame holds no large event. */
export function validate(input: unknown, { now, bytes }: { now: number; bytes: number }): Parsed {
	if (bytes > EVENT_BYTES && isTooLarge(input)) {
		const detail = `the event is over ${EVENT_BYTES} bytes as JSON`;
		return { ok: false, refusal: { reason: 'too_large', path: '', detail } };
	}
	const parsed = parseEvent(input, now);
	return parsed.ok ? checkIdentity(parsed) : parsed;
}

/** Half a character (a lone surrogate) cannot be stored as it is, and what names an event is never mended. */
function checkIdentity(parsed: Parsed & { ok: true }): Parsed {
	const { id, source, subject = '' } = parsed.event;
	for (const [path, text] of Object.entries({ id, source, subject }))
		if (/\p{Surrogate}/u.test(text))
			return {
				ok: false,
				refusal: { reason: 'invalid', path, detail: 'expected text: it has half a character' }
			};
	return parsed;
}
