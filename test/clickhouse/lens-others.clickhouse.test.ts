import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { askLens } from '../../src/lib/server/kpi/lens.ts';
import { KpiAsk, type KpiId } from '#schema/kpi.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { setParameters } from '../support/empty.ts';
import { after, event, store } from '../support/events.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	await store(db.clickhouse, [
		...asked(),
		...complaints(),
		...waiting(),
		...gaps(),
		...staff(),
		...promises(),
		...customers(),
		...leavers()
	]);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const FRIDAY = '2026-01-09T17:00:00';
const NOW = '2026-01-20T00:00:00Z';

/** How many cases ended how, how many were asked about and answered, and how many of these were satisfied. */
const STRATA = {
	resolved: { all: 30, answered: 20, satisfied: 18 },
	escalated: { all: 10, answered: 4, satisfied: 1 }
};

function asked() {
	return Object.entries(STRATA).flatMap(([outcome, { all, answered, satisfied }]) =>
		Array.from({ length: all }, (_, at) => {
			const id = `${outcome}-${at}`;
			const score = at < satisfied ? 5 : 2;
			return [
				event('case.opened', id, MONDAY, { team: 'Voice', channel: 'web' }),
				event('case.resolved', id, after(MONDAY, 60), { team: 'Voice' }),
				...(outcome === 'escalated'
					? [event('case.escalated', id, after(MONDAY, 30), { team: 'Voice' })]
					: []),
				...(at < answered
					? [event('survey.answered', id, after(MONDAY, 90), { instrument: 'csat', score, team: 'Voice' })]
					: [])
			];
		}).flat()
	);
}

/** Three complaints: of a Friday afternoon, acknowledged on Monday morning; of a Monday, two days later; and never. */
function complaints() {
	const received = (id: string, at: string) =>
		event('case.opened', id, at, { kind: 'complaint', team: 'Care', channel: 'email' });
	return [
		...[received('k1', FRIDAY), event('complaint.acknowledged', 'k1', '2026-01-12T10:00:00')],
		...[received('k2', MONDAY), event('complaint.acknowledged', 'k2', '2026-01-07T10:00:00')],
		received('k3', MONDAY),
		event('case.opened', 'no complaint', MONDAY, { team: 'Care', channel: 'email' })
	];
}

/** Three who wait, for 10, 20 and 60 minutes; the last was answered once and has come back. */
function waiting() {
	const since = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
	return [
		event('case.opened', 'w1', since(10), { team: 'Queue', channel: 'phone' }),
		event('case.opened', 'w2', since(20), { team: 'Queue', channel: 'phone' }),
		event('case.opened', 'w3', since(90), { team: 'Queue', channel: 'phone' }),
		event('case.responded', 'w3', since(80)),
		event('case.reopened', 'w3', since(60))
	];
}

const gaps = () => [
	event('survey.answered', 'g1', MONDAY, {
		...{ instrument: 'servqual', team: 'Gap' },
		items: [
			{ dimension: 'reliability', expectation: 6, perception: 4 },
			{ dimension: 'empathy', expectation: 5, perception: 6 }
		]
	})
];

const staff = () =>
	[5, 5, 4, 3, 2]
		.map((score) => event('staff.surveyed', '', MONDAY, { score, scale: 5, team: 'Big' }))
		.concat([1, 2].map((score) => event('staff.surveyed', '', MONDAY, { score, scale: 5, team: 'Small' })));

/** Two cases: one with two broken promises and a kept one, one with a kept one. */
function promises() {
	const due = after(MONDAY, 600);
	const made = (id: string, promise: string) =>
		event('promise.made', id, after(MONDAY, 1), { promise, kind: 'call', due: `${due}Z` });
	const opened = (id: string) => event('case.opened', id, MONDAY, { team: 'Field', channel: 'other' });
	return [
		...[opened('f1'), made('f1', 'a'), made('f1', 'b'), made('f1', 'c'), opened('f2'), made('f2', 'd')],
		...['f1 c', 'f2 d']
			.map((of) => of.split(' '))
			.map(([id = '', promise]) => event('promise.kept', id, after(MONDAY, 300), { promise, kind: 'call' }))
	];
}

