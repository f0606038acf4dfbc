import { expect, test } from 'vitest';
import { readQuarantineParams } from '../../src/lib/server/quarantine-params.ts';
import { loadsOf } from '../../src/lib/server/quarantine-ingest.ts';

const read = (query: string) => readQuarantineParams(new URLSearchParams(query));

test('asks for what is open when nothing is said, and an empty parameter says nothing', () => {
	const all = { state: 'open', limit: 50 };
	for (const query of ['', 'reason=&source=&key=&path=&from=&to=&limit=&cursor='])
		expect(read(query)).toMatchObject({ success: true, data: all });
});

test('takes every parameter', () => {
	const query = new URLSearchParams({
		...{ problem: '0123456789abcdef', reason: 'invalid', source: 'a', key: 'k', path: 'data.team' },
		...{ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00+08:00', state: 'all', limit: '7' },
		cursor: '2026-01-01T00:00:00.000Z~0123'
	});
	expect(readQuarantineParams(query)).toMatchObject({ success: true, data: { state: 'all', limit: 7 } });
});

test.each([
	['state=closed', 'state'],
	['limit=0', 'limit'],
	['limit=501', 'limit'],
	['limit=few', 'limit'],
	['from=yesterday', 'from'],
	['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'to'],
	['cursor=7', 'cursor'],
	['problem=x', 'problem'],
	['raeson=invalid', 'raeson']
])('refuses %s, naming the field', (query, field) => {
	expect(read(query).error?.issues[0]?.path).toEqual([field]);
});

test('divides events into loads that ingest reads, none lost, in order', () => {
	const rows = Array.from({ length: 20 }, (_, n) => ({
		...{ id: String(n), key: 'k', via: 'http' as const },
		event: { comment: 'x'.repeat(n * 10) }
	}));
	const loads = loadsOf(rows, 600);
	expect(loads.flat()).toEqual(rows);
	expect(loads.length).toBeGreaterThan(3);
	for (const load of loads) expect(JSON.stringify(load).length).toBeLessThanOrEqual(602);
	expect(loadsOf(rows, 1).map(({ length }) => length)).toEqual(rows.map(() => 1));
	expect(loadsOf([])).toEqual([]);
	const many = Array.from({ length: 1_100 }, () => rows[0]).filter((row) => row !== undefined);
	expect(loadsOf(many).map(({ length }) => length)).toEqual([500, 500, 100]);
});
