import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askLens } from '../../src/lib/server/kpi/lens.ts';
import { KpiAsk, KpiId } from '#schema/kpi.ts';
import { hasView, LENSES } from '#schema/lens/registry.ts';
import { definitions } from '#schema/clickhouse/definitions.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { after, event, store } from '../support/events.ts';
import { totalOf } from '../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	await store(db.clickhouse, [...goldenCalls(), ...resolvedCases(), ...answers()]);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const DAY = 86_400;

/** 1000 answered, 860 of them within 20 s; 60 gave up, 20 within 20 s of which 10 within 5 s; one still waits. */
function goldenCalls() {
	const answered = Array.from({ length: 1000 }, (_, index) => [
		event('case.opened', `a${index}`, MONDAY, { channel: 'phone', team: 'A' }),
		event('case.responded', `a${index}`, after(MONDAY, index < 860 ? 20 : 21))
	]);
	const abandoned = Array.from({ length: 60 }, (_, index) => [
		event('case.opened', `b${index}`, MONDAY, { channel: 'phone', team: 'A' }),
		event('case.abandoned', `b${index}`, after(MONDAY, index < 10 ? 5 : index < 20 ? 20 : 45))
	]);
	return [
		...answered.flat(),
		...abandoned.flat(),
		event('case.opened', 'waits', MONDAY, { channel: 'phone', team: 'A' })
	];
}

/** Four resolved cases of team B: one quiet, one reopened, one whose customer came with another topic, one with the same. */
function resolvedCases() {
	const resolved = (id: string, customer: string) => [
		event('case.opened', id, MONDAY, { channel: 'web', team: 'B', customer, topic: 'bill' }),
		event('case.resolved', id, after(MONDAY, 3600), { team: 'B' })
	];
	return [
		...['c1', 'c2', 'c3', 'c4'].flatMap((customer) => resolved(`r-${customer}`, customer)),
		event('case.reopened', 'r-c2', after(MONDAY, 2 * DAY)),
		event('case.opened', 's-c3', after(MONDAY, DAY), { team: 'B', customer: 'c3', topic: 'line' }),
		event('case.opened', 's-c4', after(MONDAY, DAY), { team: 'B', customer: 'c4', topic: 'bill' })
	];
}

/** Team C's answers: 5, 5, 4, 3, 1. */
const answers = () =>
	[5, 5, 4, 3, 1].flatMap((score, index) => [
		event('case.opened', `q${index}`, MONDAY, { channel: 'web', team: 'C' }),
		event('survey.answered', `q${index}`, after(MONDAY, 60), { instrument: 'csat', score, team: 'C' })
	]);

const RANGE = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };

const lens = (kpi: KpiId, asked: Partial<KpiAsk> & { group?: string } = {}) => {
	const { group, ...more } = asked;
	return askLens(db.clickhouse, KpiAsk.parse({ ...RANGE, ...more, kpi }), {
		zone: 'UTC',
		now: Date.parse('2026-11-01T00:00:00Z'),
		...(group === undefined ? {} : { group })
	});
};

const percentOf = (others: { id: string; value: number | null }[]) =>
	Object.fromEntries(others.map(({ id, value }) => [id, ((value ?? NaN) * 100).toFixed(2)]));

test('gives the six published service levels of the same calls', async () => {
	const { counted, others } = await lens('service_level', { threshold_s: 20, teams: ['A'] });
	expect(((counted.value ?? NaN) * 100).toFixed(2)).toBe('81.13');
	expect(percentOf(others)).toEqual({
		early_abandons_served: '83.02',
		answered_only: '86.00',
		late_abandons_only: '82.69',
		short_abandons_credited: '82.08',
		short_abandons_removed: '81.90'
	});
});

test('says who is left out and why, so that all who arrived are accounted for', async () => {
	const { counted, left_out } = await lens('abandonment', { teams: ['A'] });
	const left = Object.fromEntries(left_out.map(({ id, n }) => [id, n]));
	expect(left).toEqual({ waiting: 1 });
	const arrived = await totalOf(db.clickhouse, 'cases_opened', { teams: ['A'] });
	expect(counted.denominator + 1).toBe(arrived.n);

	const replies = await lens('first_response', { teams: ['A'] });
	expect(replies.left_out).toMatchObject([{ id: 'no_reply', n: 61 }]);
	expect(replies.counted.n + 61).toBe(arrived.n);
	const overdue = await lens('service_level', { teams: ['A'] });
	expect(overdue.left_out).toMatchObject([{ id: 'overdue', n: 1 }]);
});

test('gives the mean beside the median, and says so', async () => {
	const { others } = await lens('first_response', { teams: ['A'] });
	const mean = others.find(({ id }) => id === 'mean');
	expect(mean).toMatchObject({ n: 1000, name: { en: 'Mean' }, low: null, numerator: null });
	expect(mean?.value).toBeCloseTo((860 * 20 + 140 * 21) / 1000, 9);
});

test('counts coming back as others do: on the case alone, on any topic', async () => {
	const { counted, others } = await lens('first_contact_resolution', { teams: ['B'] });
	expect(counted).toMatchObject({ numerator: 2, denominator: 4 });
	expect(percentOf(others)).toMatchObject({
		own_case_only: '75.00',
		any_topic: '25.00',
		immature_counted: '50.00'
	});
	expect(others.find(({ id }) => id === 'customer_says')).toMatchObject({ n: 0, value: null });
});

test('counts satisfaction as others do', async () => {
	const { counted, others } = await lens('satisfaction', { teams: ['C'] });
	expect(counted).toMatchObject({ numerator: 3, n: 5 });
	expect(percentOf(others)).toEqual({
		...{ top_box: '40.00', without_neutral: '75.00', net: '40.00', mean_as_share: '65.00' },
		// No case was over: nothing says how many there were to be asked.
		weighted: 'NaN'
	});
});

test('opens the number of one group alone', async () => {
	const { counted, others, by, group } = await lens('first_contact_resolution', { by: 'team', group: 'B' });
	expect({ by, group }).toEqual({ by: 'team', group: 'B' });
	expect(counted).toMatchObject({ group: 'B', denominator: 4 });
	expect(others.find(({ id }) => id === 'any_topic')?.n).toBe(4);
	const nobody = await lens('first_contact_resolution', { by: 'team', group: 'nobody' });
	expect(nobody.counted).toMatchObject({ value: null, n: 0, denominator: 0 });
	expect(nobody.others.every(({ value, n }) => value === null && n === 0)).toBe(true);
});

const views = new Set(definitions().map(({ name }) => name));

describe.each(KpiId.options)('the lens of %s', (kpi) => {
	test('shows the KPI itself, its version and formula, and every figure it has words for', async () => {
		const opened = await lens(kpi);
		expect(opened.counted).toEqual(await totalOf(db.clickhouse, kpi));
		expect(opened).toMatchObject({ kpi, version: expect.any(Number), entry: { id: kpi } });
		const { formula, others = {}, left_out = {} } = LENSES[kpi];
		expect(opened.entry.formula).toEqual(formula);
		expect(opened.others.map(({ id }) => id).sort()).toEqual(Object.keys(others).sort());
		for (const words of [
			formula,
			...Object.values(left_out),
			...Object.values(others).map(({ name }) => name)
		])
			expect(words['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
		expect(views.has(`lens_${kpi}`)).toBe(hasView(kpi));
	});
});
