import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askStaff } from '../../../src/lib/server/feeds/staff.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { SIMULATOR_SOURCE } from '#schema/event.ts';
import { FeedAsk } from '#schema/feed.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const NOW = '2026-03-10T12:00:00';
const HOUR = 3600;
const DAY = 86_400;

const says = (
	agent: string,
	state: string,
	seconds: number,
	data: Record<string, unknown> = {},
	id?: string
) => event('agent.state', 'x', after(NOW, -seconds), { agent, state, team: 'North', ...data }, id);

const ask = (asked: Partial<FeedAsk> = {}, now = NOW) =>
	askStaff(db.clickhouse, FeedAsk.parse({ feed: 'staff', ...asked }), {
		zone: 'UTC',
		now: Date.parse(`${now}Z`)
	});

const none = { available: 0, busy: 0, away: 0, offline: 0 };

test('counts the latest state of each agent by the team it names, the largest team first', async () => {
	await store(db.clickhouse, [
		says('Ann', 'available', 3600, { team: 'South' }),
		says('Ann', 'busy', 60),
		says('Bo', 'available', 120),
		says('Cy', 'away', 120),
		says('Di', 'offline', 120),
		says('Ed', 'available', 120, { team: 'South' }),
		says('Ed', 'busy', -60, { team: 'South' }),
		says('', 'busy', 60)
	]);
	const answer = await ask();
	expect(answer).toMatchObject({ feed: 'staff', as_of: '2026-03-10T12:00:00.000Z' });
	expect(answer.rows).toEqual([
		{ team: 'North', available: 1, busy: 1, away: 1, offline: 1 },
		{ ...none, team: 'South', available: 1 }
	]);
	expect(answer.counts).toEqual({ available: 2, busy: 1, away: 1, offline: 1 });
	expect(await ask({ limit: 1 })).toMatchObject({ rows: [{ team: 'North' }], counts: answer.counts });
	expect(await ask({ teams: ['South'] })).toMatchObject({
		rows: [{ team: 'South', available: 1 }],
		counts: { ...none, available: 1 }
	});
	expect((await ask({}, after(NOW, -1800))).rows).toEqual([{ ...none, team: 'South', available: 1 }]);
});

test('asks for the channels that the events name', async () => {
	await store(db.clickhouse, [says('Ann', 'busy', 60, { channel: 'phone' }), says('Bo', 'busy', 60)]);
	expect((await ask({ channels: ['phone'] })).counts).toEqual({ ...none, busy: 1 });
});

test.each([
	['12 hours ago', 12 * HOUR, { ...none, busy: 1 }],
	['longer ago', 12 * HOUR + 1, { ...none, offline: 1 }],
	['14 days ago', 14 * DAY, { ...none, offline: 1 }],
	['before that', 14 * DAY + 1, none]
])('of who was last heard %s', async (_, seconds, counts) => {
	await store(db.clickhouse, [says('Ann', 'busy', seconds)]);
	expect((await ask()).counts).toEqual(counts);
});

const STATES = ['available', 'busy', 'away', 'offline'];

test('whatever comes twice or in another order changes nothing', async () => {
	const said = fc.record({
		agent: fc.constantFrom('Ann', 'Bo', 'Cy'),
		state: fc.constantFrom(...STATES),
		// Few moments and ids, so that several say something of the same.
		at: fc.integer({ min: 0, max: 3 }),
		team: fc.constantFrom('North', 'South'),
		id: fc.integer({ min: 0, max: 9 })
	});
	const twice = fc
		.uniqueArray(said, { selector: ({ id }) => id, minLength: 1, maxLength: 8 })
		.chain((all) =>
			fc.tuple(
				fc.constant(all),
				fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
				fc.integer({ min: 3, max: 8 })
			)
		);
	await fc.assert(
		fc.asyncProperty(twice, async ([all, delivered, size]) => {
			await empty(db.clickhouse);
			const events = delivered.map(({ agent, state, at, team, id }) =>
				says(agent, state, 100 - at, { team }, String(id))
			);
			for (let from = 0; from < events.length; from += size)
				await store(db.clickhouse, events.slice(from, from + size));
			const latest = new Map<string, (typeof all)[number]>();
			for (const one of [...all].sort((a, b) => a.at - b.at || a.id - b.id)) latest.set(one.agent, one);
			const counts: Record<string, number> = { ...none };
			for (const { state } of latest.values()) counts[state] = (counts[state] ?? 0) + 1;
			const answer = await ask();
			expect(answer.counts).toEqual(counts);
			expect(answer.rows.map(({ team }) => team).sort()).toEqual(
				[...new Set([...latest.values()].map(({ team }) => team))].sort()
			);
		}),
		{ numRuns: 8 }
	);
});

test('simulated states go with the partition of what is simulated, real ones stay', async () => {
	const simulated = { ...says('Sim', 'busy', 60), source: SIMULATOR_SOURCE };
	await store(db.clickhouse, [simulated, says('Ann', 'away', 60)]);
	expect((await ask()).counts).toEqual({ ...none, busy: 1, away: 1 });
	await db.clickhouse.command({ query: 'ALTER TABLE agent_states DROP PARTITION 1' });
	expect((await ask()).counts).toEqual({ ...none, away: 1 });
});

test('what was told before there was a table is in it afterwards, once however often the file runs', async () => {
	await store(db.clickhouse, [says('Ann', 'away', 60), says('Bo', 'busy', 60)]);
	const again = () =>
		db.clickhouse.command({ query: "DELETE FROM migrations WHERE name = '029_agent_states.sql'" });
	await db.clickhouse.command({ query: 'DROP VIEW agent_states_from_events' });
	await db.clickhouse.command({ query: 'DROP TABLE agent_states SYNC' });
	for (let time = 0; time < 2; time++) {
		await again();
		expect(await migrate(db.clickhouse, db.database)).toContain('029_agent_states.sql');
		expect((await ask()).counts).toEqual({ ...none, busy: 1, away: 1 });
	}
	await store(db.clickhouse, [says('Ann', 'available', 30)]);
	expect((await ask()).counts).toEqual({ ...none, busy: 1, available: 1 });
});
