import { expect, test } from 'vitest';
import { countEvents, event, openSocket } from '../ingest/support.ts';
import { healthOf, ingestOf, ownClickHouse } from './support.ts';

test('says it is degraded while ClickHouse is away, and recovers without being touched', async () => {
	const engine = await ownClickHouse();
	const ingest = await ingestOf(engine);
	const { frame, next } = await openSocket(ingest.url);
	await engine.kill();
	frame(1, [event('1')]);
	await expect
		.poll(() => healthOf(ingest.url), { timeout: 10_000 })
		.toMatchObject({ code: 503, status: 'degraded', pending: 1 });
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
		for (let seq = 0; seq < 30; seq++)
			frame(
				seq,
				Array.from({ length: 100 }, (_, n) => event(`${c}-${seq}-${n}`, { type: 'survey.answered', data }))
			);
	// 4 × 30 × 100 × 9 kB are sent: nearly twice what ingest may hold.
	await expect.poll(() => ingest.output.join(), { timeout: 20_000 }).toContain('producers are paused');
	// Every answer is a round of its event loop, in which it would read on.
	const rounds: number[] = [];
	for (let round = 0; round < 60; round++) rounds.push((await healthOf(ingest.url)).pending);
	expect(rounds.at(-1)).toBeLessThan(9_000);
	expect(new Set(rounds.slice(30))).toEqual(new Set([rounds.at(-1)]));
	await engine.restart();
	for (const { next } of sockets)
		for (let seq = 0; seq < 30; seq++) expect(await next()).toMatchObject({ ack: seq, accepted: 100 });
	expect((await countEvents(engine.clickhouse)).events).toBe(12_000);
});
