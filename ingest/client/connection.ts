import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { FRAME_BYTES, SUBPROTOCOL } from '#schema/frame.ts';

/** How a connection ended. `permanent`: trying again cannot help, such as with a wrong key. */
export type Ending = { permanent: boolean; detail: string };

/** `close` may say why, for whoever asks how it ended. */
export type Connection = { send(text: string): void; close(why?: string): void };

/** Answers that say "you did it wrong", so that asking again is useless. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 426]);

/** How long the server may take to answer the request for a WebSocket. */
const HANDSHAKE_MS = 10_000;

async function readRefusal(response: IncomingMessage): Promise<Ending> {
	let body = '';
	response.setEncoding('utf8');
	try {
		for await (const chunk of response) if (body.length < 2_000) body += chunk;
	} catch {
		// The status says enough.
	}
	const status = response.statusCode ?? 0;
	const detail = `the server answered ${status} ${response.statusMessage ?? ''}: ${body.trim()}`;
	return { permanent: REFUSALS.has(status), detail };
}

/** One WebSocket to the ingest, from opening to end. `onEnd` is called exactly once, whatever happens. */
export function openConnection(options: {
	url: string;
	key: string;
	onOpen: () => void;
	onMessage: (text: string) => void;
	onEnd: (ending: Ending) => void;
}): Connection {
	const socket = new WebSocket(options.url, SUBPROTOCOL, {
		headers: { authorization: `Bearer ${options.key}` },
		perMessageDeflate: false,
		maxPayload: 16 * FRAME_BYTES,
		handshakeTimeout: HANDSHAKE_MS
	});
	let ended = false;
	let detail = '';

	function end(ending: Ending) {
		if (ended) return;
		ended = true;
		socket.terminate();
		options.onEnd(ending);
	}

	socket.on('upgrade', (response) => {
		// A paused server answers no ping, so only the kernel may ask whether it is still there.
		response.socket.setKeepAlive(true, 30_000);
		if (response.headers['sec-websocket-protocol'] !== SUBPROTOCOL)
			end({ permanent: true, detail: `${options.url} does not speak the subprotocol ${SUBPROTOCOL}` });
	});
	socket.on('unexpected-response', (_request, response) => void readRefusal(response).then(end));
	socket.on('open', options.onOpen);
	socket.on('message', (data) => options.onMessage(data.toString()));
	socket.on('error', (error) => (detail ||= error.message));
	socket.on('close', (code, reason) =>
		end({ permanent: false, detail: detail || `closed with ${code} ${reason.toString()}`.trim() })
	);

	return {
		send: (text) => socket.send(text),
		close(why = '') {
			detail ||= why;
			socket.close(1000);
		}
	};
}
