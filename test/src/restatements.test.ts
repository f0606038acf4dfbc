import { expect, test } from 'vitest';
import type { Restatement } from '#schema/published.ts';
import { changesOf } from '../../src/lib/restatements.ts';

const figure = { value: 1, n: 1, numerator: 1, denominator: 1, immature: 0, version: 1 };
const restatement = (more: Partial<Restatement>): Restatement => ({
	...{ week: '2026-11-09', kpi: 'satisfaction', by: '', group: '' },
	...{ since: '2026-11-17T00:00:00Z', as_of: '2026-11-18T00:00:00Z', why: ['late_events'], late_events: 2 },
	...{ old: figure, new: { ...figure, n: 2 } },
	...more
});

test('nothing changed is no change', () => {
	expect(changesOf([])).toEqual([]);
});

test('what one check found of one week stands together, a number with its teams', () => {
	const all = restatement({});
	const team = restatement({ by: 'team', group: 'A' });
	expect(changesOf([all, team])).toEqual([
		{
			...{ as_of: all.as_of, week: all.week },
			causes: [{ why: ['late_events'], late_events: 2, kpis: [{ kpi: 'satisfaction', all, teams: [team] }] }]
		}
	]);
});

test('a number of which only teams changed says so', () => {
	const [change] = changesOf([restatement({ by: 'team', group: '' })]);
	expect(change?.causes[0]?.kpis[0]).toMatchObject({ all: null, teams: [{ group: '' }] });
});

test('keeps the order of checks and weeks, and puts numbers in the order of the page of all numbers', () => {
	const found = changesOf([
		restatement({ as_of: '2026-11-20T00:00:00Z', kpi: 'cases_opened' }),
		restatement({ as_of: '2026-11-20T00:00:00Z', kpi: 'first_response' }),
		restatement({ as_of: '2026-11-20T00:00:00Z', week: '2026-11-02' }),
		restatement({})
	]);
	expect(found.map(({ as_of, week }) => [as_of.slice(0, 10), week])).toEqual([
		['2026-11-20', '2026-11-09'],
		['2026-11-20', '2026-11-02'],
		['2026-11-18', '2026-11-09']
	]);
	expect(found[0]?.causes[0]?.kpis.map(({ kpi }) => kpi)).toEqual(['first_response', 'cases_opened']);
});

test('keeps apart what changed for other reasons, late events first, and counts only these', () => {
	const [change] = changesOf([
		restatement({ kpi: 'nps', why: ['matured'], late_events: 7 }),
		restatement({ kpi: 'effort', why: ['matured', 'late_events'], late_events: 7 }),
		restatement({ why: ['late_events', 'matured'], late_events: 7 }),
		restatement({ kpi: 'cases_opened', late_events: 3 })
	]);
	expect(change?.causes.map(({ why, late_events, kpis }) => [why, late_events, kpis.length])).toEqual([
		[['late_events', 'matured'], 7, 2],
		[['late_events'], 3, 1],
		[['matured'], 0, 1]
	]);
});
