import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import { parseEvent } from '#schema/event.ts';
import { createPublished } from '../../src/lib/server/published.ts';
import { createSimulation } from '../../src/lib/server/simulation.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { empty } from '../support/empty.ts';
import { event } from '../support/events.ts';
import { eventRow } from '../support/event-row.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());
beforeEach(async () => {
	await empty(db.clickhouse);
	for (const table of ['published', 'published_checks', 'restatements', 'standards_files'])
		await db.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
});

/** Monday 16 November 2026 is the first day after week 46. */
const WEEK = '2026-11-09';
const DAY = '2026-11-11T09:00:00';
const MONDAY = '2026-11-16T00:00:00';
const TUESDAY = '2026-11-17T00:00:01';
const WEDNESDAY = '2026-11-18T12:00:00';
const DECEMBER = '2026-12-01T00:00:00';

/** Stores events as received at a time (UTC). */
async function receive(at: string, events: CloudEvent[]) {
	const rows = events.map((sent) => {
		const parsed = parseEvent(sent, Date.parse('2100-01-01'));
		if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
		return eventRow(parsed.event, at.replace('T', ' '));
	});
	await db.clickhouse.command({ query: `INSERT INTO events FORMAT JSONEachRow\n${rows.join('\n')}` });
}

const answered = (subject: string, score: number, { team = 'A', time = DAY, id = subject } = {}) =>
	event('survey.answered', subject, time, { instrument: 'csat', score, team, survey: subject }, id);

/** No ingest is there to be stopped. */
const nowhere = {
	HOST: '127.0.0.1',
	INGEST_PORT: 1,
	TOUCHSTONE_DATA: '/nowhere',
	TOUCHSTONE_INGEST_KEYS: 'a:b'
};
const simulation = { remove: () => createSimulation({ clickhouse: db.clickhouse, env: nowhere }).remove() };

const troubles: string[] = [];
afterEach(() => expect(troubles.splice(0)).toEqual([]));

const SOME = ['satisfaction', 'first_contact_resolution', 'service_level'] as const;

const at = (now: string, zone = 'UTC') =>
	createPublished({
		kpis: SOME,
		...{ clickhouse: db.clickhouse, zone, now: () => Date.parse(`${now}Z`) },
		onError: (error, kpi) => void troubles.push(`${kpi}: ${error}`)
	});

const satisfaction = async (now = DECEMBER) =>
	(await at(now).figures({ week: WEEK, kpis: ['satisfaction'] })).filter(({ by }) => by === '');

const restatements = (kpi: (typeof SOME)[number], now = DECEMBER) =>
	at(now).restatements({ week: WEEK, kpis: [kpi], limit: 100 });

