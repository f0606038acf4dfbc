import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request refused: its status, and what was wrong where. */
export type HttpRefusal = { status: number; reason: string; path: string; detail: string };

export const refusal = (status: number, reason: string, path: string, detail: string): HttpRefusal => ({
	status,
	reason,
	path,
	detail
});

const body = ({ reason, path, detail }: HttpRefusal) =>
	`${JSON.stringify({ error: { reason, path, detail } })}\n`;

const challenge = (status: number): Record<string, string> =>
	status === 401 ? { 'www-authenticate': 'Bearer' } : status === 503 ? { 'retry-after': '5' } : {};

/** Answers a request with JSON. */
export function answer(response: ServerResponse, status: number, value: unknown) {
	if (response.headersSent || response.destroyed) return;
	response.writeHead(status, { 'content-type': 'application/json', ...challenge(status) });
	response.end(`${JSON.stringify(value)}\n`);
}

export const answerRefusal = (response: ServerResponse, { status, ...error }: HttpRefusal) =>
	answer(response, status, { error });

/** Refuses an upgrade: a whole HTTP answer on the bare socket. */
export function refuseUpgrade(socket: Duplex, refused: HttpRefusal) {
	const text = body(refused);
	const headers = {
		connection: 'close',
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(text)),
		...challenge(refused.status)
	};
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	const head = `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status] ?? ''}`;
	socket.once('finish', () => socket.destroy());
	socket.end([head, ...lines, '', text].join('\r\n'));
}
