import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handovers } from '../../../src/lib/server/weekly/handovers.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { reviewOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MADE = '2026-01-06T09:00:00';
const DUE = '2026-01-07T09:00:00Z';

const made = (id: string, team: string, from_team: string, data: Record<string, unknown> = {}, at = MADE) =>
	event('promise.made', id, at, { promise: id, kind: 'answer', due: DUE, team, from_team, ...data });
const kept = (id: string, at: string, data: Record<string, unknown> = {}) =>
	event('promise.kept', id, at, { promise: id, ...data });

test('tells who promised whom what fell due in the week: kept, broken, running, and the one broken the longest', async () => {
	await store(db.clickhouse, [
		made('a', 'Field', 'Hotline'),
		kept('a', '2026-01-07T08:00:00'),
		made('b', 'Field', 'Hotline'),
		kept('b', '2026-01-07T11:00:00'),
		made('c', 'Field', 'Hotline'),
		kept('c', '2026-01-07T10:00:00'),
		made('d', 'Field', 'Hotline', { due: '2026-01-11T09:00:00Z' }),
		made('e', 'Hotline', 'Field'),
		kept('e', '2026-01-06T10:00:00'),
		// Promised to a customer, to oneself, and due in the week after.
		made('h', 'Field', 'Field'),
		event('promise.made', 'f', MADE, { promise: 'f', kind: 'answer', due: DUE, team: 'Field' }),
		made('g', 'Field', 'Hotline', { due: '2026-01-12T00:00:00Z' })
	]);
	expect(await handovers(reviewOf(db.clickhouse, { now: '2026-01-10T00:00:00Z' }))).toEqual([
		{
			...{ team: 'Field', from_team: 'Hotline', promised: 4, due: 3, kept: 1, broken: 2, running: 1 },
			late: [
				{ case_id: 'b', late_s: 7200, undone: false },
				{ case_id: 'c', late_s: 3600, undone: false }
			]
		},
		{
			...{ team: 'Hotline', from_team: 'Field', promised: 1, due: 1, kept: 1, broken: 0, running: 0 },
			late: []
		}
	]);
});

test('finds a promise that was made long before it fell due, and one that only its verdict says was to a department', async () => {
	await store(db.clickhouse, [
		made('long', 'Field', 'Hotline', {}, '2025-06-01T09:00:00'),
		event('promise.made', 'told', MADE, { promise: 'told', kind: 'answer', due: DUE, team: 'Field' }),
		event('promise.broken', 'told', '2026-01-06T12:00:00', { promise: 'told', from_team: 'Back office' })
	]);
	expect(await handovers(reviewOf(db.clickhouse))).toMatchObject([
		{ from_team: 'Back office', promised: 1, broken: 1, late: [{ case_id: 'told' }] },
		{ from_team: 'Hotline', promised: 1, broken: 1, late: [{ case_id: 'long', undone: true }] }
	]);
});

test('asks for both ends of a promise by team', async () => {
	await store(db.clickhouse, [made('a', 'Field', 'Hotline'), made('b', 'Hotline', 'Billing')]);
	const teamsOf = async (...teams: string[]) =>
		(await handovers(reviewOf(db.clickhouse, { teams }))).map(({ team }) => team);
	expect(await teamsOf('Hotline')).toEqual(['Field', 'Hotline']);
	expect(await teamsOf('Billing')).toEqual(['Hotline']);
	expect(await teamsOf('Other')).toEqual([]);
});
