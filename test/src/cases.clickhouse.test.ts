import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Calendar } from '#schema/standards/calendar.ts';
import { readCase } from '../../src/lib/server/cases.ts';
import { readNewest } from '../../src/lib/server/standards/read.ts';
import { saveFile } from '../../src/lib/server/standards/save.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { empty } from '../support/empty.ts';
import { event, store } from '../support/events.ts';

const split: [string, string][] = [
	['09:00', '12:00'],
	['13:00', '18:00']
];
const OFFICE: Calendar = {
	id: 'office',
	name: 'Head office',
	zone: 'Europe/Berlin',
	hours: { mon: split, tue: split, wed: split, thu: split, fri: split },
	holidays: [
		{ date: '2026-12-24', name: 'Christmas Eve', hours: [['09:00', '12:00']] },
		{ date: '2026-12-25', name: 'Christmas' }
	]
};
const NIGHTS: Calendar = {
	...{ id: 'nights', name: '', zone: 'America/New_York', holidays: [] },
	hours: { sat: [['22:00', '24:00']], sun: [['00:00', '06:00']] }
};

const standard = (channel: string, calendar: string, threshold_s: number) => ({
	...{
		metric: 'first_response',
		team: '',
		tier: '',
		clock: 'business' as const,
		channel,
		calendar,
		threshold_s
	},
	...{ valid_from: '1990-01-01T00:00:00Z', valid_to: null }
});

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	await saveFile(db.clickhouse, {
		content: {
			standards: [standard('email', 'office', 8 * 3600), standard('web', 'nights', 3600)],
			calendars: [OFFICE, NIGHTS],
			parameters: []
		},
		former: await readNewest(db.clickhouse),
		...{ by: 'test', note: '' }
	});
});
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const promiseOf = async (case_id: string, now: string) => {
	const found = await readCase(db.clickhouse, case_id, Date.parse(now));
	return found?.promises[0];
};
const opened = (time: string, channel = 'email', id = 'a') => event('case.opened', id, time, { channel });

describe('a case’s promise', () => {
	test('runs until it is past due, and is broken from then on', async () => {
		await store(db.clickhouse, [opened('2026-12-21T09:00:00+01:00')]);
		const due_at = '2026-12-21T17:00:00.000Z';
		expect(await promiseOf('a', due_at)).toMatchObject({ state: 'running', due_at, breach_at: null });
		const broken = await promiseOf('a', '2026-12-21T17:00:00.001Z');
		expect(broken).toMatchObject({ state: 'broken', breach_at: due_at, done_at: null, until: due_at });
	});

	test('says by which calendar, in which zone, and how much of its time has passed', async () => {
		await store(db.clickhouse, [opened('2026-12-21T09:00:00+01:00')]);
		expect(await promiseOf('a', '2026-12-21T13:30:00+01:00')).toMatchObject({
			...{ metric: 'first_response', clock: 'business', threshold_s: 8 * 3600, elapsed_s: 3.5 * 3600 },
			...{ calendar: 'office', calendar_name: 'Head office', zone: 'Europe/Berlin' }
		});
	});

	test('is explained span by span: what counted, what was skipped and why', async () => {
		await store(db.clickhouse, [
			opened('2026-12-23T17:30:00+01:00'),
			event('case.responded', 'a', '2026-12-28T09:15:00+01:00')
		]);
		const promise = await promiseOf('a', '2026-12-31T00:00:00Z');
		expect(promise).toMatchObject({ state: 'kept', elapsed_s: 3.75 * 3600 });
		const told = promise?.spans.map(({ began_at, counted, reason, holiday, seconds }) =>
			[began_at.slice(5, 16), counted ? 'counted' : reason, holiday, seconds / 3600].join(' ')
		);
		expect(told).toEqual([
			'12-23T16:30 counted  0.5',
			'12-23T17:00 hours  6',
			'12-23T23:00 holiday Christmas Eve 9',
			'12-24T08:00 counted  3',
			'12-24T11:00 holiday Christmas Eve 12',
			'12-24T23:00 holiday Christmas 24',
			'12-25T23:00 day  48',
			'12-27T23:00 hours  9',
			'12-28T08:00 counted  0.25'
		]);
	});

	test('of calendar time needs no explanation', async () => {
		const made = event('promise.made', 'a', '2026-12-21T09:00:00', {
			promise: 'p',
			kind: 'visit',
			due: '2026-12-21T10:00:00Z'
		});
		await store(db.clickhouse, [made]);
		expect(await promiseOf('a', '2026-12-21T09:30:00Z')).toMatchObject({
			...{
				metric: 'promise:visit',
				state: 'running',
				threshold_s: null,
				elapsed_s: 1800,
				spans: [],
				zone: ''
			}
		});
	});
});

test('whatever a promise lasted, its spans lie end to end, and those that counted are the time that passed', async () => {
	const start = Date.parse('2026-10-20T00:00:00Z');
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom('email', 'web'),
			fc.integer({ min: 0, max: 90 * 86_400_000 }),
			fc.integer({ min: 0, max: 12 * 86_400_000 }),
			async (channel, offset, lasted) => {
				await empty(db.clickhouse);
				const [from, to] = [start + offset, start + offset + lasted].map((ms) => new Date(ms).toISOString());
				await store(db.clickhouse, [opened(from ?? '', channel), event('case.responded', 'a', to ?? '')]);
				const promise = await promiseOf('a', '2027-06-01T00:00:00Z');
				const spans = promise?.spans ?? [];
				const ends = spans.map(({ began_at, ended_at }) => [began_at, ended_at].map((at) => Date.parse(at)));
				expect(ends.flat()).toEqual(
					lasted === 0
						? []
						: [start + offset, ...ends.slice(1).flatMap(([at]) => [at, at]), start + offset + lasted]
				);
				const counted = spans.filter((span) => span.counted).reduce((sum, { seconds }) => sum + seconds, 0);
				expect(counted).toBeCloseTo(promise?.elapsed_s ?? NaN, 6);
				expect(
					spans.every(
						(span, index) =>
							index === 0 || span.reason !== spans[index - 1]?.reason || span.reason === 'holiday'
					)
				).toBe(true);
			}
		),
		{ numRuns: 25 }
	);
});
