import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { event, store } from '../support/events.ts';

let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

beforeAll(async () => {
	db = await testDatabase();
	await store(db.clickhouse, [
		event('case.opened', 'c1', ago(25 * 3600), { kind: 'complaint', team: 'A, "B"', channel: 'phone' }),
		event('case.opened', 'c2', ago(60), { kind: 'complaint', team: 'North', channel: 'email' }),
		event('survey.answered', 'c2', ago(1), { instrument: 'nps', score: 9 }),
		event('agent.state', 'x', ago(60), { agent: 'Ann', team: 'North', state: 'busy' })
	]);
	dashboard = await startDashboard({
		CLICKHOUSE_URL: db.url,
		CLICKHOUSE_DATABASE: db.database,
		TOUCHSTONE_TIMEZONE: 'Asia/Shanghai'
	});
});
afterAll(async () => {
	await dashboard.stop();
	await db.drop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
	fetch(`${dashboard.url}/api/feeds/${path}`, { headers });
const json = async (path: string) => (await get(path)).json();

test('lists complaints, answers and what agents are doing', async () => {
	expect(await json('complaints')).toMatchObject({
		feed: 'complaints',
		as_of: expect.any(String),
		watermark: expect.any(String),
		rows: [
			{ case_id: 'c1', acknowledged_at: null, relapse: false },
			{ case_id: 'c2', team: 'North' }
		],
		counts: { open: 2, late: 1, soon: 0 }
	});
	expect(await json('staff')).toMatchObject({
		rows: [{ team: 'North', available: 0, busy: 1, away: 0, offline: 0 }],
		counts: { busy: 1 }
	});
	const answers = await json('answers');
	// The answer of a second ago is of yesterday when midnight has just passed.
	expect(answers.rows).toHaveLength(answers.counts.today);
});

test('filters by team and channel, and counts all although not all are listed', async () => {
	expect(await json('complaints?team=North')).toMatchObject({ counts: { open: 1 } });
	expect(await json('complaints?team=North&team=A%2C%20%22B%22&limit=1')).toMatchObject({
		rows: [{ case_id: 'c1' }],
		counts: { open: 2 }
	});
	expect(await json('complaints?channel=chat')).toMatchObject({ rows: [], counts: { open: 0 } });
});

test('gives the rows as CSV', async () => {
	const answer = await get('staff', { accept: 'text/csv' });
	expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
	expect(await answer.text()).toBe('team,available,busy,away,offline\r\nNorth,0,1,0,0\r\n');
	const complaints = await (await get('complaints?limit=1', { accept: 'text/csv' })).text();
	expect(complaints).toMatch(
		/^case_id,received_at,due_at,soon_at,team,agent,channel,tier,topic,reason,acknowledged_at,relapse\r\nc1,/
	);
});

test('refuses what it does not know, naming the field and the remedy', async () => {
	const answer = await get('complaints?teams=North');
	expect(answer.status).toBe(400);
	expect(await answer.json()).toEqual({
		error: {
			reason: 'invalid',
			path: 'teams',
			detail: 'unknown parameter; known are team, channel, limit'
		}
	});
});

test.each(['happiness', 'actions'])('says which feeds there are when asked for %s', async (feed) => {
	const answer = await get(feed);
	expect(answer.status).toBe(404);
	expect(await answer.json()).toMatchObject({
		error: { path: 'feed', detail: expect.stringContaining('complaints, answers, staff') }
	});
});
