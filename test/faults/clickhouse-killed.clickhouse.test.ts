import { expect, test } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import { createProducer } from '../../ingest/client/client.ts';
import { countEvents, event, KEY } from '../ingest/support.ts';
import { drained, ingestOf, ownClickHouse } from './support.ts';

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
		await drained(ingest.url);
		const stored = await engine.clickhouse.query({
			query: 'SELECT DISTINCT id FROM events',
			format: 'JSONEachRow'
		});
		const ids = new Set((await stored.json<{ id: string }>()).map(({ id }) => id));
		expect(safe.filter((id) => !ids.has(id))).toEqual([]);
	}
	await producer.close();
	await drained(ingest.url);

	expect(producer.counts).toEqual({
		sent: EVENTS + again,
		accepted: EVENTS,
		duplicates: again,
		rejected: 0,
		unacknowledged: 0
	});
	expect((await countEvents(engine.clickhouse)).events).toBe(EVENTS);
	const cases = await engine.clickhouse.query({
		query: `SELECT count() AS cases, sum(length(steps)) AS counted, countIf(length(steps) != 3) AS wrong
			FROM (SELECT case_id, groupUniqArrayArray(steps) AS steps FROM cases GROUP BY case_id)`,
		format: 'JSONEachRow'
	});
	expect(await cases.json()).toEqual([{ cases: EVENTS / 3, counted: EVENTS, wrong: 0 }]);
	ingest.kill('SIGTERM');
	expect(await ingest.exited).toBe(0);
});
