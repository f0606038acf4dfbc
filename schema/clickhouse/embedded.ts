import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serverConfig, usersConfig, type Role } from './config.ts';
import { engineUrl, readEngineFile, writeEngineFile, type EngineFile } from './engine-file.ts';

/** How long a predecessor may take to let go of the data directory. */
const WAIT_MS = 15_000;
/** How long the engine may take from spawn to its first answer. */
const START_MS = 60_000;

const HOST = '127.0.0.1';

export type EmbeddedClickHouse = {
	/** Address with user and password of a role. */
	url(role: Role): string;
	httpPort: number;
	tcpPort: number;
	/** Leader of the engine's process group. */
	pid: number;
	/** Ends the engine and resolves when it has ended. */
	stop(): Promise<void>;
	/** Resolves with the engine's last words when it ends, wanted or not. */
	exited: Promise<string>;
};

export type EmbeddedOptions = {
	/** TOUCHSTONE_DATA: the database lives in `clickhouse/` below it. */
	dataDir: string;
	/** The database the roles get their grants on. */
	database?: string;
	/** Free ones unless given. */
	httpPort?: number;
	tcpPort?: number;
	/** How long to wait for a predecessor that still holds the data directory. */
	waitMs?: number;
};

/**
 * Starts a real ClickHouse as a child process from npm packages alone and resolves when it answers.
 * Throws a readable error when the platform has no package, a port is taken, or the data directory is in use.
 */
export async function startClickHouse(options: EmbeddedOptions): Promise<EmbeddedClickHouse> {
	checkPlatform();
	const dataDir = resolve(options.dataDir);
	const httpPort = await freePort('TOUCHSTONE_CLICKHOUSE_PORT', options.httpPort);
	const tcpPort = await freePort('TOUCHSTONE_CLICKHOUSE_TCP_PORT', options.tcpPort);
	const file: EngineFile = {
		http_port: httpPort,
		tcp_port: tcpPort,
		database: options.database ?? 'touchstone',
		passwords: readEngineFile(dataDir)?.passwords ?? newPasswords()
	};
	const configDir = writeConfig(dataDir, file);
	const dropConfig = () => rmSync(configDir, { recursive: true, force: true });
	const deadline = Date.now() + (options.waitMs ?? WAIT_MS);

	for (;;) {
		const engine = spawnEngine({ dataDir, configDir, httpPort, tcpPort });
		const words = await Promise.race([answers(httpPort, engine), engine.exited]);
		if (words === null) {
			void engine.exited.then(dropConfig);
			// Written last: who finds this file finds an engine that answers.
			writeEngineFile(dataDir, file);
			return { url: (role) => engineUrl(file, role), httpPort, tcpPort, ...engine };
		}
		await engine.stop();
		const inUse = /lock file|already running|Another server instance/i.test(words);
		if (inUse && Date.now() <= deadline) {
			await sleep(500);
			continue;
		}
		dropConfig();
		if (!inUse) throw new Error(`ClickHouse did not start: ${words || 'it ended without a word'}`);
		throw new Error(
			`The data directory ${dataDir} is still in use by another ClickHouse. ` +
				'Stop the other Touchstone, or set TOUCHSTONE_DATA to another directory.'
		);
	}
}

function checkPlatform() {
	const require = createRequire(import.meta.url);
	try {
		require.resolve('@chdb/lib-linux-x64-gnu/libchdb.so');
		require.resolve('ffi-rs');
	} catch {
		throw new Error(
			`There is no embedded ClickHouse for ${process.platform}-${process.arch} (it comes as an npm package for linux-x64 with glibc). ` +
				'Set CLICKHOUSE_URL to a ClickHouse server, such as http://user:password@host:8123.'
		);
	}
}

const fresh = () => randomBytes(18).toString('base64url');

function newPasswords(): EngineFile['passwords'] {
	return { admin: fresh(), app: fresh(), ingest: fresh(), reader: fresh() };
}

