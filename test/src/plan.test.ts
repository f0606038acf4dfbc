import { describe, expect, test } from 'vitest';
import { KPI_ROWS, type KpiAnswer } from '#schema/kpi.ts';
import { groupLines } from '../../src/lib/group-lines.ts';
import { calmOf, OVERVIEW, planOf, View } from '../../src/lib/plan.ts';
import { DEFAULT_QUESTION, periodOf } from '../../src/lib/question.ts';

const now = Date.parse('2026-11-22T08:00:00Z');
const period = periodOf(DEFAULT_QUESTION, { now, watermark: now, earliest: now, zone: 'UTC' });
const plan = planOf({ ...DEFAULT_QUESTION, teams: ['A'], channels: ['phone'] }, period, OVERVIEW);
const slot = (name: string) => plan.find(({ slot }) => slot === name)?.ask;

describe('the questions of a page', () => {
	test('are filtered as the address says', () =>
		expect(slot('satisfaction total')).toMatchObject({ teams: ['A'], channels: ['phone'], grain: 'total' }));

	test('offer every team to choose, whichever is chosen', () =>
		expect(slot('teams')).toMatchObject({ kpi: 'cases_opened', by: 'team', teams: [], channels: [] }));

	test('are calm where items ripen for days, and beside the headlines', () => {
		const calm = new Set(plan.filter(({ calm }) => calm).map(({ ask }) => ask.kpi));
		expect([...calm].sort()).toEqual([
			'abandonment',
			'cases_opened',
			'complaint_recovery',
			'first_contact_resolution',
			'resolution_time',
			'service_level'
		]);
		expect(calmOf(plan)).toEqual(plan.flatMap(({ calm }, index) => (calm ? [index] : [])));
	});

	test('ask trends by week from a Monday on', () => {
		expect(slot('satisfaction by team trend')).toMatchObject({
			grain: 'week',
			from: '2026-10-19T00:00:00.000Z'
		});
		expect(slot('first_response trend')).toMatchObject({ grain: 'day', from: '2026-10-24T00:00:00.000Z' });
	});
});

function answering(rows: Record<string, object[]>): View {
	const answers = plan.map(({ slot, ask }): KpiAnswer | null =>
		rows[slot]
			? {
					...{ kpi: ask.kpi, version: 1, from: ask.from, to: ask.to, as_of: ask.to, watermark: null },
					rows: rows[slot].map((row) => KPI_ROWS[ask.kpi].parse(row))
				}
			: null
	);
	return new View(plan, answers);
}

describe('the answers of a page', () => {
	test('tell a failed question from one without rows', () => {
		const view = answering({ 'satisfaction total': [] });
		expect(view.failed('satisfaction total')).toBe(false);
		expect(view.failed('first_response total')).toBe(true);
		expect(view.total('satisfaction')).toBeUndefined();
	});

	test('put the group furthest from the promise first, those with too few last, and keep the nameless', () => {
		const row = (group: string, numerator: number, denominator: number) => ({
			group,
			numerator,
			denominator,
			n: denominator
		});
		const view = answering({
			'satisfaction by team': [row('good', 95, 100), row('few', 0, 4), row('', 50, 100), row('bad', 20, 100)],
			'first_response by team': [row('silent', 1, 1)]
		});
		const extent = { from: 0, to: now, as_of: now };
		const { lines } = groupLines(view, 'team', 'satisfaction', period, extent);
		expect(lines.map(({ group }) => group)).toEqual(['bad', '', 'good', 'few', 'silent']);
	});
});
