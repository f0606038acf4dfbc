import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { FRAME_BYTES, SUBPROTOCOL } from '#schema/frame.ts';
import { checkUpgrade } from './access.ts';
import { serveConnection } from './connection.ts';
import type { Counters } from './counters.ts';
import type { Keyring } from './keys.ts';
import type { Pipeline } from './pipeline.ts';
import type { Pressure } from './pressure.ts';
import { refusal, refuseUpgrade } from './refusal.ts';
import { IngestSocket } from './websocket.ts';

/** How long a producer may take to answer a close. */
const CLOSE_MS = 2_000;
/** A ping this often: one that is not answered by the next, nor anything else, ends the connection. */
const PING_MS = 30_000;

export type SocketOptions = {
	keyring: Keyring;
	pipeline: Pipeline;
	pressure: Pressure;
	counters: Counters;
	log: Logger;
};

/** The WebSocket end of ingest: connections come in through `upgrade`. */
export function createSockets(options: SocketOptions) {
	const { keyring, pressure, log } = options;
	const settings = {
		noServer: true,
		WebSocket: IngestSocket,
		clientTracking: false,
		perMessageDeflate: false, // it costs far more than the bytes it saves
		maxPayload: FRAME_BYTES,
		// A frame of 1 MiB in the smallest usual packets is some 2,000 pieces; more is an attack on memory.
		maxFragments: 1_024,
		maxBufferedChunks: 4_096,
		closeTimeout: CLOSE_MS, // not in its typings
		handleProtocols: () => SUBPROTOCOL
	};
	const server = new WebSocketServer<typeof IngestSocket>(settings);
	const connections = new Map<IngestSocket, ReturnType<typeof serveConnection>>();
	let closing = false;

	function open(socket: IngestSocket, connection: ReturnType<typeof serveConnection>) {
		connections.set(socket, connection);
		if (pressure.high) socket.pause();
		const stopPinging = keepAlive(socket);
		socket.once('close', () => {
			stopPinging();
			connections.delete(socket);
		});
	}

	return {
		/** Makes a request a connection, or refuses it with a reason. */
		upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
			socket.on('error', () => socket.destroy());
			const admission = checkUpgrade(request, keyring);
			if (closing)
				return refuseUpgrade(socket, refusal(503, 'stopping', '', 'ingest is stopping: try again'));
			if (!admission.ok) {
				const { status, reason, path } = admission.refused;
				log.warn({ status, reason, path }, 'connection refused');
				return refuseUpgrade(socket, admission.refused);
			}
			const { key } = admission;
			server.handleUpgrade(request, socket, head, (client) =>
				open(client, serveConnection({ ...options, socket: client, key }))
			);
		},
		/** Stops or goes on reading from every connection. */
		pause(paused: boolean) {
			for (const socket of connections.keys()) {
				if (paused) socket.pause();
				else socket.resume();
			}
		},
		/** Drops the connections of one key at once, what they have sent unanswered. */
		drop(name: string) {
			for (const connection of connections.values()) if (connection.key.name === name) connection.drop();
		},
		/** Answers what was taken, then closes every connection; resolves when they are gone. */
		async close(code: number, reason: string): Promise<void> {
			closing = true;
			const gone = [...connections.keys()].map(
				(socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))
			);
			for (const connection of connections.values()) void connection.close(code, reason);
			await Promise.all(gone);
		},
		get count() {
			return connections.size;
		}
	};
}
export type Sockets = ReturnType<typeof createSockets>;

/** Ends a connection whose producer is gone without a word. While it is paused we cannot hear it, so it is spared. */
function keepAlive(socket: IngestSocket): () => void {
	let heard = true;
	const hear = () => (heard = true);
	socket.on('pong', hear).on('message', hear);
	const timer = setInterval(() => {
		if (!heard && !socket.isPaused) return socket.terminate();
		heard = false;
		if (socket.readyState === socket.OPEN) socket.ping();
	}, PING_MS).unref();
	return () => clearInterval(timer);
}
