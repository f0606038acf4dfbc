import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { KpiId } from '#schema/kpi.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty, setParameters } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { rowsOf, type Asked } from '../../support/kpi.ts';

// What a company sets holds from a day on: it changes no week before, however often it is asked again.

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

/** Two weeks of Berlin, and the Monday between them, when its clocks have just been put forward. */
const [FIRST, SECOND] = ['2026-03-25T09:00:00', '2026-04-01T09:00:00'];
const BETWEEN = '2026-03-29 22:00:00';
const WEEKS = { from: '2026-03-22T23:00:00Z', to: '2026-04-05T22:00:00Z', zone: 'Europe/Berlin' };

const items = [
	{ dimension: 'reliability', expectation: 7, perception: 4 },
	{ dimension: 'empathy', expectation: 5, perception: 6 }
];
const week = (time: string) => [
	event('survey.answered', `csat ${time}`, time, { instrument: 'csat', score: 5, customer: 'ann' }),
	event('survey.answered', `servqual ${time}`, time, { instrument: 'servqual', items }),
	event('inspection.scored', 'ignored', time, { procedural: 60, personal: 60 }),
	...[0, 1].flatMap((nth) => {
		const promise = { promise: `${nth}`, kind: 'visit', due: `${time}Z` };
		const id = `promise ${nth} ${time}`;
		return [event('promise.made', id, time, promise), event('promise.broken', id, time, promise)];
	})
];

const SET = [
	{ name: 'scorecard_weight', key: 'satisfaction', value: 0 },
	{ name: 'card', key: 'yellow', value: 2 },
	{ name: 'servqual_weight', key: 'reliability', value: 0 },
	{ name: 'leaving_rate', key: '5', value: 0.5 },
	{ name: 'inspection_high', value: 61 }
];

/** (40 × 100 + 20 × 60 + 20 × 0) ÷ 80, and without satisfaction (20 × 60 + 20 × 0) ÷ 40. */
const [BEFORE, AFTER]: Record<string, object>[] = [
	{
		scorecard: { value: 65, card: null },
		servqual_gap: { value: -1 },
		expected_leavers: { value: 0.02, curve: 'book' },
		inspection: { numerator: 1, quadrant: 'excellent' }
	},
	{
		scorecard: { value: 30, card: 'yellow' },
		servqual_gap: { value: 1 },
		expected_leavers: { value: 0.5, curve: 'mixed' },
		inspection: { numerator: 0, quadrant: 'indifferent' }
	}
];

describe.each(['scorecard', 'servqual_gap', 'expected_leavers', 'inspection'] as const)(
	'%s',
	(kpi: KpiId) => {
		const told = async (asked: Asked) => rowsOf(db.clickhouse, kpi, { ...WEEKS, ...asked });
		const [before, after] = [BEFORE?.[kpi], AFTER?.[kpi]];

		beforeEach(async () => {
			await store(db.clickhouse, [...week(FIRST), ...week(SECOND)]);
			await setParameters(
				db.clickhouse,
				SET.map((one) => ({ ...one, valid_from: BETWEEN }))
			);
		});

		test('judges each week by what was in force when it ended', async () => {
			expect(await told({ grain: 'week' })).toMatchObject([before, after]);
			expect(await told({ grain: 'day' })).toMatchObject([before, after]);
			expect(await told({ grain: 'hour' })).toMatchObject([before, after]);
		});

		test('judges a week alike whether it is asked alone or among others, in total or by week', async () => {
			const first = { to: '2026-03-29T22:00:00Z' };
			expect(await told(first)).toMatchObject([before]);
			expect(await told({ ...first, grain: 'week' })).toMatchObject([before]);
			expect(await told({ from: '2026-03-29T22:00:00Z' })).toMatchObject([after]);
		});

		test('judges a running week by what holds now, and not by what is to hold before it ends', async () => {
			const now = { now: '2026-03-29T21:59:59.999Z' };
			expect(await told({ ...now, to: '2026-03-29T22:00:00Z', grain: 'week' })).toMatchObject([before]);
			const name = 'scorecard_weight';
			await setParameters(db.clickhouse, [
				...SET.map((one) => ({ ...one, valid_from: '2026-03-27 00:00:00' })),
				{ name, key: 'satisfaction', value: 99, valid_from: '2026-03-29 00:00:00' }
			]);
			if (kpi === 'inspection') return;
			const [row] = await told({ now: '2026-03-26T00:00:00Z', to: '2026-03-29T22:00:00Z', grain: 'week' });
			expect(row).toMatchObject(before ?? {});
			const [later] = await told({ now: '2026-03-28T00:00:00Z', to: '2026-03-29T22:00:00Z', grain: 'week' });
			expect(later).toMatchObject(after ?? {});
		});
	}
);

test('a range over both weeks is weighed by what was in force at its end', async () => {
	await store(db.clickhouse, [...week(FIRST), ...week(SECOND)]);
	await setParameters(
		db.clickhouse,
		SET.map((one) => ({ ...one, valid_from: BETWEEN }))
	);
	const total = async (kpi: KpiId) => (await rowsOf(db.clickhouse, kpi, WEEKS))[0];
	expect(await total('scorecard')).toMatchObject({ value: 30, card: 'yellow' });
	expect(await total('servqual_gap')).toMatchObject({ n: 2, value: 1 });
	expect(await total('expected_leavers')).toMatchObject({ n: 1, value: 0.5, curve: 'mixed' });
	// Each check was high, or not, when it was made; the quadrant is of the whole range.
	expect(await total('inspection')).toMatchObject({ n: 2, numerator: 1, quadrant: 'indifferent' });
});
