import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import type { CloudEvent } from '#schema/event.ts';
import { createProducer } from '../../ingest/client/client.ts';
import { countEvents, event, KEY, openSocket, spawnIngest } from '../ingest/support.ts';

// A ClickHouse of its own: these tests kill it, as a crash, an operator or the kernel would.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function ownClickHouse() {
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-fault-'));
	cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
	let engine: EmbeddedClickHouse = await startClickHouse({ dataDir });
	cleanups.push(() => engine.stop());
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	cleanups.push(() => clickhouse.close());
	await migrate(clickhouse, 'touchstone');
	return {
		dataDir,
		clickhouse,
		url: engine.url('ingest'),
		/** SIGKILL to the whole engine. */
		async kill() {
			process.kill(-engine.pid, 'SIGKILL');
			await engine.exited;
		},
		/** The same data, passwords and ports again. */
		async restart() {
			const { httpPort, tcpPort } = engine;
			engine = await startClickHouse({ dataDir, httpPort, tcpPort });
		}
	};
}

const ingestOf = async ({ dataDir, url }: { dataDir: string; url: string }) => {
	const ingest = await spawnIngest({ TOUCHSTONE_DATA: dataDir, CLICKHOUSE_URL: url });
	cleanups.push(() => ingest.kill('SIGKILL'));
	return ingest;
};

const healthOf = async (url: string) => {
	const response = await fetch(url.replace('ws:', 'http:').replace('/v1/events', '/health'));
	return { code: response.status, ...(await response.json()) };
};

/** Cases of three events, told apart by `n`; every seventh event comes a second time under the same id. */
const STEPS = ['case.opened', 'case.responded', 'case.resolved'] as const;
const caseEvent = (n: number): CloudEvent =>
	event(`e${n}`, { type: STEPS[n % 3], subject: `case-${Math.floor(n / 3)}`, source: 'fault' });

test('loses nothing acknowledged and counts nothing twice when ClickHouse is killed again and again', async () => {
	const engine = await ownClickHouse();
	const ingest = await ingestOf(engine);
	const acknowledged = new Set<string>();
	const producer = createProducer({
		url: ingest.url,
		key: KEY,
		frameSize: 100,
		onAnswer: (_answer, events) => events.forEach(({ id }) => acknowledged.add(id))
	});

	const EVENTS = 18_000;
	let again = 0;
	for (let n = 0; n < EVENTS; n++) {
		await producer.send(caseEvent(n));
		if (n % 7 === 6) {
			await producer.send(caseEvent(n - 3));
			again++;
		}
		if (n % 6_000 !== 5_000) continue;
		await engine.kill();
		const safe = [...acknowledged];
		await engine.restart();
		const stored = await engine.clickhouse.query({
			query: 'SELECT DISTINCT id FROM events',
			format: 'JSONEachRow'
		});
		const ids = new Set((await stored.json<{ id: string }>()).map(({ id }) => id));
		expect(safe.filter((id) => !ids.has(id))).toEqual([]);
	}
	await producer.close();

	expect(producer.counts).toEqual({
		sent: EVENTS + again,
		accepted: EVENTS,
		duplicates: again,
		rejected: 0,
		unacknowledged: 0
	});
	expect((await countEvents(engine.clickhouse)).events).toBe(EVENTS);
	const cases = await engine.clickhouse.query({
		query: `SELECT count() AS cases, sum(length(steps)) AS steps, countIf(length(steps) != 3) AS wrong
			FROM (SELECT case_id, groupUniqArrayArray(steps) AS steps FROM cases GROUP BY case_id)`,
		format: 'JSONEachRow'
	});
	expect(await cases.json()).toEqual([{ cases: EVENTS / 3, steps: EVENTS, wrong: 0 }]);
	ingest.kill('SIGTERM');
	expect(await ingest.exited).toBe(0);
});

test('says it is degraded while ClickHouse is away, and recovers without being touched', async () => {
	const engine = await ownClickHouse();
	const ingest = await ingestOf(engine);
	const { frame, next } = await openSocket(ingest.url);
	await engine.kill();
	frame(1, [event('1')]);
	await expect.poll(() => healthOf(ingest.url)).toMatchObject({ code: 503, status: 'degraded', pending: 1 });
	await engine.restart();
	expect(await next()).toMatchObject({ ack: 1, accepted: 1 });
	expect(await healthOf(ingest.url)).toMatchObject({ code: 200, status: 'ok', pending: 0, accepted: 1 });
});

test('keeps its memory bounded while ClickHouse is away: it stops reading', async () => {
	const engine = await ownClickHouse();
	const ingest = await ingestOf(engine);
	await engine.kill();
	const comment = 'x'.repeat(9_000);
	const data = { instrument: 'csat', score: 5, comment };
	const sockets = await Promise.all(Array.from({ length: 4 }, () => openSocket(ingest.url)));
	for (const [c, { frame }] of sockets.entries())
		for (let seq = 0; seq < 40; seq++)
			frame(
				seq,
				Array.from({ length: 100 }, (_, n) => event(`${c}-${seq}-${n}`, { type: 'survey.answered', data }))
			);
	// 4 × 40 × 100 × 9 kB are sent: more than twice what ingest may hold.
	await expect.poll(() => ingest.output.some((line) => line.includes('producers are paused'))).toBe(true);
	const { pending } = await healthOf(ingest.url);
	expect(pending).toBeGreaterThan(0);
	expect(pending).toBeLessThan(10_000);
	await engine.restart();
	for (const { next } of sockets)
		for (let seq = 0; seq < 40; seq++) expect(await next()).toMatchObject({ ack: seq, accepted: 100 });
	expect((await countEvents(engine.clickhouse)).events).toBe(16_000);
});
