import { expect, test } from 'vitest';
import { timeOfBucket, timeOfWeek, weekAround } from '../../src/lib/lens-time.ts';
import { basisOfPromise, kpiOfMetric } from '../../src/lib/metric-kpi.ts';

const BERLIN = 'Europe/Berlin';
const at = (time: string) => Date.parse(time);
const NEVER = at('2027-01-01T00:00:00Z');

test('a week begins on the business zone’s Monday, an hour shorter when summer time begins', () => {
	const week = { from: '2026-03-22T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' };
	expect(timeOfWeek('2026-03-23', BERLIN)).toEqual(week);
	expect(weekAround('2026-03-29T21:59:59Z', BERLIN)).toEqual(week);
	expect(weekAround('2026-03-29T22:00:00Z', BERLIN).from).toBe(week.to);
});

test.each([
	['hour', '2026-03-28T23:00:00Z', '2026-03-29T00:00:00.000Z'],
	['day', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00.000Z'],
	['week', '2026-03-22T23:00:00Z', '2026-03-29T22:00:00.000Z']
] as const)('a bucket of one %s ends where the next begins', (grain, start, end) => {
	expect(timeOfBucket(at(start), grain, NEVER, BERLIN).to).toBe(end);
});

test('a bucket ends with the period, as it was asked', () => {
	const end = at('2026-03-25T23:00:00Z');
	expect(timeOfBucket(at('2026-03-22T23:00:00Z'), 'week', end, BERLIN).to).toBe('2026-03-25T23:00:00.000Z');
});

test.each([
	['first_response', 'first_response', 'made'],
	['complaint_acknowledged', 'complaint_acknowledged', 'made'],
	['complaint_remedied', 'promises_kept', 'due'],
	['promise:visit', 'promises_kept', 'due']
])('a promise of %s is counted by %s, when it is %s', (metric, kpi, basis) => {
	expect(kpiOfMetric(metric)).toBe(kpi);
	expect(basisOfPromise({ metric, made_at: 'made', due_at: 'due' })).toBe(basis);
});
