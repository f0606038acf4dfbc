import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { FrameAnswer } from '#schema/frame.ts';
import type { Ingest } from '../../ingest/service.ts';
import { questions } from '../oracle/generate.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { countEvents, openSocket, startTestIngest } from '../ingest/support.ts';
import { allKpis } from './replay-all-kpis.ts';

// The same event arrives again, whenever, however and wherever that is: no number moves.

const PAST = Date.UTC(2026, 6, 1);

/** Service events of several small organisations, each under a source of its own. */
const events = fc
	.sample(questions, { numRuns: 20, seed: 7 })
	.flatMap(({ sent }, organisation) =>
		sent.map(({ subject, ...event }) => ({
			specversion: '1.0',
			...event,
			source: `${event.source} ${organisation}`,
			...(subject === undefined ? {} : { subject: `${organisation} ${subject}` })
		}))
	)
	.filter(({ time }) => Date.parse(time) < PAST);

const shuffled = [...events].sort((a, b) => (`${a.id}${a.source}` < `${b.id}${b.source}` ? 1 : -1));

/** Sends frames on a connection of their own. */
async function send(ingest: Ingest, ...frames: unknown[][]) {
	const { next, socket, frame } = await openSocket(ingest.url);
	const total = { accepted: 0, duplicates: 0 };
	for (const [seq, events] of frames.entries()) {
		frame(seq, events);
		const { accepted, duplicates, rejected } = FrameAnswer.parse(await next());
		expect(rejected).toEqual([]);
		total.accepted += accepted;
		total.duplicates += duplicates;
	}
	socket.close();
	return total;
}

type Service = { start: () => Promise<Ingest>; clickhouse: TestDatabase['clickhouse'] };

/** Every KPI, and how many events there are, after something was delivered to a fresh database. */
async function figuresAfter(deliver: (service: Service) => Promise<void>) {
	const { clickhouse, drop } = await testDatabase();
	const started: Ingest[] = [];
	async function start() {
		const ingest = await startTestIngest({ clickhouse });
		started.push(ingest);
		return ingest;
	}
	try {
		await deliver({ start, clickhouse });
		await Promise.all(started.map(({ drained }) => drained()));
		return { kpis: await allKpis(clickhouse), events: (await countEvents(clickhouse)).events };
	} finally {
		await Promise.all(started.map(({ stop }) => stop()));
		await drop();
	}
}

let once: Awaited<ReturnType<typeof figuresAfter>>;
beforeAll(async () => {
	once = await figuresAfter(async ({ start }) => {
		expect(await send(await start(), events)).toEqual({ accepted: events.length, duplicates: 0 });
	});
	expect(once.events).toBe(events.length);
	expect(once.kpis.flatMap(({ rows }) => rows).length).toBeGreaterThan(50);
});

const none = { accepted: 0, duplicates: events.length };
const all = { accepted: events.length, duplicates: 0 };

test.each<[string, (service: Service) => Promise<void>]>([
	[
		'in the same frame',
		async ({ start }) => {
			const twice = events.flatMap((event) => [event, event]);
			const frames = [twice.slice(0, twice.length / 2), twice.slice(twice.length / 2)];
			expect(await send(await start(), ...frames)).toEqual({ ...all, duplicates: events.length });
		}
	],
	[
		'in a frame that is sent again',
		async ({ start }) => {
			expect(await send(await start(), events, events)).toEqual({ ...all, duplicates: events.length });
		}
	],
	[
		'on another connection, in another order',
		async ({ start }) => {
			const ingest = await start();
			expect(await send(ingest, events)).toEqual(all);
			expect(await send(ingest, shuffled)).toEqual(none);
		}
	],
	[
		'at another ingest at the same time',
		async ({ start }) => {
			const [one, other] = [await start(), await start()];
			expect(await Promise.all([send(one, events), send(other, shuffled)])).toEqual([all, all]);
		}
	],
	[
		'much later, when ingest has forgotten it and ClickHouse has merged its parts',
		async ({ start, clickhouse }) => {
			const before = await start();
			await send(before, events);
			await before.drained();
			for (const table of ['events', 'cases', 'customer_activity', 'sources'])
				await clickhouse.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
			expect(await send(await start(), shuffled)).toEqual(all);
		}
	]
])('an event that comes again %s moves no number', async (_how, deliver) => {
	expect(await figuresAfter(deliver)).toEqual(once);
});
