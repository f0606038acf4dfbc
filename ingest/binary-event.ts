import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';

const PREFIX = 'ce-';

/** The headers without which nothing is taken for an event in binary mode: one of them is enough to be told what is missing. */
const TELLING = ['ce-id', 'ce-source', 'ce-type', 'ce-specversion'];

/** Whether a request carries one event in the binary content mode: attributes in `ce-*` headers, the body is its data. */
export const isBinaryEvent = (headers: IncomingHttpHeaders) =>
	TELLING.some((name) => headers[name] !== undefined);

/** Node reads a header byte by byte; some clients write it in UTF-8, although they should escape it. */
function asWritten(value: string): string {
	const bytes = Buffer.from(value, 'latin1');
	return isUtf8(bytes) ? bytes.toString() : value;
}

const unquote = (value: string) =>
	/^".*"$/s.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : value;

/** A header's value as the attribute's text: once unquoted and once percent-decoded. Undefined when that is not UTF-8. */
function attribute(value: string): string | undefined {
	try {
		// What is no escape stays as it is: not every client knows that it had to write %25.
		return unquote(asWritten(value)).replaceAll(/(%[0-9a-f]{2})+/gi, decodeURIComponent);
	} catch {
		return undefined;
	}
}

export type BinaryAttributes =
	{ ok: true; attributes: Record<string, string> } | { ok: false; header: string };

/** The attributes of an event in binary mode, or the header that cannot be read. */
export function readAttributes(headers: IncomingHttpHeaders): BinaryAttributes {
	const attributes: [string, string][] = [];
	for (const [header, value] of Object.entries(headers)) {
		if (!header.startsWith(PREFIX) || typeof value !== 'string') continue;
		const text = attribute(value);
		if (text === undefined) return { ok: false, header };
		attributes.push([header.slice(PREFIX.length), text]);
	}
	return { ok: true, attributes: Object.fromEntries(attributes) };
}