/** Active in December: 4, of whom 3 in January as well; and 2 others in January. */
function customers() {
	const active = (customer: string, at: string) =>
		event('customer.active', '', `${at}T09:00:00`, { customer, team: 'Shop' });
	return [
		...['a', 'b', 'c', 'd'].map((one) => active(one, '2025-12-10')),
		...['a', 'b', 'c', 'e', 'f'].map((one) => active(one, '2026-01-10'))
	];
}

/** A year ago two said 1, of whom one left within 90 days and one later; two said 5, and nobody left. In January one says 1, three say 5. */
function leavers() {
	const said = (customer: string, score: number, at: string) =>
		event('survey.answered', `l-${customer}`, `${at}T09:00:00`, {
			...{ instrument: 'csat', score, team: 'Loyal', customer }
		});
	return [
		...[
			said('p', 1, '2025-06-01'),
			said('q', 1, '2025-06-01'),
			said('r', 5, '2025-06-01'),
			said('s', 5, '2025-06-01')
		],
		event('customer.left', '', '2025-08-01T00:00:00', { customer: 'p' }),
		event('customer.left', '', '2025-10-01T00:00:00', { customer: 'q' }),
		...[
			said('t', 1, '2026-01-10'),
			said('u', 5, '2026-01-10'),
			said('v', 5, '2026-01-10'),
			said('x', 5, '2026-01-10')
		]
	];
}

async function lens(kpi: KpiId, team: string, now = NOW) {
	const range = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', teams: [team] };
	return askLens(db.clickhouse, KpiAsk.parse({ ...range, kpi }), { zone: 'UTC', now: Date.parse(now) });
}

const valuesOf = (others: { id: string; value: number | null }[]) =>
	Object.fromEntries(others.map(({ id, value }) => [id, value]));

test('weighs satisfaction by how many cases ended how, asked about or not', async () => {
	const { counted, others } = await lens('satisfaction', 'Voice');
	expect(counted.value).toBeCloseTo(19 / 24, 9);
	const strata = Object.values(STRATA);
	const due = strata.reduce((sum, { all }) => sum + all, 0);
	const weighted = strata.reduce(
		(sum, { all, answered, satisfied }) => sum + (all / due) * (satisfied / answered),
		0
	);
	expect(others.find(({ id }) => id === 'weighted')).toMatchObject({
		n: 24,
		value: expect.closeTo(weighted, 9)
	});
	expect(weighted).toBeCloseTo(0.7375, 9);
});

test('gives no weighted satisfaction where an outcome that happened has no answer', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'm1', MONDAY, { team: 'Mute', channel: 'web' }),
		event('case.escalated', 'm1', after(MONDAY, 60), { team: 'Mute' }),
		event('case.opened', 'm2', MONDAY, { team: 'Mute', channel: 'web' }),
		event('case.resolved', 'm2', after(MONDAY, 60), { team: 'Mute' }),
		event('survey.answered', 'm2', after(MONDAY, 90), { instrument: 'csat', score: 5, team: 'Mute' })
	]);
	const { others } = await lens('satisfaction', 'Mute');
	expect(others.find(({ id }) => id === 'weighted')).toMatchObject({ n: 1, value: null });
});

test('counts acknowledgements by working days as well, and those that came at all', async () => {
	const { counted, others } = await lens('complaint_acknowledged', 'Care');
	expect(counted).toMatchObject({ numerator: 0, denominator: 3 });
	// From Friday 17:00 to Monday 10:00 there are 17 hours of working days.
	expect(others).toMatchObject([
		{ id: 'working_days', numerator: 1, denominator: 3 },
		{ id: 'ever', numerator: 2, denominator: 3 }
	]);
});

test('judges by working days only whose time has passed by these', async () => {
	// On Sunday the 24 hours of Friday are over, but not on working days.
	const { counted, others } = await lens('complaint_acknowledged', 'Care', '2026-01-11T12:00:00Z');
	expect(counted).toMatchObject({ denominator: 3 });
	expect(others[0]).toMatchObject({ id: 'working_days', numerator: 0, denominator: 2 });
});

test('relates complaints to cases', async () => {
	expect(valuesOf((await lens('complaints_per_10k', 'Care')).others)).toEqual({ of_cases: 7500 });
});

test('tells how long those who wait have waited, in seconds, and who was never answered', async () => {
	const { counted, others } = await lens('waiting_now', 'Queue');
	expect(counted).toMatchObject({ value: 3 });
	expect(others).toMatchObject([
		{ id: 'median_age', value: 1200, n: 3, unit: 'seconds' },
		{ id: 'first_opening_only', value: 2 }
	]);
});

