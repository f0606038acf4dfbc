import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Decision } from '#schema/decision.ts';
import { createDecisions } from '../../../src/lib/server/decisions.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());
beforeEach(() => db.clickhouse.command({ query: 'TRUNCATE TABLE decision_versions' }));

/** 2026-W45 to W48 begin on these days. */
const [W45, W46, W47, W48] = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'] as const;

const decision = (text: string, more: Partial<Decision> = {}) =>
	Decision.parse({ kind: 'decision', week: W45, text, owner: 'Ben', due: '2026-11-12', by: 'Ann', ...more });
const closed = (closed_on: string) => ({ closed_on, closed_by: 'Ben', outcome: 'done' });

/** The store at a moment of the test's. */
const at = (time: string, zone = 'UTC') =>
	createDecisions({ clickhouse: db.clickhouse, zone, now: () => Date.parse(time) });
const LATER = '2026-12-24T12:00:00Z';

async function listed(week: string, { now = LATER, zone = 'UTC' } = {}) {
	const { decisions } = await at(now, zone).ofWeek(week);
	return decisions.map(({ text, state, overdue }) => [text, state, overdue]);
}

test('a decision reappears in every week until it is closed, and a week in the past shows what was open then', async () => {
	const { id } = await at(LATER).add(decision('More lines'), '');
	expect(await listed('2026-10-26')).toEqual([]);
	expect(await listed(W45)).toEqual([['More lines', 'open', false]]);
	expect(await listed(W48)).toEqual([['More lines', 'open', true]]);
	await at(LATER).save({ id, from: 1, by: '', content: decision('More lines', closed('2026-11-18')) });
	expect(await listed(W46)).toEqual([['More lines', 'closed_since', true]]);
	expect(await listed(W47)).toEqual([['More lines', 'closed', true]]);
	expect(await listed(W48)).toEqual([]);
	await at(LATER).undo({ id, from: 2, by: '' });
	expect(await listed(W48)).toEqual([['More lines', 'open', true]]);
});

test.each([
	['due on the Sunday, of a week that is over', { due: '2026-11-15' }, LATER, true],
	['due on the Monday after', { due: '2026-11-16' }, LATER, false],
	['due today, in the week that runs', { due: '2026-11-12' }, '2026-11-12T23:59:00Z', false],
	['due yesterday, in the week that runs', { due: '2026-11-12' }, '2026-11-13T00:00:00Z', true],
	['closed on the last day', { due: '2026-11-12', ...closed('2026-11-12') }, LATER, false],
	['closed a day late', { due: '2026-11-12', ...closed('2026-11-13') }, LATER, true],
	['a note without a due date', { kind: 'note', owner: '', due: null }, LATER, false]
] as const)('%s: overdue is as it was then', async (_, more, now, overdue) => {
	await at(LATER).add(decision('it', more), '');
	expect((await listed(W46, { now }))[0]?.[2]).toBe(overdue);
});

test('days are those of the business zone', async () => {
	await at(LATER).add(decision('it'), '');
	const now = '2026-11-12T17:00:00Z';
	expect(await listed(W46, { now })).toEqual([['it', 'open', false]]);
	expect(await listed(W46, { now, zone: 'Asia/Shanghai' })).toEqual([['it', 'open', true]]);
	expect((await at(now, 'Asia/Shanghai').ofWeek(W46)).today).toBe('2026-11-13');
});

test('what is open stands first, by its due date; what is closed last', async () => {
	await at(LATER).add(decision('closed', closed('2026-11-10')), '');
	await at(LATER).add(decision('note', { kind: 'note', due: null }), '');
	await at(LATER).add(decision('later', { due: '2026-12-01' }), '');
	await at(LATER).add(decision('soon'), '');
	expect((await listed(W46)).map(([text]) => text)).toEqual(['soon', 'later', 'note', 'closed']);
});

test('an analyst reads what stands, as the list does', async () => {
	const { id } = await at(LATER).add(decision('kept'), 'ann');
	const { id: gone } = await at(LATER).add(decision('gone'), '');
	await at(LATER).remove({ id: gone, from: undefined, by: '' });
	const result = await db.clickhouse.query({ query: 'SELECT * FROM decisions', format: 'JSONEachRow' });
	const rows = await result.json();
	expect(rows).toEqual(await at(LATER).list());
	expect(rows).toMatchObject([
		{ id, text: 'kept', owner: 'Ben', due: '2026-11-12', closed_on: null, saved_by: 'ann' }
	]);
});
