import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { take, type Taken } from '../support/lags.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const iso = (ms: number) => new Date(ms).toISOString();

/** A number below `most` that is always the same for the same seed. */
const scattered = (seed: number, most: number) =>
	(Math.imul((seed / 1000) ^ seed, 2_654_435_761) >>> 12) % most;

/** A day of events of a source, one in so many seconds: what its clock says of a moment, and when ingest has what happened then. */
type Day = {
	source: string;
	day: string;
	every?: number;
	hours?: [from: number, to: number];
	says?: (at: number) => number;
	taken?: (at: number) => number;
};

const promptly = (at: number) => at + 200 + scattered(at, 2000);

function dayOf({
	source,
	day,
	every = 90,
	hours = [0, 24],
	says = (at) => at,
	taken = promptly
}: Day): Taken[] {
	const start = Date.parse(`${day}T00:00:00Z`);
	const count = Math.floor(((hours[1] - hours[0]) * 3600) / every);
	return Array.from({ length: count }, (_, index) => {
		const at = start + hours[0] * HOUR + (index * every + scattered(index, every)) * SECOND;
		const made = event('case.opened', `${source}-${day}-${index}`, iso(says(at)));
		return { event: { ...made, source }, received_at: taken(at) };
	});
}

const Found = z.object({
	offset_s: z.int(),
	since: z.string(),
	until: z.string().nullable(),
	refused: z.int()
});

/** Where a source's clock seems wrong, over these days. */
async function clocks(source: string, from = '2026-06-01', to = '2026-06-08') {
	const result = await db.clickhouse.query({
		query: `SELECT offset_s, since, until, events_refused AS refused
			FROM source_clocks(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')})
			WHERE source = {source:String} ORDER BY since`,
		query_params: { source, from: `${from} 00:00:00`, to: `${to} 00:00:00` },
		format: 'JSONEachRow'
	});
	return z.array(Found).parse(await result.json());
}

describe('a clock that is right is not suspected', () => {
	const RIGHT: [string, Omit<Day, 'source' | 'day'>][] = [
		['delivers at once', {}],
		['delivers at once, and its clock is three minutes fast', { says: (at) => at + 3 * MINUTE }],
		[
			'delivers at once but for one in five, an hour late',
			{ taken: (at) => promptly(at) + (scattered(at, 5) === 0 ? HOUR : 0) }
		],
		['says little: three events an hour', { every: 1200 }],
		['delivers by the hour', { taken: (at) => Math.ceil(at / HOUR) * HOUR + 4 * SECOND }],
		['delivers by the hour, an hour after', { taken: (at) => (Math.ceil(at / HOUR) + 1) * HOUR }],
		[
			'delivers by the hour and says little',
			{ every: 1800, taken: (at) => Math.ceil(at / HOUR) * HOUR + 4 * SECOND }
		],
		['delivers by the half hour', { taken: (at) => Math.ceil(at / (HOUR / 2)) * (HOUR / 2) }],
		['delivers by the day', { taken: (at) => Math.ceil(at / DAY) * DAY + 2 * HOUR }],
		[
			'was cut off for three hours and then caught up',
			{
				taken: (at) =>
					at % DAY < 12 * HOUR && at % DAY > 9 * HOUR ? Math.floor(at / DAY) * DAY + 12 * HOUR : promptly(at)
			}
		],
		[
			'is replayed years later, as fast as it goes',
			{ taken: (at) => Date.parse('2031-01-01') + (at % DAY) / 1000 }
		],
		['is replayed years later, as slowly as it happened', { taken: (at) => at + 1600 * DAY }],
		[
			'is replayed the same night, as fast as it goes',
			{ taken: (at) => Math.ceil(at / DAY) * DAY + (at % DAY) / 500 }
		],
		['delivers at once, and is replayed once more that night', {}]
	];

	test.each(RIGHT)('that %s', async (source, day) => {
		const events = dayOf({ source, day: '2026-06-02', ...day });
		await take(db.clickhouse, events);
		if (source.includes('once more'))
			await take(
				db.clickhouse,
				events.map((one) => ({ ...one, received_at: one.received_at + 9 * HOUR }))
			);
		expect(await clocks(source)).toEqual([]);
	});
});

