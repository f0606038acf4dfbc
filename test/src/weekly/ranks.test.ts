import { describe, expect, test } from 'vitest';
import type { KpiId } from '#schema/kpi.ts';
import { KPI_ROWS } from '#schema/kpi.ts';
import { tiersOf } from '../../../src/lib/weekly/ranks.ts';
import type { ReviewedSeries } from '../../../src/lib/weekly/reviewed.ts';

function team(group: string, fields: Record<string, unknown>, kpi: KpiId = 'satisfaction'): ReviewedSeries {
	const row = KPI_ROWS[kpi].parse({ group, ...fields });
	const beside = { before: undefined, points: [], news: null, judgedRow: undefined };
	return { group, row, ...beside };
}

const share = (group: string, value: number, low: number, high: number, n = 100) =>
	team(group, { value, low, high, n, numerator: Math.round(value * n), denominator: n });

const names = (kpi: KpiId, teams: ReviewedSeries[]) =>
	tiersOf(kpi, teams, 'en').map(({ ranked, teams: all }) => [ranked, ...all.map(({ group }) => group)]);

describe('teams are ranked', () => {
	test('only where their intervals separate, the furthest from what we want first', () => {
		const teams = [share('A', 0.9, 0.86, 0.94), share('B', 0.6, 0.5, 0.7), share('C', 0.88, 0.8, 0.92)];
		expect(names('satisfaction', teams)).toEqual([
			[true, 'B'],
			[true, 'A', 'C']
		]);
		expect(names('abandonment', teams)).toEqual([
			[true, 'A', 'C'],
			[true, 'B']
		]);
	});

	test('not at all where one interval bridges the others', () => {
		const teams = [share('A', 0.9, 0.86, 0.94), share('B', 0.6, 0.5, 0.7), share('C', 0.75, 0.6, 0.9)];
		expect(names('satisfaction', teams)).toEqual([[false, 'A', 'B', 'C']]);
	});

	test('by name where nobody is better or worse, as its readers count and spell', () => {
		const alike = ['Team 10', '投诉组', '报修组', 'Team 9'].map((group, at) =>
			share(group, 0.8 + at / 100, 0.7, 0.95)
		);
		const inOrder = (locale: 'en' | 'zh-CN') =>
			tiersOf('satisfaction', alike, locale).map(({ teams }) => teams.map(({ group }) => group));
		expect(inOrder('en')[0]?.slice(0, 2)).toEqual(['Team 9', 'Team 10']);
		expect(inOrder('zh-CN')[0]?.filter((name) => !name?.startsWith('Team'))).toEqual(['报修组', '投诉组']);
	});

	test('never by what fewer than five said', () => {
		const teams = [share('A', 0.9, 0.86, 0.94), share('B', 0, 0, 0.5, 4)];
		expect(names('satisfaction', teams)).toEqual([
			[false, 'A'],
			[false, 'B']
		]);
	});

	test('by the share within the promise where the number is a duration', () => {
		const timed = (group: string, numerator: number, low: number, high: number) =>
			team(group, { value: 20, n: 100, numerator, denominator: 100, low, high }, 'first_response');
		expect(names('first_response', [timed('A', 95, 0.9, 0.97), timed('B', 60, 0.5, 0.69)])).toEqual([
			[true, 'B'],
			[true, 'A']
		]);
	});

	test('not where neither more nor less is better', () => {
		expect(names('cases_opened', [share('A', 9, 8, 10), share('B', 1, 0, 2)])).toEqual([[false, 'A', 'B']]);
	});
});