describe('publishing', () => {
	test('waits until the week is over and every source has passed its end, or a day', async () => {
		await receive(DAY, [answered('a', 5)]);
		expect(await at('2026-11-15T23:59:59').publish()).toMatchObject({ published: 0 });
		expect(await at(MONDAY).publish()).toMatchObject({ published: 0 });
		expect(await at('2026-11-16T23:59:59').publish()).toMatchObject({ published: 0 });
		expect((await at('2026-11-17T00:00:00').publish()).published).toBeGreaterThan(0);
	});

	test('does not wait for the day once every source has passed the end', async () => {
		await receive(DAY, [answered('a', 5)]);
		await receive(MONDAY, [answered('b', 5, { time: MONDAY })]);
		expect((await at(MONDAY).publish()).published).toBeGreaterThan(0);
		expect((await at(MONDAY).weeks()).map(({ week }) => week)).toEqual([WEEK]);
	});

	test('waits for the source that is behind', async () => {
		await receive(MONDAY, [answered('a', 5, { time: MONDAY }), { ...answered('b', 5), source: 'slow' }]);
		expect(await at(MONDAY).publish()).toMatchObject({ published: 0 });
	});

	test('keeps each figure of the organisation and of its teams, once', async () => {
		await receive(DAY, [answered('a', 5), answered('b', 2), answered('c', 4, { team: 'B' })]);
		await at(TUESDAY).publish();
		expect(await at(WEDNESDAY).publish()).toMatchObject({ published: 0 });
		const figures = await at(WEDNESDAY).figures({ week: WEEK, kpis: ['satisfaction'] });
		const published_at = expect.stringContaining('2026-11-17T00:00:01');
		expect(figures).toMatchObject([
			{ by: '', group: '', published_at, published: { value: 2 / 3, n: 3, numerator: 2, denominator: 3 } },
			{ by: 'team', group: 'A', published_at, published: { value: 0.5, n: 2, numerator: 1 } },
			{ by: 'team', group: 'B', published_at, published: { value: 1, n: 1, numerator: 1 } }
		]);
	});

	test('publishes weeks before the latest, none before the first event, and what was nothing as nothing', async () => {
		await receive(DAY, [answered('a', 5, { time: '2026-10-28T09:00:00' }), answered('b', 5)]);
		await at(TUESDAY).publish();
		const weeks = (await at(TUESDAY).weeks()).map(({ week }) => week);
		expect(weeks).toEqual(['2026-11-09', '2026-11-02', '2026-10-26']);
		const [nothing] = await at(TUESDAY).figures({ week: '2026-11-02', kpis: ['satisfaction'] });
		expect(nothing?.published).toMatchObject({ value: null, n: 0, version: 1 });
	});

	test('begins and ends the week in the business zone', async () => {
		// Sunday 23:30 in Berlin, where the week ends at 23:00 UTC; and Monday 00:30 there.
		await receive(DAY, [
			answered('a', 5, { time: '2026-11-15T22:30:00' }),
			answered('b', 1, { time: '2026-11-15T23:30:00' })
		]);
		const berlin = at(TUESDAY, 'Europe/Berlin');
		await berlin.publish();
		const [figure] = await berlin.figures({ week: WEEK, kpis: ['satisfaction'] });
		expect(figure?.published).toMatchObject({ value: 1, n: 1 });
	});

	test('goes with the simulated traffic it was made of, and is published anew without it', async () => {
		const simulated = { source: 'touchstone/simulator' };
		await receive(DAY, [answered('a', 5), { ...answered('b', 1), ...simulated }]);
		await at(TUESDAY).publish();
		await receive(WEDNESDAY, [{ ...answered('c', 1), ...simulated }]);
		await at(WEDNESDAY).run();
		expect(await satisfaction()).toMatchObject([{ published: { n: 2 }, current: { n: 3 } }]);
		await simulation.remove();
		expect(await at(WEDNESDAY).weeks()).toEqual([]);
		await at(WEDNESDAY).run();
		expect(await satisfaction()).toMatchObject([{ published: { n: 1, value: 1 }, restated: 0 }]);
	});

	test('of two dashboards at once the first counts, whichever was slower to write', async () => {
		await receive(DAY, [answered('a', 5)]);
		await at(WEDNESDAY).publish();
		const insert = (value: number, n: number, as_of: string) =>
			db.clickhouse.insert({
				table: 'published',
				values: [{ zone: 'UTC', week: WEEK, kpi: 'satisfaction', value, n, version: 1, as_of }],
				format: 'JSONEachRow'
			});
		// One had looked before and writes now what it saw, another looked later.
		await insert(0.25, 4, '2026-11-17 00:00:00');
		await insert(0.75, 8, '2026-11-19 00:00:00');
		expect(await satisfaction()).toMatchObject([{ published: { value: 0.25, n: 4 } }]);
		await db.clickhouse.command({ query: 'OPTIMIZE TABLE published FINAL' });
		expect(await satisfaction()).toMatchObject([{ published: { value: 0.25, n: 4 } }]);
	});
});

