import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { EVENTS_PATH } from './access.ts';
import { createStore } from './clickhouse.ts';
import { createCounters, type Counters } from './counters.ts';
import { readHealth } from './health.ts';
import { createHttp } from './http.ts';
import { createKeyring, type Key } from './keys.ts';
import { createPipeline } from './pipeline.ts';
import { createPressure } from './pressure.ts';
import { createSimulation, createSimulatorKey, type Simulator } from './simulation.ts';
import { createSockets } from './socket.ts';

/** How long stopping waits for requests whose bodies are still coming. */
const LAST_ANSWERS_MS = 1_000;

export type IngestOptions = {
	host: string;
	/** 0 takes a free one. */
	port: number;
	keys: readonly Key[];
	pseudonymKey: string;
	clickhouse: ClickHouseClient;
	log: Logger;
	simulator: Simulator;
	/** When to pause the sockets. */
	bound?: { events: number; bytes: number };
	/** How long stopping waits for ClickHouse. */
	drainMs?: number;
};

export type Ingest = {
	port: number;
	/** Where producers connect to, from this machine. */
	url: string;
	counters: Readonly<Counters>;
	/** Takes nothing more, stores and answers what was taken, ends. Resolves with how many events were dropped unacknowledged. */
	stop(): Promise<number>;
};

/** Puts the parts of ingest together and listens. */
export async function startIngest(options: IngestOptions): Promise<Ingest> {
	const { host, clickhouse, log, drainMs = 10_000 } = options;
	const counters = createCounters();
	const simulatorKey = createSimulatorKey();
	const keyring = createKeyring([...options.keys, simulatorKey]);
	const store = createStore({ clickhouse, counters, log });
	const pipeline = createPipeline({
		store,
		counters,
		pseudonymKey: options.pseudonymKey,
		onError: (error, events) =>
			log.error({ error: String(error), events }, 'events were not stored nor acknowledged')
	});
	const pressure = createPressure({
		bound: options.bound,
		onChange(high) {
			log.warn(high ? 'too many events wait to be stored: producers are paused' : 'producers go on');
			sockets.pause(high);
		}
	});
	const sockets = createSockets({ keyring, pipeline, pressure, counters, log });
	const simulation = createSimulation({
		simulator: options.simulator,
		key: simulatorKey,
		url: () => url,
		drop: sockets.drop,
		flushed: pipeline.flushed,
		forget: pipeline.forget,
		log
	});
	const health = () =>
		readHealth({ counters, ping: store.ping, pending: pipeline.pending, connections: sockets.count });

	const http = createHttp({ keyring, pipeline, pressure, health, routes: simulation.routes, log });
	const server = createServer(http.onRequest);
	server.on('upgrade', sockets.upgrade);
	const port = await listen(server, host, options.port);
	const url = `ws://${reachable(host)}:${port}${EVENTS_PATH}`;

	async function stop(): Promise<number> {
		server.close();
		await simulation.stop();
		const closed = sockets.close(1001, 'ingest is stopping');
		const drained = await Promise.race([
			pipeline.close().then(() => true),
			sleep(drainMs, false, { ref: false })
		]);
		const dropped = drained ? 0 : pipeline.pending;
		if (!drained) {
			store.abort();
			await pipeline.close();
		}
		await closed;
		await Promise.race([http.settled(), sleep(LAST_ANSWERS_MS, undefined, { ref: false })]);
		server.closeAllConnections();
		return dropped;
	}

	return { port, url, counters, stop };
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
