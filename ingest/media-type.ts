import type { IncomingHttpHeaders } from 'node:http';
import { refusal, type HttpRefusal } from './refusal.ts';

/** The media type of a Content-Type, in lower case without its parameters; '' when there is none. */
export const mediaType = (contentType: string | undefined) =>
	(contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Whether a media type is JSON of some kind. */
export const isJson = (type: string) => /^(application|text)\/([^/]+\+)?json$/.test(type);

/** Every one of these is UTF-8 as it stands. */
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

const charsetOf = (contentType: string | undefined) =>
	/;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8';

/** Whether a body comes in a form that is read here: plain UTF-8, not compressed. */
export function refuseEncoding(headers: IncomingHttpHeaders): HttpRefusal | undefined {
	const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity';
	if (encoding !== 'identity')
		return refusal(415, 'unknown_encoding', 'Content-Encoding', 'send the body as it is, not compressed', {
			'accept-encoding': 'identity'
		});
	if (CHARSETS.has(charsetOf(headers['content-type']))) return undefined;
	return refusal(415, 'unknown_charset', 'Content-Type', 'send the body in UTF-8: charset=utf-8, or none');
}
