import { expect, test } from 'vitest';
import { KpiId } from '#schema/kpi.ts';
import { laneOf } from '../../../src/lib/server/live/lane.ts';

const kpi = (id: KpiId) => ({
	...{ kpi: id, from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
	...{ grain: 'total' as const, teams: [], channels: [] }
});
const feed = (id: 'actions' | 'answers') => ({ feed: id, teams: [], channels: [], limit: 5 });

test('what is known as soon as a call moves does not wait for anything else', () => {
	const calls = KpiId.options.filter((id) => laneOf(kpi(id), false) === 'calls');
	expect(calls.sort()).toEqual([
		'abandonment',
		'cases_opened',
		'first_response',
		'service_level',
		'waiting_now'
	]);
});

test('what the ledger tells goes together', () => {
	expect(laneOf(kpi('promises_kept'), false)).toBe('promises');
	expect(laneOf(kpi('dpmo'), false)).toBe('promises');
	expect(laneOf(feed('actions'), false)).toBe('promises');
});

test('the rest goes by itself, and what is calm is calm', () => {
	expect(laneOf(kpi('satisfaction'), false)).toBe('rest');
	expect(laneOf(kpi('expected_leavers'), false)).toBe('rest');
	expect(laneOf(feed('answers'), false)).toBe('rest');
	expect(laneOf(kpi('cases_opened'), true)).toBe('calm');
});
