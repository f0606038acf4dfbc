import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { CloudEvent } from '#schema/event.ts';
import { SUBPROTOCOL } from '#schema/frame.ts';
import { startIngest, type IngestOptions } from '../../ingest/service.ts';

export const KEY = 'key-of-the-tests-0123456789';

/** A valid event; `changes` go over it. */
export const event = (id: string, changes: Partial<CloudEvent> = {}): CloudEvent => ({
	specversion: '1.0',
	id,
	source: 'acme/pbx',
	type: 'case.opened',
	time: '2026-01-05T09:30:00.123Z',
	subject: `case-${id}`,
	data: { team: 'Billing', agent: 'Ann', channel: 'phone', customer: 'customer-7', topic: 'invoice' },
	...changes
});

/** Ingest in this process, on a free port, with a spool of its own that goes when it stops. */
export async function startTestIngest(options: { clickhouse: ClickHouseClient } & Partial<IngestOptions>) {
	const folder = mkdtempSync(join(tmpdir(), 'touchstone-ingest-'));
	const ingest = await startIngest({
		host: '127.0.0.1',
		port: 0,
		keys: [
			{ name: 'test', secret: KEY },
			{ name: 'billing', secret: `${KEY}-billing`, teams: new Set(['Billing']) }
		],
		pseudonymKey: 'pseudonyms-of-the-tests',
		zone: 'UTC',
		log: pino({ level: 'silent' }),
		simulator: { command: ['false'] },
		spool: { file: join(folder, 'spool.db'), maxBytes: 1e9 },
		...options
	});
	return {
		...ingest,
		async stop() {
			const left = await ingest.stop();
			rmSync(folder, { recursive: true, force: true });
			return left;
		}
	};
}

const ingestMain = fileURLToPath(new URL('../../ingest/main.ts', import.meta.url));

/** Ingest as a process of its own; `output` is all it has said so far. */
export async function spawnIngest(env: Record<string, string>) {
	const child = spawn(process.execPath, ['--import', 'tsx', ingestMain], {
		env: { PATH: process.env.PATH, INGEST_PORT: '0', TOUCHSTONE_INGEST_KEYS: `test:${KEY}`, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const exited = once(child, 'exit').then(([code]) => Number(code));
	const output: string[] = [];
	const url = new Promise<string | undefined>((resolve) => {
		for (const stream of [child.stdout, child.stderr])
			createInterface({ input: stream }).on('line', (line) => {
				output.push(line);
				const [, address] = /takes events at (\S+)/.exec(line) ?? [];
				if (address) resolve(address);
			});
		void once(child, 'close').then(() => resolve(undefined));
	});
	return {
		url: (await url) ?? '',
		pid: child.pid ?? 0,
		output,
		exited,
		kill: (signal: NodeJS.Signals) => child.kill(signal)
	};
}

/** A bare WebSocket to ingest that keeps what it hears, to send it what no good producer would. */
export async function openSocket(url: string, options: { key?: string; protocol?: string } = {}) {
	const socket = new WebSocket(url, options.protocol ?? SUBPROTOCOL, {
		headers: { authorization: `Bearer ${options.key ?? KEY}` }
	});
	const heard: unknown[] = [];
	const waiting: (() => void)[] = [];
	const closed = new Promise<number>((resolve) => socket.once('close', (code: number) => resolve(code)));
	socket.on('message', (data) => {
		heard.push(JSON.parse(data.toString()));
		waiting.shift()?.();
	});
	socket.on('error', () => {});
	await once(socket, 'open');
	let read = 0;
	return {
		socket,
		closed,
		heard,
		frame: (seq: number, events: unknown) => socket.send(JSON.stringify({ seq, events })),
		/** The next thing the server says. */
		async next(): Promise<unknown> {
			if (heard.length <= read) await new Promise<void>((resolve) => waiting.push(resolve));
			return heard[read++];
		}
	};
}

/** How many events of the table there are, each counted once and as delivered. */
export async function countEvents(clickhouse: ClickHouseClient) {
	const result = await clickhouse.query({
		query: 'SELECT count() AS deliveries, uniqExact(source, id) AS events FROM events',
		format: 'JSONEachRow'
	});
	const [row] = await result.json<{ deliveries: number; events: number }>();
	return { deliveries: Number(row?.deliveries), events: Number(row?.events) };
}
