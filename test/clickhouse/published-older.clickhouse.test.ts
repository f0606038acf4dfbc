import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseEvent, type CloudEvent } from '#schema/event.ts';
import { createPublished } from '../../src/lib/server/published.ts';
import { addDays } from '../../src/lib/zone.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { empty } from '../support/empty.ts';
import { event } from '../support/events.ts';
import { eventRow } from '../support/event-row.ts';

// A published week is compared for as long as something can still come in that changes it, however long ago it was.

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());
beforeEach(async () => {
	await empty(db.clickhouse);
	for (const table of ['published', 'published_checks', 'restatements'])
		await db.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
});

const zone = 'Europe/Berlin';
/** Weeks of which one is looked at: more than a year before they are asked about again. */
const WEEK = '2025-06-09';
const DAY = '2025-06-11T09:00:00';
const TUESDAY = '2025-06-17T09:00:00Z';
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-18T12:00:00Z');

async function receive(at: number, events: CloudEvent[]) {
	const rows = events.map((sent) => {
		const parsed = parseEvent(sent, Date.parse('2100-01-01'));
		if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
		return eventRow(parsed.event, new Date(at).toISOString().slice(0, -1).replace('T', ' '));
	});
	await db.clickhouse.command({ query: `INSERT INTO events FORMAT JSONEachRow\n${rows.join('\n')}` });
}

const answered = (id: string, score: number, time = DAY) =>
	event('survey.answered', id, time, { instrument: 'csat', score, survey: id });

const KPIS = ['satisfaction', 'resolution_time', 'follow_up', 'first_contact_resolution'] as const;
type Kpi = (typeof KPIS)[number];

const at = (now: number, kpis: readonly Kpi[] = ['satisfaction'], clickhouse = db.clickhouse) =>
	createPublished({ clickhouse, zone, kpis, now: () => now });

const restated = async (kpi: Kpi = 'satisfaction') => {
	const found = await at(NOW).restatements({ week: null, kpis: [kpi], limit: 1000 });
	return found.filter(({ by }) => by === '').map(({ week, why, old, new: now }) => ({ week, why, old, now }));
};

/** The Mondays whose figures were asked anew in a check. */
async function asked(now: number): Promise<string[]> {
	await at(now).run();
	const found = await db.clickhouse.query({
		query: `SELECT DISTINCT toString(week) AS week FROM published_checks
			WHERE checked_at = fromUnixTimestamp64Milli({now:Int64}) ORDER BY week`,
		query_params: { now },
		format: 'JSONEachRow'
	});
	return (await found.json<{ week: string }>()).map(({ week }) => week);
}

/** So many weeks published long ago, one of which something is known; and since then compared once. */
async function published(weeks: number, kpis: readonly Kpi[] = ['satisfaction']) {
	await at(Date.parse(TUESDAY), kpis).publish();
	const values = Array.from({ length: weeks }, (_, back) => ({
		...{ zone, week: addDays('2025-03-10', -7 * back), kpi: 'satisfaction', by: '', group: '', value: null },
		...{ n: 0, numerator: 0, denominator: 0, immature: 0, version: 1, as_of: '2025-06-17 09:00:00' }
	}));
	if (weeks > 0) await db.clickhouse.insert({ table: 'published', values, format: 'JSONEachRow' });
	let checked = Infinity;
	for (let now = NOW - 48 * HOUR; checked > 2; now += HOUR) checked = (await asked(now)).length;
}

test('a late event restates a week that was published more than a year ago', async () => {
	await receive(Date.parse(TUESDAY), [answered('a', 5), answered('b', 2)]);
	await published(0);
	expect(await restated()).toEqual([]);
	await receive(NOW - HOUR, [answered('c', 1)]);
	await at(NOW).run();
	await at(NOW + 6 * HOUR).run();
	expect(await restated()).toMatchObject([
		{ week: WEEK, why: ['late_events'], old: { value: 0.5, n: 2 }, now: { value: 1 / 3, n: 3 } }
	]);
});

test('what happens in a case now restates the week in which it began', async () => {
	const complaint = [
		event('case.opened', 'a', DAY, { kind: 'complaint', customer: 'ann' }),
		event('complaint.remedied', 'a', DAY),
		event('case.resolved', 'a', DAY)
	];
	await receive(Date.parse(TUESDAY), complaint);
	await published(0, KPIS);
	await receive(NOW - HOUR, [event('case.resolved', 'a', '2026-11-18T10:00:00')]);
	await at(NOW, KPIS).run();
	expect(await restated('resolution_time')).toMatchObject([{ week: WEEK, old: { n: 1 }, now: { n: 0 } }]);
	await receive(NOW, [event('complaint.followed_up', 'a', '2025-06-18T08:00:00')]);
	await receive(NOW, [event('case.opened', 'b', '2025-06-16T10:00:00', { customer: 'ann' })]);
	await at(NOW + HOUR, KPIS).run();
	// Before that, both had ripened.
	const [followed] = await restated('follow_up');
	expect(followed).toMatchObject({ week: WEEK, old: { numerator: 0 }, now: { n: 1, numerator: 1 } });
	const [again] = await restated('first_contact_resolution');
	expect(again).toMatchObject({ week: WEEK, old: { numerator: 1 }, now: { n: 1, numerator: 0 } });
});

test('however many weeks are published, only those are compared that something touched, and two others', async () => {
	await receive(Date.parse(TUESDAY), [answered('a', 5)]);
	await published(80);
	await receive(NOW - HOUR, [answered('b', 1)]);
	const found = await asked(NOW);
	expect(found).toContain(WEEK);
	expect(found.length).toBeLessThanOrEqual(5);
	expect(await asked(NOW + 6 * HOUR)).toHaveLength(2);
});

test('compares by and by what no event tells of: every week in its turn', async () => {
	await receive(Date.parse(TUESDAY), [answered('a', 5)]);
	await published(4);
	await db.clickhouse.command({
		query: `ALTER TABLE cases DELETE WHERE case_id = 'a' SETTINGS mutations_sync = 1`
	});
	for (let turn = 0; turn < 10; turn++) await at(NOW + turn * HOUR).run();
	expect(await restated()).toMatchObject([{ week: WEEK, why: ['other'], now: { n: 0 } }]);
});

test('of very many touched weeks the rest is compared the next time', async () => {
	await receive(Date.parse(TUESDAY), [answered('a', 5)]);
	await published(40);
	const weeks = Array.from({ length: 40 }, (_, back) => addDays('2025-03-11', -7 * back));
	await receive(
		NOW - HOUR,
		weeks.map((day) => answered(day, 1, `${day}T12:00:00`))
	);
	expect((await asked(NOW)).length).toBeLessThanOrEqual(28);
	expect((await restated()).length).toBeLessThan(40);
	await at(NOW + 6 * HOUR).run();
	expect((await restated()).length).toBe(40);
});

test('a week of which a number could not be asked is compared again', async () => {
	await receive(Date.parse(TUESDAY), [answered('a', 5)]);
	await published(0);
	await receive(NOW - HOUR, [answered('b', 1)]);
	await db.clickhouse.command({ query: 'RENAME TABLE kpi_satisfaction TO kpi_satisfaction_away' });
	const check = at(NOW, ['satisfaction'], db.asViews);
	expect(await check.run()).toMatchObject({ restated: 0, failed: ['satisfaction'] });
	await db.clickhouse.command({ query: 'RENAME TABLE kpi_satisfaction_away TO kpi_satisfaction' });
	await at(NOW + HOUR).run();
	expect(await restated()).toMatchObject([{ week: WEEK, now: { n: 2 } }]);
});