describe('restating', () => {
	/** Week 46 published on Tuesday: two satisfied of three. */
	const published = async () => {
		await receive(DAY, [answered('a', 5), answered('b', 2), answered('c', 4, { team: 'B' })]);
		await at(TUESDAY).publish();
	};

	test('leaves what has not changed alone', async () => {
		await published();
		expect(await at(WEDNESDAY).run()).toMatchObject({ restated: 0 });
		expect(await at(WEDNESDAY).restatements({ week: null, limit: 10 })).toEqual([]);
	});

	test('writes down old, new, why and how many late events, for the organisation and the team', async () => {
		await published();
		const late = [answered('d', 1), answered('e', 1)];
		await receive(WEDNESDAY, late);
		await receive(WEDNESDAY, late);
		await at(WEDNESDAY).run();
		const change = { week: WEEK, why: ['late_events'], late_events: 2, as_of: '2026-11-18T12:00:00.000Z' };
		expect(await restatements('satisfaction')).toMatchObject([
			{ ...change, by: '', group: '', old: { value: 2 / 3, n: 3 }, new: { value: 0.4, n: 5, numerator: 2 } },
			{ ...change, by: 'team', group: 'A', old: { value: 0.5, n: 2 }, new: { value: 0.25, n: 4 } }
		]);
		expect(await satisfaction()).toMatchObject([{ published: { n: 3 }, current: { n: 5 }, restated: 1 }]);
	});

	test('writes each change down once, whoever looks and how often', async () => {
		await published();
		await receive(WEDNESDAY, [answered('d', 1)]);
		await Promise.all([at(WEDNESDAY).run(), at('2026-11-18T12:00:01').run()]);
		await at('2026-11-19T00:00:00').run();
		expect(await restatements('satisfaction')).toHaveLength(2);
		await receive('2026-11-19T01:00:00', [answered('e', 5)]);
		await at('2026-11-19T02:00:00').run();
		expect((await restatements('satisfaction')).map(({ old, new: now }) => [old.n, now.n])).toEqual(
			[
				[4, 5],
				[3, 4],
				[3, 4],
				[2, 3]
			].sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0))
		);
	});

	test('a team that had nothing when the week was published had nothing before', async () => {
		await published();
		await receive(WEDNESDAY, [answered('d', 5, { team: 'C' })]);
		await at(WEDNESDAY).run();
		const [, team] = await restatements('satisfaction');
		expect(team).toMatchObject({ group: 'C', old: { value: null, n: 0 }, new: { value: 1, n: 1 } });
		const figures = await at(WEDNESDAY).figures({ week: WEEK, kpis: ['satisfaction'] });
		expect(figures.at(-1)).toMatchObject({ group: 'C', published_at: null, restated: 1 });
	});

	test('late events before a check that found a figure right are no reason for its change afterwards', async () => {
		await published();
		await receive(WEDNESDAY, [answered('d', 1)]);
		await at(WEDNESDAY).run();
		await receive('2026-11-19T01:00:00', [answered('c', 1, { time: '2026-11-18T20:00:00', id: 'c2' })]);
		await at('2026-11-19T02:00:00').run();
		const [, team] = await restatements('satisfaction');
		expect(team).toMatchObject({
			group: 'B',
			why: ['corrections'],
			late_events: 0,
			since: '2026-11-17T00:00:01.000Z'
		});
	});

	test('an answer given anew later is a correction, not a late event', async () => {
		await published();
		await receive(WEDNESDAY, [answered('a', 1, { time: '2026-11-18T11:00:00', id: 'a2' })]);
		await at(WEDNESDAY).run();
		expect(await restatements('satisfaction')).toMatchObject([
			{ by: '', why: ['corrections'], late_events: 0, old: { n: 3 }, new: { n: 2 } },
			{ group: 'A', why: ['corrections'], old: { n: 2 }, new: { n: 1 } }
		]);
	});

	test('a later event of another case of the customer is one too', async () => {
		await receive(DAY, [
			event('case.opened', 'a', DAY, { team: 'A', customer: 'Ann' }),
			event('case.resolved', 'a', DAY)
		]);
		const thursday = '2026-11-19T00:00:00';
		await at(thursday).publish();
		await receive('2026-11-19T01:00:00', [
			event('case.opened', 'b', '2026-11-17T10:00:00', { customer: 'Ann' })
		]);
		await at('2026-11-19T02:00:00').run();
		const change = {
			why: ['corrections'],
			late_events: 0,
			old: { numerator: 1 },
			new: { numerator: 0, n: 1 }
		};
		expect(await restatements('first_contact_resolution')).toMatchObject([change, change]);
	});

	test('a new standard that reaches back is named, where standards matter', async () => {
		await receive(DAY, [
			event('case.opened', 'a', DAY, { channel: 'phone' }),
			event('case.responded', 'a', '2026-11-11T09:00:30')
		]);
		await at(TUESDAY).publish();
		await db.clickhouse.insert({
			table: 'standards',
			values: [
				{
					...{
						metric: 'first_response',
						team: '',
						channel: 'phone',
						tier: '',
						threshold_s: 60,
						clock: 'calendar'
					},
					...{ calendar: '', valid_from: '1990-01-01 00:00:00', changed_at: '2026-11-18 10:00:00' },
					file: Date.parse(`${WEDNESDAY}Z`)
				}
			],
			format: 'JSONEachRow'
		});
		await db.clickhouse.insert({
			table: 'standards_files',
			values: [
				{
					file: Date.parse(`${WEDNESDAY}Z`),
					saved_at: '2026-11-18 10:00:00',
					saved_by: '',
					note: '',
					content: '{}'
				}
			],
			format: 'JSONEachRow'
		});
		await at(WEDNESDAY).run();
		expect(await restatements('service_level')).toMatchObject([
			{ by: '', why: ['standards'], late_events: 0, old: { value: 0 }, new: { value: 1 } },
			{ by: 'team', why: ['standards'] }
		]);
	});

	test('a new definition is named', async () => {
		await published();
		await db.clickhouse.command({
			query: `ALTER TABLE published UPDATE version = 0, n = 7 WHERE kpi = 'satisfaction' AND by = ''
				SETTINGS mutations_sync = 1`
		});
		await at(WEDNESDAY).run();
		expect(await restatements('satisfaction')).toMatchObject([
			{ why: expect.arrayContaining(['definition']), old: { version: 0, n: 7 }, new: { version: 1, n: 3 } }
		]);
	});

	test('data that are gone are said to be something else', async () => {
		await published();
		await db.clickhouse.command({
			query: `ALTER TABLE cases DELETE WHERE case_id = 'a' SETTINGS mutations_sync = 1`
		});
		await at(WEDNESDAY).run();
		expect((await restatements('satisfaction')).map(({ why }) => why)).toEqual([['other'], ['other']]);
	});

	test('what only matures is written down once, when nothing is immature any more', async () => {
		const solved = (subject: string, time: string) => [
			event('case.opened', subject, time, { team: 'A', customer: subject }),
			event('case.resolved', subject, time)
		];
		await receive(DAY, [...solved('a', '2026-11-09T09:00:00'), ...solved('b', '2026-11-10T09:00:00')]);
		await receive(DAY, [...solved('c', DAY), event('case.reopened', 'b', '2026-11-11T09:00:00')]);
		const now = '2026-11-17T08:00:00';
		await at(now).publish();
		const [first] = await at(now).figures({ week: WEEK, kpis: ['first_contact_resolution'] });
		expect(first?.published).toMatchObject({ value: 1, n: 1, immature: 2 });

		await at('2026-11-17T10:00:00').run();
		expect(await restatements('first_contact_resolution')).toEqual([]);
		await at(DECEMBER).run();
		await at('2026-12-02T00:00:00').run();
		const matured = {
			why: ['matured'],
			late_events: 0,
			old: { immature: 2 },
			new: { n: 3, numerator: 2, immature: 0 }
		};
		expect(await restatements('first_contact_resolution')).toMatchObject([
			{ ...matured, by: '' },
			{ ...matured, group: 'A' }
		]);
	});

	test('late events and time together are both named', async () => {
		const solved = (subject: string) => [
			event('case.opened', subject, DAY, { customer: subject, team: 'A' }),
			event('case.resolved', subject, DAY)
		];
		await receive(DAY, [...solved('a')]);
		await at('2026-11-17T08:00:00').publish();
		await receive(WEDNESDAY, [
			event('case.opened', 'b', '2026-11-09T09:00:00', { team: 'A' }),
			event('case.resolved', 'b', '2026-11-09T10:00:00', { team: 'A' })
		]);
		await at(DECEMBER).run();
		expect(await restatements('first_contact_resolution')).toMatchObject([
			{ by: '', why: ['late_events', 'matured'], late_events: 2, old: { n: 0, immature: 1 }, new: { n: 2 } },
			{ group: 'A', why: ['late_events', 'matured'] }
		]);
	});
});
