import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSettler, type Settler } from '../../../src/lib/server/settled/settler.ts';
import type { ReviewAsking } from '../../../src/lib/server/weekly/asking.ts';
import { broken } from '../../../src/lib/server/weekly/broken.ts';
import { recovery } from '../../../src/lib/server/weekly/recovery.ts';
import { shared } from '../../../src/lib/server/weekly/shared.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { after, event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
let settler: Settler;
const said: string[] = [];

beforeAll(async () => {
	db = await testDatabase();
	await prepareSettled(db.clickhouse, db.database);
	settler = createSettler({
		clickhouse: connect({ url: db.url, database: db.database }),
		database: db.database,
		zone: 'UTC',
		log: (line) => void said.push(line)
	});
});
afterAll(async () => {
	await settler.stop();
	await db.clickhouse.command({ query: `DROP DATABASE ${db.database}_settled SYNC` });
	await db.drop();
});

const AT = '2026-01-06T09:00:00';

const listsOf = async (asking: ReviewAsking) => ({
	broken: (await broken(asking)).teams.map(({ metrics }) => metrics),
	causes: (await recovery(asking)).causes,
	shared: await shared(asking)
});

test('tells the same from what is settled, where no case has to be read', async () => {
	const call = (id: string, seconds: number, team: string) => [
		event('case.opened', id, AT, { channel: 'phone', team }),
		event('case.responded', id, after(AT, seconds)),
		event('case.transferred', id, after(AT, seconds + 1), { team: 'Other' }),
		event('case.transferred', id, after(AT, seconds + 2))
	];
	await store(db.clickhouse, [
		...call('a', 75, 'North'),
		...call('b', 45, 'North'),
		...call('c', 300, 'South'),
		event('case.opened', 'k', AT, { kind: 'complaint', reason: 'late', team: 'South' }),
		event('complaint.remedied', 'k', after(AT, 3600)),
		event('complaint.confirmed', 'k', after(AT, 7200), { satisfied: 5 }),
		event('case.opened', 'l', AT, { kind: 'complaint', reason: 'rude', team: 'North' })
	]);
	const fromCases = await listsOf(reviewOf(db.clickhouse));
	expect(fromCases).toMatchObject({
		broken: [{ length: 3 }, { length: 2 }],
		causes: [{ reason: 'late' }, { reason: 'rude' }],
		shared: [{ case_id: 'k' }, { why: 'late' }, { why: 'passed_on' }]
	});
	await settler.settleAll();
	await db.clickhouse.command({ query: 'TRUNCATE TABLE cases' });
	expect(await listsOf(reviewOf(db.clickhouse, { settler }))).toEqual(fromCases);
	expect(said).toEqual([]);
});
