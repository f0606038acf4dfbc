import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { readPulse } from '../pulse.ts';
import type { SourcesState } from '#schema/source-state.ts';
import type { Boards } from '../boards/boards.ts';
import type { Screens } from '../screens.ts';
import { isStoreTrouble } from '../store/file.ts';
import type { Settler } from '../settled/settler.ts';
import type { SourceWatch } from '../sources.ts';
import { REVOKED } from '../../live-ask.ts';
import { answerLive } from './answer.ts';
import { createHub, type Hub, type Viewer } from './hub.ts';
import { readLiveQuestion } from './question.ts';

/** A page opens one live connection here, for all its tiles. */
export const LIVE_PATH = '/live';

/** How often new data are looked for while somebody watches. */
const LOOK_MS = 100;
/** How soon a revoked screen hears of it. */
const REVOKED_MS = 2_000;
/** How often is looked whether boards were changed. */
const BOARDS_MS = 1_000;
/** A viewer with this much unread is slow: it gets no more until it reads. */
const SLOW_BYTES = 256 * 1024;

export type Live = {
	/** Takes an upgrade of the dashboard's server; false when it is not for LIVE_PATH. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
	/** Ends the look-out and every connection. */
	close(): Promise<void>;
};

type Options = {
	clickhouse: ClickHouseClient;
	zone: string;
	settler?: Settler;
	/** How what feeds the numbers is. */
	sources: SourceWatch;
	screens: Pick<Screens, 'standing'>;
	boards: Pick<Boards, 'list'>;
	/** Which version of the pages is served; a page of another one may not understand what is said. */
	build?: string;
};

export function createLive({ clickhouse, zone, settler, sources, screens, boards, build }: Options): Live {
	const onError = (error: unknown) => void process.stderr.write(`Live: ${error}\n`);
	let fed: SourcesState | null = null;
	const hub = createHub({
		pulse: () => readPulse(clickhouse),
		answer: answerLive({ clickhouse, zone, settler, onError }),
		sources: () => fed,
		spool: () => sources.spool,
		boards: versionsOf(boards),
		build,
		now: Date.now,
		onError
	});

	const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 });
	const watching = new Map<WebSocket, IncomingMessage>();
	server.on('connection', (socket, request) => {
		// A browser hears no status at the upgrade, but why a connection was closed.
		if (isRevoked(request)) return socket.close(REVOKED, 'revoked');
		watch(socket, hub);
		watching.set(socket, request);
		socket.on('close', () => watching.delete(socket));
	});

	/** A screen whose token was taken from it. What the store cannot tell now, it tells at a next look. */
	function isRevoked(request: IncomingMessage): boolean {
		try {
			return screens.standing(request).is === 'revoked';
		} catch (error) {
			if (isStoreTrouble(error)) return false;
			throw error;
		}
	}

	/** A screen that was revoked is told so, and comes back to a page that says it. */
	function dropRevoked() {
		for (const [socket, request] of watching) if (isRevoked(request)) socket.close(REVOKED, 'revoked');
	}
	const revoking = setInterval(dropRevoked, REVOKED_MS).unref();

	let closed = false;
	const lookout = (async () => {
		while (!closed) {
			if (hub.viewers > 0) {
				void sources.look().then((state) => (fed = state));
				await hub.look();
			}
			await sleep(LOOK_MS);
		}
		await hub.idle();
	})();

	return {
		upgrade(request, socket, head) {
			if (new URL(request.url ?? '/', 'http://localhost').pathname !== LIVE_PATH) return false;
			if (isForeign(request)) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
			else
				server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request));
			return true;
		},
		async close() {
			closed = true;
			clearInterval(revoking);
			for (const client of server.clients) client.close(1001, 'the server stops');
			await lookout;
			server.close();
			for (const client of server.clients) client.terminate();
		}
	};
}

/** Which version of each board there is, looked up once a second. What the store cannot tell now, it tells later. */
function versionsOf(boards: Pick<Boards, 'list'>) {
	let at = -Infinity;
	let known: Record<string, number> | null = null;
	return () => {
		if (Date.now() - at < BOARDS_MS) return known;
		at = Date.now();
		try {
			known = Object.fromEntries(boards.list().map(({ id, version }) => [id, version]));
		} catch (error) {
			if (!isStoreTrouble(error)) throw error;
		}
		return known;
	};
}

/** A browser says which page opens the connection: it must be one of ours. */
function isForeign({ headers: { origin, host } }: IncomingMessage): boolean {
	return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
}

function watch(socket: WebSocket, hub: Hub) {
	const viewer: Viewer = {
		send: (message) => socket.send(message, { binary: false }),
		slow: () => socket.bufferedAmount > SLOW_BYTES
	};
	hub.add(viewer);
	socket.on('message', (data) => {
		const question = readLiveQuestion(data.toString());
		if (question) hub.ask(viewer, question.ask, question.calm, question.name);
		else socket.close(1008, 'expected {"ask": [questions]}');
	});
	socket.on('error', () => socket.terminate());
	socket.on('close', () => hub.remove(viewer));
}
