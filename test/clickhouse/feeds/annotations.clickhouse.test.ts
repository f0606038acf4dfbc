import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnnotations } from '../../../src/lib/server/annotations.ts';
import { askToday } from '../../../src/lib/server/feeds/annotations.ts';
import { FeedAsk } from '#schema/feed.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	const annotations = createAnnotations({ clickhouse: db.clickhouse });
	const add = (text: string, first_day: string, last_day = first_day, teams: string[] = []) =>
		annotations.add({ kind: 'event', text, first_day, last_day, teams, by: 'Ann' }, 'Ann');
	await add('The day before', '2026-03-09');
	await add('For some days', '2026-03-09', '2026-03-12');
	await add('Today', '2026-03-10', '2026-03-10', ['North']);
	await add('Of another team', '2026-03-10', '2026-03-10', ['South']);
	await add('The day after', '2026-03-11');
});
afterAll(() => db.drop());

const ask = (asked: Partial<FeedAsk> = {}, now = '2026-03-10T12:00:00Z') =>
	askToday(db.clickhouse, FeedAsk.parse({ feed: 'annotations', ...asked }), {
		zone: 'Asia/Shanghai',
		now: Date.parse(now)
	});
const textsOf = async (...asked: Parameters<typeof ask>) =>
	(await ask(...asked)).rows.map(({ text }) => text).toSorted();

test('tells what happened today, of these teams and of none in particular', async () => {
	expect(await textsOf()).toEqual(['For some days', 'Of another team', 'Today']);
	expect(await textsOf({ teams: ['North'] })).toEqual(['For some days', 'Today']);
});

test('today is that of the business zone', async () => {
	expect(await textsOf({}, '2026-03-10T16:00:00Z')).toEqual(['For some days', 'The day after']);
	expect(await textsOf({}, '2026-03-09T15:59:59Z')).toEqual(['For some days', 'The day before']);
});

test('tells how many there are beside those that fit, and names nobody', async () => {
	const { rows, counts } = await ask({ limit: 1 });
	expect([rows.length, counts]).toEqual([1, { today: 3 }]);
	expect(JSON.stringify(rows)).not.toContain('Ann');
});
