import { z } from 'zod';

const Refused = z.object({ error: z.object({ path: z.string(), detail: z.string() }) });

/** What a server of ours answered. `status` 0: it was not reached. `detail` and `path`: what was wrong, and with which field. */
export type Sent = { status: number; body: unknown; headers: Headers; path: string; detail: string };

/** `within_ms`: then it is given up, and the connection it was asked by with it; otherwise it waits for as long as the browser does. */
type Sending = { method?: string; body?: unknown; headers?: Record<string, string>; within_ms?: number };

/** Asks an API and reads its JSON; never throws. */
export async function send(
	url: string,
	{ method = 'GET', body, headers = {}, within_ms }: Sending = {}
): Promise<Sent> {
	try {
		const response = await fetch(url, {
			method,
			...(within_ms !== undefined && { signal: AbortSignal.timeout(within_ms) }),
			headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
			...(body !== undefined && { body: JSON.stringify(body) })
		});
		const json: unknown = await response.json().catch(() => undefined);
		const refused = Refused.safeParse(json).data?.error;
		const detail = refused?.detail ?? `HTTP ${response.status}`;
		return {
			status: response.status,
			body: json,
			headers: response.headers,
			path: refused?.path ?? '',
			detail
		};
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		return { status: 0, body: undefined, headers: new Headers(), path: '', detail };
	}
}

/** The version of what was answered, and how a change says which one it was made from. */
export const versionOf = (headers: Headers) => Number((headers.get('etag') ?? '').replace(/\D/g, ''));
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

export const isDone = ({ status }: Pick<Sent, 'status'>) => status >= 200 && status < 300;