async function freePort(name: string, wanted = 0): Promise<number> {
	const server = createServer();
	server.listen(wanted, HOST);
	try {
		await once(server, 'listening');
	} catch {
		throw new Error(`Port ${wanted} is taken. Set ${name} to a free port, or unset it to have one chosen.`);
	}
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : wanted;
}

/** A directory of its own for each start: another start must not rewrite the users of an engine that runs. */
function writeConfig(dataDir: string, { passwords, database }: EngineFile): string {
	mkdirSync(join(dataDir, 'clickhouse'), { recursive: true, mode: 0o700 });
	const configDir = mkdtempSync(join(dataDir, 'clickhouse-config-'));
	const usersFile = join(configDir, 'users.xml');
	writeFileSync(usersFile, usersConfig({ passwords, database }), { mode: 0o600 });
	writeFileSync(join(configDir, 'config.xml'), serverConfig({ usersFile }), { mode: 0o600 });
	return configDir;
}

type Spawned = { dataDir: string; configDir: string; httpPort: number; tcpPort: number };

function spawnEngine({ dataDir, configDir, httpPort, tcpPort }: Spawned) {
	const engine = [
		...['--import', 'tsx', fileURLToPath(new URL('./engine.ts', import.meta.url))],
		...[
			'clickhouse',
			`--path=${join(dataDir, 'clickhouse')}`,
			`--config-file=${join(configDir, 'config.xml')}`
		],
		...[
			`--http_port=${httpPort}`,
			`--tcp_port=${tcpPort}`,
			`--listen_host=${HOST}`,
			'--multiquery',
			'--query'
		],
		"SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; SELECT count() FROM file('/dev/stdin', 'LineAsString')"
	];
	// The engine waits for the end of its standard input, so it ends when this process closes the pipe or dies. Node's
	// own pipes are sockets, which /dev/stdin cannot open: `cat` makes a real one. A process group of its own keeps
	// Ctrl-C away from it until ingest has drained.
	// When the engine ends by itself, the group is ended, or `cat` would wait on.
	const child = spawn('sh', ['-c', 'cat | { "$0" "$@"; kill -- -$$; }', process.execPath, ...engine], {
		stdio: ['pipe', 'pipe', 'pipe'],
		detached: true,
		cwd: fileURLToPath(new URL('../../', import.meta.url)) // where `tsx` is found
	});
	const exited = lastWords(child);
	return { pid: child.pid ?? 0, exited, stop: () => stopEngine(child, exited) };
}

function lastWords(child: ChildProcess): Promise<string> {
	let words = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4000)));
	child.stdin?.on('error', () => {}); // the engine may be gone before its pipe is closed
	return new Promise((done) => {
		child.once('error', (error) => done(error.message));
		child.once('close', () => done(words.trim()));
	});
}

/** Closing the pipe ends it within seconds; what lingers is ended by signal, which loses nothing that was answered. */
async function stopEngine(child: ChildProcess, exited: Promise<string>): Promise<void> {
	child.stdin?.end();
	for (const [signal, ms] of [
		['SIGTERM', 5_000],
		['SIGKILL', 3_000]
	] as const) {
		// prettier-ignore
		if (await Promise.race([exited.then(() => true), sleep(ms, false, { ref: false })])) return;
		try {
			if (child.pid) process.kill(-child.pid, signal);
		} catch {
			return; // the group is gone
		}
	}
	await exited;
}

/** Resolves with null once it answers over HTTP, with words when it does not in time. */
async function answers(port: number, { exited }: { exited: Promise<string> }): Promise<string | null> {
	let ended = false;
	void exited.then(() => (ended = true));
	const deadline = Date.now() + START_MS;
	while (!ended && Date.now() < deadline) {
		const answer = await fetch(`http://${HOST}:${port}/ping`).catch(() => null);
		if (answer?.ok) return null;
		await sleep(50);
	}
	return ended ? exited : `no answer on port ${port} for ${START_MS / 1000} s`;
}
