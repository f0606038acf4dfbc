import { expect, test } from 'vitest';
import type { Sent } from './history.ts';
import { bookRate, expectedOf } from './leavers.ts';
import { netPromoters } from './nps.ts';
import { askOracle, type OracleKpi } from './oracle.ts';
import type { Question } from './question.ts';
import { sigma } from './sigma.ts';
import { byar, wilson } from './sums.ts';

/** The published figures that the definitions are held against, computed by the oracle. */
const SECOND = 1000;
const START = Date.parse('2026-01-05T09:00:00Z');

let serial = 0;
const told = (type: string, subject: string, at: number, data: Record<string, unknown> = {}): Sent => ({
	source: 'test',
	id: `e${++serial}`,
	type,
	subject,
	time: new Date(at).toISOString(),
	data
});

function totalOf(sent: Sent[], kpi: OracleKpi, asked: Partial<Question> = {}) {
	const [row] = askOracle(sent, {
		from: '2026-01-01T00:00:00Z',
		to: '2026-02-01T00:00:00Z',
		as_of: '2026-11-01T00:00:00Z',
		grain: 'total',
		zone: 'UTC',
		...asked,
		kpi
	});
	if (!row) throw new Error(`${kpi}: no row`);
	return row;
}

/** Chats answered, or given up, after so many seconds. */
const chats = (type: string, seconds: number[]) =>
	seconds.flatMap((wait, at) => [
		told('case.opened', `${type}-${at}`, START + at, { channel: 'chat' }),
		told(type, `${type}-${at}`, START + at + wait * SECOND)
	]);

const times = (count: number, value: number) => Array.from({ length: count }, () => value);

test('sees the one broken promise behind a fine mean', () => {
	const sent = chats('case.responded', [...times(999, 5), 900]);
	const { n, sum } = totalOf(sent, 'first_response');
	expect(Number(sum) / Number(n)).toBeCloseTo(5.895, 9);
	expect(totalOf(sent, 'promises_kept')).toMatchObject({ numerator: 999, denominator: 1000, broken: 1 });
	expect(totalOf(sent, 'dpmo')).toMatchObject({ value: 1000, numerator: 1 });
});

test('answers the service level of 860 in time, 140 late and 60 who gave up', () => {
	const sent = [
		...chats('case.responded', [...times(860, 20), ...times(140, 21)]),
		...chats('case.abandoned', [...times(10, 4), ...times(10, 19), ...times(40, 30)])
	];
	const { value } = totalOf(sent, 'service_level', { threshold_s: 20 });
	expect(Number(value) * 100).toBeCloseTo(81.13, 2);
});

test.each([
	['2026-01-10T16:59:00Z', 1],
	['2026-01-10T17:00:00Z', 1],
	['2026-01-10T17:01:00Z', 0]
])('judges a complaint of Friday 17:00 that is remedied and acknowledged at %s', (time, kept) => {
	const sent = [
		told('case.opened', 'c', Date.parse('2026-01-09T17:00:00Z'), { kind: 'complaint' }),
		told('complaint.remedied', 'c', Date.parse(time)),
		told('complaint.acknowledged', 'c', Date.parse(time))
	];
	const one = { numerator: kept, denominator: 1 };
	expect(totalOf(sent, 'complaint_acknowledged')).toMatchObject(one);
	expect(totalOf(sent, 'complaint_recovery')).toMatchObject({ remedied: one });
	expect(totalOf(sent, 'promises_kept')).toMatchObject({
		by_metric: { complaint_remedied: { kept, due: 1 } }
	});
});

test('expects 24.8 of a hundred customers to leave', () => {
	const levels = [10, 20, 30, 25, 15].flatMap((customers, at) => times(customers, at + 1));
	expect(expectedOf(levels, bookRate)).toBeCloseTo(24.8, 9);
	const sent = levels.map((score, at) =>
		told('survey.answered', `c${at}`, START, { instrument: 'csat', score, customer: `c${at}` })
	);
	expect(totalOf(sent, 'expected_leavers').value).toBeCloseTo(24.8, 9);
});

test('gives 37 complaints of 412,000 customers as 0.90 (0.63–1.24)', () => {
	const { low, high } = byar(37);
	const tenThousand = (events: number) => ((events / 412_000) * 10_000).toFixed(2);
	expect([37, low, high].map(tenThousand)).toEqual(['0.90', '0.63', '1.24']);
});

test.each([
	[100, '14.6'],
	[324, '8.1']
])('knows a net promoter score of %i answers to ± %s points', (n, margin) => {
	const { value, low, high } = netPromoters(n / 2, n / 3, n / 6);
	expect(Number(value)).toBeCloseTo(100 / 3, 9);
	expect(((Number(high) - Number(low)) / 2).toFixed(1)).toBe(margin);
});

test.each([
	[308_537, 2],
	[66_807, 3],
	[6210, 4],
	[3.4, 6]
])('gives %d defects per million as sigma %d', (defects, level) => {
	expect(sigma(defects, 1e6)).toBeCloseTo(level, 2);
});

test.each([
	[4, 5, '37.6', '96.4'],
	[9, 10, '59.6', '98.2'],
	[10, 10, '72.2', '100.0'],
	[0, 10, '0.0', '27.8'],
	[45, 50, '78.6', '95.7'],
	[180, 200, '85.1', '93.4'],
	[900, 1000, '88.0', '91.7']
])('knows %i of %i to lie between %s and %s per cent', (k, n, low, high) => {
	const interval = wilson(k, n);
	expect([interval.low, interval.high].map((part) => (Number(part) * 100).toFixed(1))).toEqual([low, high]);
});
