import type { IncomingHttpHeaders } from 'node:http';
import { asyncApi } from '#schema/asyncapi.ts';

/** A host as a client may have named it; anything else does not get into the document. */
const HOST = /^([\w.-]{1,253}|\[[\da-f:.]{2,45}\])(:\d{1,5})?$/i;

/** The document is some 100 kB: what was made for a host is kept, for a few of them. */
const KEPT = 16;

/** Writes the AsyncAPI document for whoever asks: its servers are where that request went to. */
export function createAsyncApi({ sources }: { sources: readonly string[] }) {
	const texts = new Map<string, string>();

	return ({ host: named = '', 'x-forwarded-proto': protocol }: IncomingHttpHeaders): string => {
		const host = HOST.test(named) ? named : 'localhost';
		const secure = protocol === 'https';
		const name = `${secure} ${host}`;
		const text = texts.get(name) ?? JSON.stringify(asyncApi({ host, secure, sources }));
		if (texts.size >= KEPT) texts.clear();
		texts.set(name, text);
		return text;
	};
}
