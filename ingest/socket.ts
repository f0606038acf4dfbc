import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { CLOUDEVENTS_SUBPROTOCOL, FRAME_BYTES } from '#schema/frame.ts';
import { chooseSubprotocol, deny, type Access, type Admission } from './access.ts';
import { createBrake, takeTurns, type Brake } from './brake.ts';
import { serveCloudEvents } from './cloudevents.ts';
import { serveConnection } from './connection.ts';
import type { Counters } from './counters.ts';
import { keepAlive, answerPings } from './keep-alive.ts';
import type { Key } from './keys.ts';
import type { Pipeline } from './pipeline.ts';
import { askPresence } from './presence.ts';
import type { RateLimit } from './rate-limit.ts';
import { refusal, refuseUpgrade, tooMany } from './refusal.ts';
import type { SourceWatch } from './source-watch.ts';
import { IngestSocket } from './websocket.ts';

/** How long a producer may take to answer a close. */
const CLOSE_MS = 2_000;
/** So many connections of one key at once: more is a producer that forgets to close. */
const CONNECTIONS_A_KEY = 200;
/** When a key with too many connections may try again. */
const CROWDED_MS = 10_000;

export type SocketOptions = {
	access: Access;
	pipeline: Pick<Pipeline, 'submit'>;
	/** The credit there is for a connection now. */
	afford: () => number;
	/** Whether events can be taken now. */
	ready: () => boolean;
	limit: Pick<RateLimit, 'waitMs'>;
	counters: Counters;
	log: Logger;
	/** A frame was answered so many seconds after it came. */
	onAnswer?: (seconds: number) => void;
	connectionsAKey?: number;
	/** Is told which producers are there. */
	watch?: Pick<SourceWatch, 'opened' | 'present' | 'closed'>;
};

type Connection = {
	key: Key;
	/** The credit it has, if its subprotocol knows one. */
	credit?: number;
	close(code: number, reason: string): unknown;
	drop(): void;
};

/** The WebSocket end of ingest: connections come in through `upgrade`. */
export function createSockets(options: SocketOptions) {
	const { access, ready, limit, log, connectionsAKey = CONNECTIONS_A_KEY, watch } = options;
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
		autoPong: false, // a flood is ended with a word, not by cutting the line
		handleProtocols: (offered: Set<string>) => chooseSubprotocol(offered) ?? (false as const)
	};
	const server = new WebSocketServer<typeof IngestSocket>(settings);
	const connections = new Map<IngestSocket, { connection: Connection; brake: Brake }>();
	let closing = false;

	const ofKey = (name: string) =>
		[...connections.values()].filter(({ connection }) => connection.key.name === name);

	function check(request: IncomingMessage): Admission {
		if (closing) return deny(refusal(503, 'stopping', '', 'ingest is stopping: try again'));
		const admission = access.checkUpgrade(request);
		// Better to wait outside than to send frames that are not taken.
		if (admission.ok && !ready())
			return deny(refusal(503, 'spool_full', '', 'too many events wait to be stored: try again later'));
		if (!admission.ok || ofKey(admission.key.name).length < connectionsAKey) return admission;
		const detail = `the key ${admission.key.name} has ${connectionsAKey} connections: use those, or close some`;
		return deny(tooMany('too_many_connections', 'Authorization', detail, CROWDED_MS));
	}

	function serve(socket: IngestSocket, carrier: Duplex, key: Key) {
		const brake = createBrake(socket);
		const parts = { ...options, socket, carrier, brake, key };
		const connection =
			socket.protocol === CLOUDEVENTS_SUBPROTOCOL ? serveCloudEvents(parts) : serveConnection(parts);
		connections.set(socket, { connection, brake });
		brake.set('rate', limit.waitMs(key.name) > 0);
		takeTurns(socket, brake);
		answerPings(socket, (reason) => connection.close(1008, reason));
		const stopPinging = keepAlive(socket, brake);
		watch?.opened(socket, key.name);
		const stopAsking = askPresence(socket, (present) => watch?.present(socket, present));
		socket.once('close', () => {
			stopPinging();
			stopAsking();
			watch?.closed(socket);
			connections.delete(socket);
		});
	}

	return {
		/** Makes a request a connection, or refuses it with a reason. */
		upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
			socket.on('error', () => socket.destroy());
			const admission = check(request);
			if (!admission.ok) {
				const { status, reason, path } = admission.refused;
				// Whoever does not wait when told to would fill the log.
				if (status !== 429 && status !== 503) log.warn({ status, reason, path }, 'connection refused');
				return refuseUpgrade(socket, admission.refused);
			}
			server.handleUpgrade(request, socket, head, (client) => serve(client, socket, admission.key));
		},
		/** Stops reading from the connections of a key that has sent more than its rate, or goes on. */
		slow(name: string, limited: boolean) {
			for (const { brake } of ofKey(name)) brake.set('rate', limited);
		},
		/** Drops the connections of one key at once, what they have sent unanswered. */
		drop(name: string) {
			for (const { connection } of ofKey(name)) connection.drop();
		},
		/** Answers what was taken, then closes every connection; resolves when they are gone. */
		async close(code: number, reason: string): Promise<void> {
			closing = true;
			const gone = [...connections.keys()].map(
				(socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))
			);
			for (const { connection } of [...connections.values()]) connection.close(code, reason);
			await Promise.all(gone);
		},
		/** How many connections each key has. */
		byKey(): Record<string, number> {
			const counts: Record<string, number> = {};
			for (const { connection } of connections.values())
				counts[connection.key.name] = (counts[connection.key.name] ?? 0) + 1;
			return counts;
		},
		/** The credit that all connections have together. */
		get credit() {
			return [...connections.values()].reduce((sum, { connection }) => sum + (connection.credit ?? 0), 0);
		},
		get count() {
			return connections.size;
		}
	};
}
export type Sockets = ReturnType<typeof createSockets>;
