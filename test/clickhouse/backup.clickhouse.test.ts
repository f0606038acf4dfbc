import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { createOutbox } from '../../src/lib/server/dispatch/outbox.ts';
import { createStore } from '../../src/lib/server/store/store.ts';
import { quarantineRow } from '../../ingest/quarantine.ts';
import { openSpool } from '../../ingest/spool.ts';
import { event, store } from '../support/events.ts';
import { freePort } from '../support/free-port.ts';
import { rowsOf } from '../support/kpi.ts';
import { insertRejected } from '../support/quarantine.ts';
import { spawnIngest, KEY, event as sent } from '../ingest/support.ts';
import { drained } from '../support/drained.ts';

const folder = mkdtempSync(join(tmpdir(), 'touchstone-backup-'));
let nobody = 0;
beforeAll(async () => void (nobody = await freePort()));
afterAll(async () => {
	boards?.close();
	noticed?.close();
	await original?.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** An installation with its data in a folder: its ClickHouse runs until it is stopped. */
async function install(name: string) {
	const dataDir = join(folder, name);
	mkdirSync(dataDir, { recursive: true });
	const engine = await startClickHouse({ dataDir });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	async function stop() {
		await clickhouse.close();
		process.kill(-engine.pid, 'SIGKILL'); // nothing is read of it any more
		await engine.exited;
	}
	return { dataDir, clickhouse, engine, stop };
}
type Installation = Awaited<ReturnType<typeof install>>;

/** One that does not outlive its test. */
async function installation(name: string) {
	const installed = await install(name);
	onTestFinished(installed.stop);
	return installed;
}

/** npm run backup or restore, as a process of its own. No ingest answers unless `env` says where. */
async function run(
	command: 'backup' | 'restore',
	args: string[],
	dataDir: string,
	env: Record<string, string> = {}
) {
	const main = fileURLToPath(new URL(`../../schema/clickhouse/${command}-main.ts`, import.meta.url));
	const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
		env: { PATH: process.env.PATH, TOUCHSTONE_DATA: dataDir, INGEST_PORT: String(nobody), ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
	return { out, err, code: Number(code) };
}

/** Data of all kinds: cases with every sort of event, customers, rejected events and a changed standard. */
async function fill({ clickhouse }: Installation) {
	await migrate(clickhouse, 'touchstone');
	for (let n = 0; n < 5; n++) {
		const data = { team: n % 2 ? 'Billing' : 'Repair', customer: `customer-${n}`, channel: 'phone' };
		const at = (minutes: number) => new Date(Date.UTC(2026, 0, 5 + n, 9, minutes)).toISOString();
		await store(clickhouse, [
			event('case.opened', `case-${n}`, at(0), { ...data, kind: 'complaint', reason: 'delay' }),
			event('case.responded', `case-${n}`, at(1), data),
			event('complaint.remedied', `case-${n}`, at(30), { remedy: 'voucher' }),
			event('complaint.confirmed', `case-${n}`, at(40), { satisfied: 4 }),
			event('survey.answered', `case-${n}`, at(50), { instrument: 'csat', score: n + 1, comment: '好' }),
			event('case.resolved', `case-${n}`, at(31), { attributes: { by: 'night shift' } }),
			event('customer.active', 'x', at(55), { ...data, value: 9.5 })
		]);
	}
	const refusal = { reason: 'invalid', path: 'data.score', detail: 'expected a number' } as const;
	const input = { source: 'test', id: 'bad', type: 'survey.answered', data: { customer: 'c', score: 'x' } };
	await insertRejected(clickhouse, [
		quarantineRow({ input, refusal, key: 'k', via: 'http', received_at: 1 }, () => 'f'.repeat(32))
	]);
	await clickhouse.command({
		query: `INSERT INTO standards (metric, team, channel, threshold_s, clock, valid_from, changed_at) VALUES
			('first_response', 'Billing', 'phone', 30, 'calendar', '2026-01-06', now64(3))`
	});
	await clickhouse.command({
		query: `INSERT INTO annotation_versions (id, version, kind, first_day, last_day, text) VALUES
			('a', 1, 'event', '2026-01-06', '2026-01-06', 'New price list')`
	});
	await clickhouse.command({
		query: `INSERT INTO published_reviews (id, zone, week, published_at, by, body) VALUES
			('r', 'UTC', '2026-01-05', '2026-01-13 09:00:00', 'Ann', '{"format":1,"told":"好"}')`
	});
	await clickhouse.command({
		query: `INSERT INTO quarantine_outcomes (id, at, outcome, by) SELECT id, now64(3), 'dismissed', 'Kim' FROM quarantine`
	});
}

/** Every row of every table, read by SELECT: a hash over all of them in order. */
async function contents({ clickhouse }: Installation) {
	const ask = async <T>(query: string) =>
		(await clickhouse.query({ query, format: 'JSONEachRow' })).json<T>();
	const tables = await ask<{ name: string; engine: string }>(
		"SELECT name, engine FROM system.tables WHERE database = 'touchstone' AND engine LIKE '%MergeTree' ORDER BY name"
	);
	const hashes: Record<string, unknown> = {};
	for (const { name, engine } of tables) {
		// Merged or not, a case is the same set of steps.
		const rows =
			name === 'cases'
				? 'SELECT case_id, simulated, min(first_time), max(last_time), groupBitOr(facts), arraySort(groupUniqArrayArray(steps)) FROM cases GROUP BY ALL'
				: `SELECT * FROM ${name}${engine === 'MergeTree' ? '' : ' FINAL'}`;
		const [row] = await ask(
			`SELECT count() AS rows, cityHash64(arraySort(groupArray(hash))) AS hash FROM (SELECT cityHash64(*) AS hash FROM (${rows}))`
		);
		hashes[name] = row;
	}
	return hashes;
}

const KPIS = [
	'first_response',
	'first_contact_resolution',
	'complaint_recovery',
	'satisfaction',
	'cases_opened'
] as const;
const answers = ({ clickhouse }: Installation) =>
	Promise.all(KPIS.map((kpi) => rowsOf(clickhouse, kpi, { by: 'team', grain: 'week' })));

let original: Installation;
let boards: ReturnType<typeof createStore>;
let noticed: ReturnType<typeof createOutbox>;
let backup: Awaited<ReturnType<typeof run>>;
const dir = join(folder, 'backups', 'one');
beforeAll(async () => {
	original = await install('original');
	await fill(original);
	writeFileSync(join(original.dataDir, 'pseudonym.key'), 'the key of the pseudonyms\n');
	writeFileSync(join(original.dataDir, 'ingest.key'), 'the key of the sources\n');
	boards = saveBoard(original.dataDir, 'Night shift');
	noticed = tell(original.dataDir, 'Night manager');
	backup = await run('backup', [dir], original.dataDir);
});

/** The dashboard's own file, in use, with a board in it. */
function saveBoard(dataDir: string, name: string) {
	const store = createStore({ file: join(dataDir, 'dashboard.db') });
	store.change((db) =>
		db
			.prepare("INSERT INTO boards (id, version, saved_at, saved_by, content) VALUES ('a', 1, 0, '', ?)")
			.run(name)
	);
	return store;
}
/** Who is told of broken promises, in use as well. */
function tell(dataDir: string, name: string) {
	const outbox = createOutbox({ file: join(dataDir, 'notices.db'), now: () => 0 });
	const target = {
		...{ kind: 'webhook' as const, name, address: 'https://example.com/hook' },
		...{ hears: ['breach' as const], teams: [], language: 'en' as const }
	};
	expect(outbox.targets.replace({ targets: [target] }, false)).toBeUndefined();
	return outbox;
}
function toldIn(dataDir: string): string[] {
	const outbox = createOutbox({ file: join(dataDir, 'notices.db'), now: () => 0 });
	const names = outbox.targets.list().map(({ target }) => target.name);
	outbox.close();
	return names;
}
function boardsIn(file: string): unknown {
	const store = createStore({ file });
	const names = store.read((db) => db.prepare('SELECT content FROM boards').raw().all());
	store.close();
	return names;
}

test('makes a backup that its owner alone can read, while the service goes on', () => {
	expect(backup).toMatchObject({ code: 0 });
	expect(backup.out).toContain('events: 35 rows\n');
	expect(backup.out).toContain(`Backup of touchstone in ${dir}`);
	expect(backup.err).toContain('keep it as secret');
	expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('brings everything back on another machine: every table, every KPI, boards, and the keys', async () => {
	const other = await installation('other');
	const restored = await run('restore', [dir], other.dataDir);
	expect(restored).toMatchObject({ code: 0 });
	expect(`${restored.out}${restored.err}`).toContain('this Touchstone sends to them');
	expect(await contents(other)).toEqual(await contents(original));
	expect(await contents(other)).toMatchObject({ published_reviews: { rows: 1 } });
	expect(await answers(other)).toEqual(await answers(original));
	expect(readFileSync(join(other.dataDir, 'pseudonym.key'), 'utf8')).toBe('the key of the pseudonyms\n');
	expect(boardsIn(join(other.dataDir, 'dashboard.db'))).toEqual([['Night shift']]);
	expect(statSync(join(other.dataDir, 'dashboard.db')).mode & 0o777).toBe(0o600);
	expect(toldIn(other.dataDir)).toEqual(['Night manager']);
	expect(statSync(join(other.dataDir, 'notices.db')).mode & 0o777).toBe(0o600);

	// It lives on: what comes in goes through the same views, and is merged again.
	await store(other.clickhouse, [event('case.opened', 'case-new', '2026-01-09T09:00:00')]);
	await other.clickhouse.command({ query: 'OPTIMIZE TABLE cases FINAL' });
	const merged = await other.clickhouse.query({
		query: "SELECT count() AS rows, countIf(case_id = 'case-new') AS new FROM cases",
		format: 'JSONEachRow'
	});
	expect(await merged.json()).toEqual([{ rows: 6, new: 1 }]);
	expect(await migrate(other.clickhouse, 'touchstone')).toEqual([]);
});

test('restores without a running ClickHouse: it starts its own', async () => {
	const dataDir = join(folder, 'stopped');
	mkdirSync(dataDir);
	expect(await run('restore', [dir], dataDir)).toMatchObject({ code: 0 });
	const restored = await installation('stopped');
	expect(await contents(restored)).toEqual(await contents(original));
});

test('refuses to restore over data, and does so when told to replace them', async () => {
	const busy = await installation('busy');
	await migrate(busy.clickhouse, 'touchstone');
	writeFileSync(join(busy.dataDir, 'pseudonym.key'), 'another key\n');
	saveBoard(busy.dataDir, 'Day shift').close();
	await store(busy.clickhouse, [event('case.opened', 'here', '2026-01-09T09:00:00')]);
	const before = await contents(busy);
	const refused = await run('restore', [dir], busy.dataDir);
	expect(refused.code).toBe(1);
	expect(refused.err).toContain('holds data');
	expect(refused.err).toContain('--replace');
	expect(await contents(busy)).toEqual(before);
	expect(readFileSync(join(busy.dataDir, 'pseudonym.key'), 'utf8')).toBe('another key\n');

	const replaced = await run('restore', [dir, '--replace'], busy.dataDir);
	expect(replaced).toMatchObject({ code: 0 });
	expect(await contents(busy)).toEqual(await contents(original));
	expect(readFileSync(join(busy.dataDir, 'pseudonym.key.before-restore'), 'utf8')).toBe('another key\n');
	expect(boardsIn(join(busy.dataDir, 'dashboard.db'))).toEqual([['Night shift']]);
	expect(boardsIn(join(busy.dataDir, 'dashboard.db.before-restore'))).toEqual([['Day shift']]);
});

test('finds a damaged backup before it touches anything', async () => {
	const copy = join(folder, 'backups', 'damaged');
	expect(await run('backup', [copy, '--without-keys'], original.dataDir)).toMatchObject({ code: 0 });
	expect(existsSync(join(copy, 'data', 'pseudonym.key'))).toBe(false);
	const part = join(copy, 'clickhouse', 'data', 'touchstone', 'events');
	const file = join(part, readdirSync(part)[0] ?? '', 'data.bin');
	const content = readFileSync(file);
	content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
	writeFileSync(file, content);
	const target = await installation('untouched');
	await migrate(target.clickhouse, 'touchstone');
	const before = await contents(target);

	const changed = await run('restore', [copy], target.dataDir);
	expect(changed.code).toBe(1);
	expect(changed.err).toContain('is damaged (1 of');
	expect(changed.err).toContain('data.bin: its content was changed');
	rmSync(file);
	expect((await run('restore', [copy], target.dataDir)).err).toContain('data.bin: missing');
	rmSync(join(copy, 'manifest.json'));
	expect((await run('restore', [copy], target.dataDir)).err).toContain('manifest.json is missing');
	expect(await contents(target)).toEqual(before);
});

test('puts back what was there when a table is not what the manifest says', async () => {
	const copy = join(folder, 'backups', 'forged');
	expect(await run('backup', [copy], original.dataDir)).toMatchObject({ code: 0 });
	const manifest = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8'));
	manifest.tables.cases.rows += 1;
	writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
	const target = await installation('kept');
	await migrate(target.clickhouse, 'touchstone');
	await store(target.clickhouse, [event('case.opened', 'here', '2026-01-09T09:00:00')]);
	const before = await contents(target);
	const failed = await run('restore', [copy, '--replace'], target.dataDir);
	expect(failed.code).toBe(1);
	expect(failed.err).toContain('cases is not what was backed up');
	expect(failed.err).toContain('What was there before is in its place again');
	expect(await contents(target)).toEqual(before);
});

test('takes along what a stopped ingest has left in its spool', async () => {
	const spooled = await installation('spooled');
	await fill(spooled);
	const file = join(spooled.dataDir, 'spool', 'spool.db');
	const spool = openSpool({ file, maxBytes: 1e8 });
	spool.append([{ table: 'events', rows: 3, block: Buffer.from('three events') }]);
	spool.close();
	const copy = join(folder, 'backups', 'spooled');
	expect(await run('backup', [copy], spooled.dataDir)).toMatchObject({ code: 0 });

	const dataDir = join(folder, 'spooled-back');
	mkdirSync(dataDir);
	expect(await run('restore', [copy], dataDir)).toMatchObject({ code: 0 });
	const restored = openSpool({ file: join(dataDir, 'spool', 'spool.db'), maxBytes: 1e8 });
	expect(restored.read({ bytes: 1e6, rows: 10 })).toMatchObject([
		{ rows: 3, block: Buffer.from('three events') }
	]);
	restored.close();

	const again = await run('restore', [copy], dataDir);
	expect(again.code).toBe(1);
	expect(again.err).toContain('Events that were acknowledged wait in');
});

test('waits for what a running ingest has acknowledged, and says when ClickHouse does not take it', async () => {
	const here = await installation('running');
	await migrate(here.clickhouse, 'touchstone');
	const ingest = await spawnIngest({ TOUCHSTONE_DATA: here.dataDir });
	const env = { INGEST_PORT: new URL(ingest.url).port };
	const post = (id: string) =>
		fetch(ingest.url.replace('ws:', 'http:'), {
			method: 'POST',
			headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents+json' },
			body: JSON.stringify(sent(id))
		});
	await post('acknowledged');
	const copy = join(folder, 'backups', 'running');
	const made = await run('backup', [copy], here.dataDir, env);
	expect(made).toMatchObject({ code: 0 });
	expect(made.out).toContain('events: 1 rows\n');
	expect((await run('restore', [copy], here.dataDir, env)).err).toContain('stop ingest first');

	await here.clickhouse.command({ query: 'RENAME TABLE events TO elsewhere' });
	await post('waiting');
	const late = await run('backup', [join(folder, 'backups', 'late'), '--wait', '1'], here.dataDir, env);
	expect(late.code).toBe(1);
	expect(late.err).toContain('1 events that were acknowledged still wait');
	await here.clickhouse.command({ query: 'RENAME TABLE elsewhere TO events' });
	await drained(ingest.url);
	ingest.kill('SIGTERM');
	await ingest.exited;
});

test('lets nobody but the administrator make or restore a backup', async () => {
	for (const role of ['app', 'ingest', 'reader'] as const) {
		const client = connect({ url: original.engine.url(role), database: 'touchstone' });
		const stolen = join(folder, `stolen-${role}`);
		await expect(client.command({ query: `BACKUP TABLE events TO File('${stolen}/')` })).rejects.toThrow(
			/privileges|ACCESS_DENIED|readonly/
		);
		expect(existsSync(stolen)).toBe(false);
		await client.close();
	}
});

test.each([
	[['backup'], 'expected one folder'],
	[['backup', 'a', 'b'], 'expected one folder'],
	[['backup', 'x', '--wait', 'soon'], '--wait: expected seconds'],
	[['restore'], 'expected one folder'],
	[['restore', 'nowhere'], 'There is no whole backup in']
])('%j is refused in words', async ([command, ...args], words) => {
	const refused = await run(command === 'backup' ? 'backup' : 'restore', args, original.dataDir);
	expect(refused.code).toBe(1);
	expect(refused.err).toContain(words);
});

test('does not write into a folder that holds something', async () => {
	const full = join(folder, 'full');
	mkdirSync(full);
	appendFileSync(join(full, 'mine.txt'), 'mine');
	const refused = await run('backup', [full], original.dataDir);
	expect(refused).toMatchObject({ code: 1 });
	expect(refused.err).toContain('is not empty');
	expect(readdirSync(full)).toEqual(['mine.txt']);
});
