import { expect, test } from 'vitest';
import { countEvents, event, openSocket } from '../ingest/support.ts';
import { drained, healthOf, ingestOf, ownClickHouse, residentBytes } from './support.ts';

test('takes events while ClickHouse is away, says it is degraded, and hands them on without being touched', async () => {
	const engine = await ownClickHouse();
	const ingest = await ingestOf(engine);
	const { frame, next } = await openSocket(ingest.url);
	await engine.kill();
	frame(1, [event('1')]);
	expect(await next()).toMatchObject({ ack: 1, accepted: 1 });
	expect(await healthOf(ingest.url)).toMatchObject({
		code: 200,
		status: 'degraded',
		ready: true,
		pending: 1
	});
	await engine.restart();
	await drained(ingest.url);
	expect(await healthOf(ingest.url)).toMatchObject({ code: 200, status: 'ok', pending: 0, accepted: 1 });
	expect((await countEvents(engine.clickhouse)).events).toBe(1);
});

test('keeps on disk and not in memory what waits for ClickHouse', async () => {
	const engine = await ownClickHouse();
	const ingest = await ingestOf(engine);
	await engine.kill();
	// No two comments alike, or the spool would hardly grow.
	const survey = (id: string) => {
		const comment = Array.from({ length: 400 }, (_, n) => `${id}·${n}`).join(' ');
		return event(id, { type: 'survey.answered', data: { instrument: 'csat', score: 5, comment } });
	};
	const before = residentBytes(ingest.pid);
	const sockets = await Promise.all(Array.from({ length: 4 }, () => openSocket(ingest.url)));
	for (let seq = 0; seq < 100; seq++)
		for (const [c, { frame, next }] of sockets.entries()) {
			frame(
				seq,
				Array.from({ length: 100 }, (_, n) => survey(`${c}-${seq}-${n}`))
			);
			expect(await next()).toMatchObject({ ack: seq, accepted: 100 });
		}
	const { pending, spool } = await healthOf(ingest.url);
	expect(pending).toBe(40_000);
	expect(spool.bytes).toBeGreaterThan(100e6);
	expect(residentBytes(ingest.pid) - before).toBeLessThan(spool.bytes);
	await engine.restart();
	await drained(ingest.url);
	expect((await countEvents(engine.clickhouse)).events).toBe(40_000);
});
