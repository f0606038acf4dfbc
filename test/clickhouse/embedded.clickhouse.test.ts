import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { readEngineFile } from '#schema/clickhouse/engine-file.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';

let dataDir: string;
const engines: EmbeddedClickHouse[] = [];

async function start(options: Partial<Parameters<typeof startClickHouse>[0]> = {}) {
	const engine = await startClickHouse({ dataDir, ...options });
	engines.push(engine);
	return engine;
}

beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'touchstone-engine-'))));
afterEach(async () => {
	await Promise.all(engines.splice(0).map((engine) => engine.stop()));
	rmSync(dataDir, { recursive: true, force: true });
});

/** Asks over plain HTTP as somebody; resolves with the answer's text, errors too. */
async function ask(
	engine: EmbeddedClickHouse,
	user: string,
	password: string,
	query: string,
	database = 'default'
) {
	const answer = await fetch(`http://127.0.0.1:${engine.httpPort}/?database=${database}`, {
		method: 'POST',
		headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
		body: query
	});
	return answer.text();
}

const isAlive = (pid: number) => {
	try {
		process.kill(-pid, 0);
		return true;
	} catch {
		return false;
	}
};

test('gives each role what it needs and no more', async () => {
	const engine = await start();
	const admin = connect({ url: engine.url('admin'), database: 'touchstone' });
	await migrate(admin, 'touchstone');
	await admin.close();
	const passwords = readEngineFile(dataDir)!.passwords;
	const as = (role: 'app' | 'ingest' | 'reader', query: string) =>
		ask(engine, role, passwords[role], query, 'touchstone');
	const insert =
		"INSERT INTO events (source, id, type, time, case_id) VALUES ('s', '1', 'case.opened', '2026-01-01 00:00:00', 'c')";

	expect(await as('ingest', insert)).toBe('');
	expect(await as('app', 'SELECT count() FROM cases')).toBe('1\n');
	expect(await as('reader', 'SELECT count() FROM cases')).toBe('1\n');
	expect(await as('ingest', 'SELECT count() FROM events')).toContain('ACCESS_DENIED');
	expect(await as('app', insert)).toContain('ACCESS_DENIED');
	expect(await as('reader', insert)).toMatch(/ACCESS_DENIED|READONLY/);
	expect(await as('app', 'DROP TABLE events')).toContain('ACCESS_DENIED');
	expect(await ask(engine, 'default', '', "SELECT file('/etc/hostname')")).toContain(
		'USER_SESSION_LIMIT_EXCEEDED'
	);
	expect(await as('app', 'ALTER TABLE cases DROP PARTITION 1')).toBe('');
});

test('names the variable of a port that is taken', async () => {
	const taken = createServer().listen(0, '127.0.0.1');
	await once(taken, 'listening');
	const address = taken.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	await expect(start({ httpPort: port })).rejects.toThrow(
		`Port ${port} is taken. Set TOUCHSTONE_CLICKHOUSE_PORT`
	);
	taken.close();
});

test('says that the data directory is in use when its holder does not let go', async () => {
	const holder = await start();
	await expect(start({ waitMs: 600 })).rejects.toThrow(`${dataDir} is still in use`);
	expect(await ask(holder, 'default', '', 'SELECT 1')).toContain('USER_SESSION_LIMIT_EXCEEDED');
});

test('waits for a predecessor that is stopping, and finds its data', async () => {
	const predecessor = await start();
	const first = connect({ url: predecessor.url('admin'), database: 'default' });
	await first.command({ query: 'CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a AS SELECT 7' });
	await first.close();
	const successor = start();
	await sleep(700);
	await predecessor.stop();
	const { passwords } = readEngineFile(dataDir)!;
	expect(await ask(await successor, 'admin', passwords.admin, 'SELECT a FROM default.t')).toBe('7\n');
});

test('keeps what it answered through kill -9', async () => {
	const engine = await start();
	const client = connect({ url: engine.url('admin'), database: 'default' });
	await client.command({ query: 'CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a' });
	await client.insert({ table: 't', values: [{ a: 7 }], format: 'JSONEachRow' });
	await client.close();
	process.kill(-engine.pid, 'SIGKILL');
	await engine.exited;
	const again = await start();
	expect(await ask(again, 'admin', readEngineFile(dataDir)!.passwords.admin, 'SELECT a FROM default.t')).toBe(
		'7\n'
	);
});

test('ends with its parent, even one that is killed', async () => {
	const owner = spawn(process.execPath, ['--import', 'tsx', 'test/support/engine-owner.ts', dataDir], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const [line] = (await once(owner.stdout, 'data')) as [Buffer];
	const [pid = 0] = line.toString().split(' ').map(Number);
	expect(isAlive(pid)).toBe(true);
	owner.kill('SIGKILL');
	await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000, interval: 100 });
});
