import { expect, test } from 'vitest';
import { parseEvent } from '#schema/event.ts';
import { clickhouseTime, eventRow } from './event-row.ts';
import { event } from '../ingest/support.ts';

function rowOf(input: unknown): unknown {
	const parsed = parseEvent(input, Date.now());
	if (!parsed.ok) throw new Error(parsed.refusal.detail);
	return JSON.parse(eventRow(parsed.event, '2026-01-05 09:30:01.000'));
}

test('is the event, flat, with only what it says', () => {
	expect(
		rowOf(event('1', { data: { team: 'A "quoted" 队', agent: null, kind: 'complaint', unknown: 1 } }))
	).toEqual({
		source: 'acme/pbx',
		id: '1',
		type: 'case.opened',
		time: '2026-01-05 09:30:00.123',
		received_at: '2026-01-05 09:30:01.000',
		case_id: 'case-1',
		team: 'A "quoted" 队',
		kind: 'complaint'
	});
});

test.each([
	['2026-01-05T09:30:00.123+08:00', '2026-01-05 01:30:00.123'],
	['2026-01-05T09:30:00Z', '2026-01-05 09:30:00.000'],
	['1990-01-01T00:00:00.001Z', '1990-01-01 00:00:00.001']
])('writes %s in UTC with its milliseconds', (time, expected) => {
	expect(rowOf(event('1', { time }))).toMatchObject({ time: expected });
});

test('has no case where the event happens in none', () => {
	const row = rowOf(event('1', { type: 'agent.state', subject: 'ignored', data: { state: 'busy' } }));
	expect(row).not.toHaveProperty('case_id');
	expect(row).toMatchObject({ state: 'busy' });
});

test('writes an event that says nothing but itself', () => {
	expect(rowOf(event('1', { type: 'customer.left', data: {} }))).toMatchObject({ type: 'customer.left' });
});

test('keeps a due date within what the table can hold', () => {
	const due = (time: string) =>
		rowOf(event('1', { type: 'promise.made', data: { promise: 'p', due: time } }));
	expect(due('2026-01-06T00:00:00+01:00')).toMatchObject({ due: '2026-01-05 23:00:00.000' });
	expect(due('9999-12-31T23:59:59Z')).toMatchObject({ due: '2299-12-31 00:00:00.000' });
	expect(due('0001-01-01T00:00:00Z')).toMatchObject({ due: '1900-01-01 00:00:00.000' });
});

test('writes a time as ClickHouse reads it', () => {
	expect(clickhouseTime(Date.UTC(2026, 1, 3, 4, 5, 6, 7))).toBe('2026-02-03 04:05:06.007');
});
