import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fillCalendar } from '#schema/clickhouse/calendars.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { rowsOf, totalOf, type Asked } from '../../support/kpi.ts';
import { forgetPromises, promise } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(async () => {
	await empty(db.clickhouse);
	await forgetPromises(db.clickhouse);
});
afterAll(() => db.drop());

const FRIDAY = '2026-01-09T17:00:00';
const acknowledged = (asked: Asked = {}) => totalOf(db.clickhouse, 'complaint_acknowledged', asked);
const received = (id: string, data = {}) => event('case.opened', id, FRIDAY, { kind: 'complaint', ...data });
const said = (id: string, time: string) => event('complaint.acknowledged', id, time);

test('received on Friday 17:00 is due on Saturday 17:00, to the millisecond', async () => {
	await store(db.clickhouse, [
		...[received('a'), said('a', '2026-01-10T16:59:00')],
		...[received('b'), said('b', '2026-01-10T17:00:00')],
		...[received('c'), said('c', '2026-01-10T17:00:00.001')],
		...[received('silence'), event('case.opened', 'no complaint', FRIDAY)]
	]);
	expect(await acknowledged()).toMatchObject({
		value: 0.5,
		n: 4,
		numerator: 2,
		denominator: 4,
		immature: 0,
		no_standard: 0
	});
});

test('is judged once it is past due; until then even an acknowledged one waits', async () => {
	await store(db.clickhouse, [received('a'), said('a', '2026-01-09T18:00:00'), received('b')]);
	expect(await acknowledged({ now: '2026-01-10T17:00:00Z' })).toMatchObject({
		value: null,
		n: 0,
		immature: 2
	});
	expect(await acknowledged({ now: '2026-01-10T17:00:00.001Z' })).toMatchObject({
		value: 0.5,
		n: 2,
		immature: 0
	});
});

test('counts in the period of its receipt, for whom it was received by', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', '2026-01-31T23:00:00', { kind: 'complaint', team: 'A' }),
		event('complaint.acknowledged', 'a', '2026-02-01T09:00:00', { team: 'B' })
	]);
	expect(await rowsOf(db.clickhouse, 'complaint_acknowledged', { by: 'team' })).toMatchObject([
		{ group: 'A', numerator: 1 }
	]);
	expect(await acknowledged({ from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' })).toMatchObject({
		n: 0
	});
});

test('an acknowledgement before the complaint is a defect, and not one', async () => {
	await store(db.clickhouse, [
		received('a'),
		said('a', '2026-01-09T16:59:59.999'),
		said('a', '2026-01-09T16:00:00')
	]);
	expect(await acknowledged()).toMatchObject({ n: 1, numerator: 0, defects: 1 });
});

test('where nothing is promised, nothing is judged, and how many is said', async () => {
	await promise(db.clickhouse, { metric: 'complaint_acknowledged', threshold_s: null });
	await store(db.clickhouse, [
		received('a'),
		said('a', '2026-01-09T16:00:00'),
		said('a', '2026-01-09T18:00:00')
	]);
	expect(await acknowledged()).toMatchObject({ value: null, n: 0, immature: 0, no_standard: 1, defects: 0 });
});

test('by the business clock of the standard, where it says so', async () => {
	const hours = { fri: [['09:00', '18:00']], mon: [['09:00', '18:00']] } as {
		fri: [string, string][];
		mon: [string, string][];
	};
	await fillCalendar(db.clickhouse, 'office', { id: 'office', name: '', zone: 'UTC', hours, holidays: [] });
	await promise(db.clickhouse, {
		metric: 'complaint_acknowledged',
		threshold_s: 7200,
		clock: 'business',
		calendar: 'office'
	});
	await store(db.clickhouse, [
		...[received('a'), said('a', '2026-01-12T10:00:00')],
		...[received('b'), said('b', '2026-01-12T10:00:00.001')]
	]);
	expect(await acknowledged()).toMatchObject({ n: 2, numerator: 1 });
	expect(await acknowledged({ now: '2026-01-12T10:00:00Z' })).toMatchObject({ n: 0, immature: 2 });
});
