import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request refused: its status, what was wrong where, and headers that tell a program the same. */
export type HttpRefusal = {
	status: number;
	reason: string;
	path: string;
	detail: string;
	headers?: Record<string, string>;
};

export const refusal = (
	status: number,
	reason: string,
	path: string,
	detail: string,
	headers?: Record<string, string>
): HttpRefusal => ({ status, reason, path, detail, ...(headers && { headers }) });

/** Too much from one sender: when to try again, in whole seconds. */
export const tooMany = (reason: string, path: string, detail: string, waitMs: number): HttpRefusal =>
	refusal(429, reason, path, detail, { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1_000))) });

const body = ({ reason, path, detail }: HttpRefusal) =>
	`${JSON.stringify({ error: { reason, path, detail } })}\n`;

const challenge = (status: number): Record<string, string> =>
	status === 401 ? { 'www-authenticate': 'Bearer' } : status === 503 ? { 'retry-after': '5' } : {};

/** Answers a request with a text. */
export function answerText(
	response: ServerResponse,
	status: number,
	text: string,
	headers: Record<string, string>
) {
	if (response.headersSent || response.destroyed) return;
	response.writeHead(status, { 'x-content-type-options': 'nosniff', ...challenge(status), ...headers });
	response.end(text);
}

/** Answers a request with JSON. */
export const answer = (
	response: ServerResponse,
	status: number,
	value: unknown,
	headers?: Record<string, string>
) =>
	answerText(response, status, `${JSON.stringify(value)}\n`, {
		'content-type': 'application/json',
		...headers
	});

export const answerRefusal = (response: ServerResponse, { status, headers, ...error }: HttpRefusal) =>
	answer(response, status, { error }, headers);

/** How long a refused connection is still read from, for its peer to read the answer. */
const LINGER_MS = 500;

/** Refuses an upgrade: a whole HTTP answer on the bare socket. */
export function refuseUpgrade(socket: Duplex, refused: HttpRefusal) {
	const text = body(refused);
	const headers = {
		connection: 'close',
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(text)),
		...challenge(refused.status),
		...refused.headers
	};
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	const head = `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status] ?? ''}`;
	// Closed with something unread, the connection would be reset, and the answer lost on its way.
	socket.on('data', () => {}).once('end', () => socket.destroy());
	socket.once('finish', () => setTimeout(() => socket.destroy(), LINGER_MS).unref());
	socket.end([head, ...lines, '', text].join('\r\n'));
}
