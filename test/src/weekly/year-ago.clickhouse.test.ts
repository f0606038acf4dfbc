import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askYearAgo } from '../../../src/lib/server/weekly/year-ago.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const span = { from: '2024-12-30T00:00:00Z', to: '2025-01-06T00:00:00Z' };
const ask = (teams: string[]) => askYearAgo(reviewOf(db.clickhouse, { teams }), span);

test('a year of which nothing is known has no cases, a team that had none has none', async () => {
	await store(db.clickhouse, [event('case.opened', 'a', '2026-01-06T09:00:00', { team: 'East' })]);
	expect(await ask([])).not.toHaveProperty('cases_opened');
	expect(await ask(['East'])).not.toHaveProperty('cases_opened');
	await store(db.clickhouse, [event('case.opened', 'b', '2025-01-02T09:00:00', { team: 'West' })]);
	expect((await ask([])).cases_opened).toMatchObject({ n: 1, value: 1 });
	expect((await ask(['East'])).cases_opened).toMatchObject({ n: 0, value: 0 });
}, 400_000);