describe('a clock that is wrong is suspected', () => {
	test('when it is an hour slow: since when, and that it still is', async () => {
		await take(db.clickhouse, dayOf({ source: 'slow', day: '2026-06-02', says: (at) => at - HOUR }));
		expect(await clocks('slow')).toEqual([
			{ offset_s: 3600, since: '2026-06-01T23:00:00.000Z', until: null, refused: 0 }
		]);
	});

	test('when it is an hour fast: everything was refused', async () => {
		const events = dayOf({ source: 'fast', day: '2026-06-02', says: (at) => at + HOUR });
		await take(db.clickhouse, events);
		expect(await clocks('fast')).toEqual([
			{ offset_s: -3600, since: '2026-06-02T01:00:00.000Z', until: null, refused: events.length }
		]);
	});

	test.each([
		['Shanghai', 8 * HOUR, 960],
		['New York', -5 * HOUR, 0],
		['Kolkata', 5.5 * HOUR, 960],
		['Kathmandu, said to be Kolkata', 0.25 * HOUR, 960]
	])('when it says the time of %s as UTC', async (zone, ahead, refused) => {
		const source = `in ${zone}`;
		await take(db.clickhouse, dayOf({ source, day: '2026-06-02', says: (at) => at + ahead }));
		const found = await clocks(source);
		// A quarter of an hour alone is no zone's mistake that could be told from a clock that runs fast.
		if (Math.abs(ahead) < HOUR / 2) expect(found).toEqual([]);
		else expect(found).toMatchObject([{ offset_s: -ahead / SECOND, refused }]);
	});

	test('from the hour on in which it did not follow summer time', async () => {
		// Berlin goes back at 01:00 UTC on 25 October; this source goes on saying +02:00, with the wall clock of +01:00.
		const change = Date.parse('2026-10-25T01:00:00Z');
		for (const day of ['2026-10-24', '2026-10-25', '2026-10-26'])
			await take(db.clickhouse, dayOf({ source: 'wall', day, says: (at) => (at < change ? at : at - HOUR) }));
		// The hour before is said twice, the first time rightly.
		expect(await clocks('wall', '2026-10-20', '2026-10-28')).toEqual([
			{ offset_s: 3600, since: '2026-10-25T01:00:00.000Z', until: null, refused: 0 }
		]);
	});

	test('until it was put right', async () => {
		const noon = Date.parse('2026-06-03T12:00:00Z');
		for (const day of ['2026-06-02', '2026-06-03'])
			await take(db.clickhouse, dayOf({ source: 'mended', day, says: (at) => (at < noon ? at - HOUR : at) }));
		expect(await clocks('mended')).toEqual([
			{ offset_s: 3600, since: '2026-06-01T23:00:00.000Z', until: '2026-06-03T11:00:00.000Z', refused: 0 }
		]);
	});

	test('although one in ten of its events comes late, with no other beside it', async () => {
		const taken = (at: number) => promptly(at) + (scattered(at, 10) === 0 ? 20 * MINUTE : 0);
		const day = dayOf({ source: 'both', day: '2026-06-02', every: 300, says: (at) => at - HOUR, taken });
		await take(db.clickhouse, day);
		expect(await clocks('both')).toMatchObject([{ offset_s: 3600, until: null }]);
	});

	test('the same, however often its events are delivered', async () => {
		const events = dayOf({ source: 'often', day: '2026-06-02', hours: [8, 18], says: (at) => at - HOUR });
		await take(db.clickhouse, events);
		const once = await clocks('often');
		await take(db.clickhouse, [...events].reverse());
		await take(
			db.clickhouse,
			events.map((one) => ({ ...one, received_at: one.received_at + DAY }))
		);
		expect(once).toHaveLength(1);
		expect(await clocks('often')).toEqual(once);
	});

	test('only after half an hour of it', async () => {
		await take(
			db.clickhouse,
			dayOf({ source: 'short', day: '2026-06-02', hours: [9, 9.4], says: (at) => at - HOUR })
		);
		expect(await clocks('short')).toEqual([]);
		await take(
			db.clickhouse,
			dayOf({ source: 'short', day: '2026-06-02', hours: [9.4, 10], says: (at) => at - HOUR })
		);
		expect(await clocks('short')).toHaveLength(1);
	});
});
