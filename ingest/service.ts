import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { createAccess, EVENTS_PATH } from './access.ts';
import { createAsyncApi } from './asyncapi.ts';
import { createStore } from './clickhouse.ts';
import { createCounters, type Counters } from './counters.ts';
import { affordable } from './credit.ts';
import { createDrain } from './drain.ts';
import { hasRoom, readHealth } from './health.ts';
import { createErasure } from './erasure.ts';
import { errorText } from './error-text.ts';
import { createHttp, onClientError, SERVER_LIMITS } from './http.ts';
import { createKeyring, type Key } from './keys.ts';
import { isLoopback } from './env.ts';
import { meter } from './meter.ts';
import { createMetrics } from './metrics.ts';
import { createPages } from './pages.ts';
import { createPipeline } from './pipeline.ts';
import { createQuarantineReplay } from './quarantine-replay.ts';
import { createRateLimit } from './rate-limit.ts';
import { createSimulation, createSimulatorKey, type Simulator } from './simulation.ts';
import { createSockets } from './socket.ts';
import { SOURCE_NAMES } from './sources/registry.ts';
import { createSourceWatch } from './source-watch.ts';
import { sourceRoutes } from './sources/route.ts';
import type { SourceSettings } from './sources/settings.ts';
import { openSpool } from './spool.ts';
import { version } from './version.ts';

/** How long stopping waits for requests whose bodies are still coming. */
const LAST_ANSWERS_MS = 1_000;
/** So long after a write that failed it is not ready: then a balancer may try it again, or nothing would ever be written. */
const RECOVERY_MS = 2_000;

export type IngestOptions = {
	host: string;
	/** 0 takes a free one. */
	port: number;
	keys: readonly Key[];
	pseudonymKey: string;
	clickhouse: ClickHouseClient;
	log: Logger;
	simulator: Simulator;
	/** Where events wait for ClickHouse, and how many bytes of them at most. */
	spool: { file: string; maxBytes: number };
	/** The business zone, for vendors' times that come without one. */
	zone: string;
	/** What this installation says about vendors' payloads. */
	sources?: SourceSettings;
	/** Events a second that each key may send; 0 is no limit. */
	rate?: number;
	/** How long stopping waits for ClickHouse to take what is in the spool; the rest stays there. */
	drainMs?: number;
};

export type Ingest = {
	port: number;
	/** Where producers connect to, from this machine. */
	url: string;
	counters: Readonly<Counters>;
	/** Resolves when ClickHouse has everything that was acknowledged so far. */
	drained(): Promise<void>;
	/** Takes nothing more, answers what was taken, ends. Resolves with how many rows stay in the spool for the next start. */
	stop(): Promise<number>;
};