test('gives the gap without weights, and perception alone', async () => {
	await setParameters(db.clickhouse, [{ name: 'servqual_weight', key: 'empathy', value: 3 }]);
	const { counted, others } = await lens('servqual_gap', 'Gap');
	expect(counted.value).toBeCloseTo((-2 + 3 * 1) / 4, 9);
	expect(valuesOf(others)).toEqual({ unweighted: -0.5, perception_only: 5 });
});

test('says of staff what else is made of five answers, and nothing of fewer', async () => {
	expect(valuesOf((await lens('staff_satisfaction', 'Big')).others)).toEqual({
		top_box: 0.4,
		mean_as_share: expect.closeTo((3.8 - 1) / 4, 9)
	});
	expect(valuesOf((await lens('staff_satisfaction', 'Small')).others)).toEqual({
		top_box: null,
		mean_as_share: null
	});
});

test('counts defects by case, and cases with any', async () => {
	const { counted, others } = await lens('dpmo', 'Field');
	expect(counted.value).toBeCloseTo(1e6 / 2, 6);
	expect(others).toMatchObject([
		{ id: 'per_unit', n: 2, value: 1e6 },
		{ id: 'defective', n: 2, value: 5e5 }
	]);
});

test('calls the other side of retention churn, and counts who came', async () => {
	const { counted, others } = await lens('retention', 'Shop', '2026-02-02T00:00:00Z');
	expect(counted).toMatchObject({ numerator: 3, denominator: 4 });
	expect(others).toMatchObject([
		{ id: 'churn', numerator: 1, denominator: 4, value: 0.25 },
		{ id: 'net', value: 1.25 }
	]);
});

test('offers the leaving rates that were measured beside those of the book', async () => {
	const { counted, others } = await lens('expected_leavers', 'Loyal');
	expect(counted).toMatchObject({ n: 4, curve: 'book', value: expect.closeTo(0.8 + 3 * 0.02, 9) });
	const { book, measured } = valuesOf(others);
	expect(book).toBeCloseTo(0.86, 9);
	expect(measured).toBeCloseTo(0.5, 9);
	// Before these answers were old enough, nobody was measured.
	const early = valuesOf((await lens('expected_leavers', 'Loyal', '2025-07-01T00:00:00Z')).others);
	expect(early.measured).toBeNull();
});

test('puts the scorecard together with equal weights, and with what is missing as zero', async () => {
	const { counted, others } = await lens('scorecard', 'Voice');
	if (!('components' in counted)) throw new Error('no scorecard');
	const scores = Object.values(counted.components).flatMap(({ value, weight }) =>
		value !== null && weight > 0 ? [value] : []
	);
	expect(scores.length).toBeGreaterThan(1);
	const { equal_weights, missing_as_zero } = valuesOf(others);
	expect(equal_weights).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / scores.length, 9);
	expect(missing_as_zero).toBeCloseTo((counted.value ?? NaN) * (counted.covered ?? NaN), 9);
	expect(missing_as_zero).toBeLessThan(counted.value ?? 0);
});

test('gives the mean and the slow end of acting upon a breach', async () => {
	const opened = (id: string) => event('case.opened', id, MONDAY, { team: 'Late', channel: 'phone' });
	await store(db.clickhouse, ['b1', 'b2', 'b3'].map(opened));
	const { rows } = await db.clickhouse
		.query({
			query: `SELECT promise_id FROM promises_of(cases = ['b1', 'b2', 'b3'])
				WHERE due_at IS NOT NULL ORDER BY case_id`
		})
		.then(async (found) => ({
			rows: z.object({ data: z.array(z.object({ promise_id: z.string() })) }).parse(await found.json()).data
		}));
	const acted = [60, 120, 600];
	await store(
		db.clickhouse,
		rows.map(({ promise_id }, at) =>
			event('breach.acknowledged', `b${at + 1}`, after(MONDAY, 15 + (acted[at] ?? 0)), {
				...{ breach: promise_id, by: 'Ann' }
			})
		)
	);
	const { counted, others } = await lens('time_to_act', 'Late');
	expect(counted).toMatchObject({ n: 3, value: 120 });
	expect(valuesOf(others)).toEqual({ mean: 260, p90: expect.closeTo(504, 6) });
});
