import { expect, test } from 'vitest';
import type { StandardsFile } from '#schema/standards/file.ts';
import { pastWarnings } from '../../../src/lib/server/standards/past.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const row = (threshold_s: number, valid_from: string, valid_to: string | null = null) => ({
	...{ metric: 'first_response', team: '', channel: 'phone' as const, tier: '' as const },
	...{ threshold_s, clock: 'calendar' as const, calendar: '', valid_from, valid_to }
});
const BEFORE: StandardsFile = {
	standards: [row(15, '1990-01-01T00:00:00.000Z')],
	calendars: [],
	parameters: []
};
const weight = (valid_from: string) => ({
	name: 'scorecard_weight',
	key: 'satisfaction',
	value: 10,
	valid_from
});

test('what begins from now on rewrites nothing', () => {
	const tomorrow = '2026-11-19T00:00:00.000Z';
	const after: StandardsFile = {
		...BEFORE,
		standards: [row(15, '1990-01-01T00:00:00.000Z', tomorrow), row(10, tomorrow)],
		parameters: [weight(tomorrow)]
	};
	expect(pastWarnings(BEFORE, after, NOW)).toEqual([]);
});

test('names each row that makes other numbers of the past, and from when on', () => {
	const after: StandardsFile = {
		...BEFORE,
		standards: [row(20, '1990-01-01T00:00:00.000Z')],
		parameters: [weight('2026-11-01T00:00:00.000Z')]
	};
	expect(pastWarnings(BEFORE, after, NOW)).toEqual([
		{
			...{ what: 'standard', kind: 'changed', before: BEFORE.standards[0], after: after.standards[0] },
			since: '1990-01-01T00:00:00.000Z',
			detail:
				'standard first_response · phone is changed: numbers already shown may change from 1990-01-01T00:00:00.000Z on'
		},
		{
			...{ what: 'parameter', kind: 'added', before: null, after: after.parameters[0] },
			since: '2026-11-01T00:00:00.000Z',
			detail:
				'parameter scorecard_weight · satisfaction is added: numbers already shown may change from 2026-11-01T00:00:00.000Z on'
		}
	]);
});

test('a row that is gone warns as well', () => {
	const [warning] = pastWarnings(BEFORE, { ...BEFORE, standards: [] }, NOW);
	expect(warning).toMatchObject({ kind: 'removed', after: null, since: '1990-01-01T00:00:00.000Z' });
});