/** Puts the parts of ingest together and listens. */
export async function startIngest(options: IngestOptions): Promise<Ingest> {
	const { host, clickhouse, log, drainMs = 10_000 } = options;
	const counters = createCounters();
	const simulatorKey = createSimulatorKey();
	const keys = [...options.keys, simulatorKey];
	const keyring = createKeyring(keys);
	const spool = openSpool(options.spool);
	const { rows, bytes } = spool.stats();
	if (spool.torn > 0)
		log.warn(
			{ bytes: spool.torn },
			'the spool ended in the middle of a write: cut, it was never acknowledged'
		);
	if (rows > 0) log.info({ rows, bytes }, 'the spool holds events from before: they go to ClickHouse first');

	let failedAt = -Infinity; // when the spool last took no write
	const writable = () => Date.now() - failedAt > RECOVERY_MS;
	const metrics = createMetrics({
		counters,
		version,
		gauges: async () => ({
			spool: waiting(),
			connections: sockets.byKey(),
			credit: sockets.credit,
			clickhouse: await store.ping()
		})
	});
	const waiting = () => ({ ...spool.stats(), oldest_at: spool.oldestAt() });
	const store = createStore({ clickhouse, counters, log, onInsert: metrics.observe.insert });
	const drain = createDrain({ spool, store, log });
	const watch = createSourceWatch();
	const pipeline = createPipeline({
		spool,
		counters,
		pseudonymKey: options.pseudonymKey,
		onHeard: watch.heard,
		onCommitted(seconds, rows) {
			failedAt = -Infinity;
			metrics.observe.commit(seconds, rows);
			drain.wake();
		},
		onError(error, events) {
			if (writable())
				log.error({ error: errorText(error), events }, 'the spool takes no events: producers keep them');
			failedAt = Date.now();
		}
	});

	const access = createAccess({ keyring });
	const limit = createRateLimit({
		rate: options.rate ?? 0,
		onChange: (key, limited) => sockets.slow(key, limited)
	});
	const door = meter(pipeline, limit);
	const afford = () => affordable(spool.stats());
	const ready = () => writable() && hasRoom(spool.stats());
	const onAnswer = metrics.observe.ack;
	const sockets = createSockets({
		...{ access, pipeline: door, afford, ready, limit, counters, log, onAnswer, watch }
	});
	const simulation = createSimulation({
		simulator: options.simulator,
		key: simulatorKey,
		url: () => url,
		drop: sockets.drop,
		flushed() {
			pipeline.commit();
			return drain.drained();
		},
		forget(source) {
			pipeline.forget(source);
			watch.forget(source);
		},
		log
	});
	const erasure = createErasure({
		pseudonym: pipeline.pseudonym,
		commit: pipeline.commit,
		drained: drain.drained,
		spool,
		log
	});
	const quarantine = createQuarantineReplay({ keys, take: pipeline.take, pseudonym: pipeline.pseudonym });
	const pages = createPages({
		access,
		exposed: !isLoopback(host),
		health: () =>
			readHealth({
				counters,
				ping: store.ping,
				waiting,
				ready,
				connections: () => sockets.count,
				sources: watch.list
			}),
		metrics,
		asyncapi: createAsyncApi({ sources: SOURCE_NAMES })
	});
	const routes = {
		...simulation.routes,
		...quarantine.routes,
		...erasure.routes,
		...sourceRoutes({
			...{ pipeline: door, afford, counters, onAnswer },
			...{ zone: options.zone, settings: options.sources }
		})
	};
	const http = createHttp({ access, pipeline: door, afford, limit, open: pages, routes, log, onAnswer });
	const server = createServer(SERVER_LIMITS, http.onRequest);
	// An answer that is still to come would be written into the middle of the WebSocket's frames.
	server.on('upgrade', (request, socket, head) => {
		socket.on('error', () => socket.destroy());
		http.whenAnswered(socket, () => sockets.upgrade(request, socket, head));
	});
	server.on('clientError', onClientError);
	const port = await listen(server, host, options.port).catch(async (error: unknown) => {
		await drain.stop();
		spool.close();
		throw error;
	});
	const url = `ws://${reachable(host)}:${port}${EVENTS_PATH}`;

	async function stop(): Promise<number> {
		server.close();
		await simulation.stop();
		const closed = sockets.close(1001, 'ingest is stopping');
		pipeline.commit();
		await closed;
		await Promise.race([http.settled(), sleep(LAST_ANSWERS_MS, undefined, { ref: false })]);
		server.closeAllConnections();
		pipeline.commit();
		await Promise.race([drain.drained(), sleep(drainMs, undefined, { ref: false })]);
		const left = spool.stats().rows;
		await drain.stop();
		spool.close();
		return left;
	}

	return { port, url, counters, drained: drain.drained, stop };
}

async function listen(server: ReturnType<typeof createServer>, host: string, port: number): Promise<number> {
	server.listen(port, host);
	try {
		await once(server, 'listening');
	} catch (error) {
		const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
		if (taken) throw new Error(`Port ${port} is taken. Set INGEST_PORT to a free port.`, { cause: error });
		throw new Error(`Cannot listen on HOST ${host}, port ${port}: ${String(error)}`, { cause: error });
	}
	const address = server.address();
	return typeof address === 'object' && address ? address.port : port;
}

/** A host to connect to, where `host` is one to listen on. */
function reachable(host: string): string {
	if (host === '0.0.0.0') return '127.0.0.1';
	if (host === '::') return '[::1]';
	return host.includes(':') ? `[${host}]` : host;
}
