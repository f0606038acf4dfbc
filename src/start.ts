import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Role } from '#schema/clickhouse/config.ts';
import { connect, PATIENT_MS } from '#schema/clickhouse/client.ts';
import {
	startClickHouse,
	type EmbeddedClickHouse,
	type EmbeddedOptions
} from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { trySettled } from '#schema/clickhouse/settled/prepare.ts';
import { applyRetention } from '#schema/clickhouse/retention.ts';
import { readEnv, type Env } from './environment.ts';
import { buildIfStale } from './build.ts';

// npm start: everything on one machine. ClickHouse (unless CLICKHOUSE_URL names one), the migrations, then ingest and
// the dashboard as processes of their own, started by path: they know nothing of each other.

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** How long ingest may take to hand on what it holds. */
const DRAIN_MS = 30_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Where ClickHouse is for each role, and how to stop it. A remote one is the same for all, and not ours to stop. */
type ClickHouse = { url(role: Role): string; stop(): Promise<void> };

async function clickHouse(env: Env): Promise<ClickHouse> {
	const remote = env.CLICKHOUSE_URL;
	if (remote) return { url: () => remote, stop: async () => {} };
	say('Starting ClickHouse …');
	return keepRunning({
		dataDir: env.TOUCHSTONE_DATA,
		database: env.CLICKHOUSE_DATABASE,
		httpPort: env.TOUCHSTONE_CLICKHOUSE_PORT,
		tcpPort: env.TOUCHSTONE_CLICKHOUSE_TCP_PORT
	});
}

/** An engine that ends by itself is started again on the same ports: ingest and the pages wait for it. */
async function keepRunning(options: EmbeddedOptions): Promise<ClickHouse> {
	let stopping = false;
	let engine: EmbeddedClickHouse = await startClickHouse(options);
	const { httpPort, tcpPort } = engine;

	async function watch() {
		for (;;) {
			const words = await engine.exited;
			if (stopping) return;
			say(`ClickHouse ended by itself${words ? `: ${words}` : ''}. Starting it again …`);
			await sleep(500);
			if (stopping) return;
			try {
				engine = await startClickHouse({ ...options, httpPort, tcpPort });
			} catch (error) {
				say(String(error));
			}
		}
	}
	void watch();
	return {
		url: (role) => engine.url(role),
		async stop() {
			stopping = true;
			await engine.stop();
		}
	};
}

async function bringUpToDate(url: string, { CLICKHOUSE_DATABASE: database, TOUCHSTONE_RETENTION }: Env) {
	const clickhouse = connect({ url, database, timeoutMs: PATIENT_MS });
	const applied = await migrate(clickhouse, database);
	if (applied.length > 0) say(`Database ${database}: ${applied.length} migrations applied.`);
	for (const line of await trySettled(clickhouse, database)) say(line);
	for (const line of await applyRetention(clickhouse, database, TOUCHSTONE_RETENTION)) say(line);
	await clickhouse.close();
}

function run(args: string[], clickhouseUrl: string): ChildProcess {
	return spawn(process.execPath, args, {
		cwd: ROOT,
		env: { ...process.env, CLICKHOUSE_URL: clickhouseUrl },
		// The channel tells the children when this process is gone, however it went.
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		// A group of its own: Ctrl-C reaches this process alone, which then stops them in order.
		detached: true
	});
}

async function end(child: ChildProcess) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exit = once(child, 'exit');
	child.kill('SIGTERM');
	await Promise.race([exit, sleep(DRAIN_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'))]);
}

/** npm hands a SIGTERM on to its shell alone: what it started is told by having lost its parent. */
function whenOrphaned(act: () => void) {
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		act();
	}, 500);
	timer.unref();
}

async function main() {
	const dev = process.argv.includes('--dev');
	const env = readEnv(process.env);
	if (!dev) buildIfStale(ROOT, say);
	const stop = new AbortController();
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
	if (process.env.npm_lifecycle_event) whenOrphaned(() => stop.abort());

	const clickhouse = await clickHouse(env);
	const children: ChildProcess[] = [];
	try {
		await bringUpToDate(clickhouse.url('admin'), env);
		const pages = dev ? ['node_modules/vite/bin/vite.js', 'dev'] : ['--import', 'tsx', 'src/server.ts'];
		children.push(
			run(['--import', 'tsx', 'ingest/main.ts'], clickhouse.url('ingest')),
			run(pages, clickhouse.url('app'))
		);
		const ended = children.map((child) => once(child, 'exit'));
		if (!stop.signal.aborted) await Promise.race([once(stop.signal, 'abort'), ...ended]);
		if (!stop.signal.aborted) process.exitCode = 1; // one of them ended by itself and has said why
	} finally {
		await Promise.all(children.map(end));
		await clickhouse.stop();
	}
}

try {
	await main();
	process.exit();
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exit(1);
}
