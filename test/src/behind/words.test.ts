import { expect, test } from 'vitest';
import { behindHref } from '../../../src/lib/behind/target.ts';
import { whatOf } from '../../../src/lib/behind/row-words.ts';
import { figureName } from '../../../src/lib/behind/words.ts';
import type { BehindItem } from '../../../src/lib/server/behind/ask.ts';
import { ALL, FIGURES, isBehind } from '../../../src/lib/server/behind/figures.ts';

const ROW: BehindItem = {
	...{
		case_id: 'a',
		basis_at: '2026-01-05T00:00:00Z',
		team: '',
		agent: '',
		channel: '',
		tier: '',
		topic: ''
	},
	...{ kept: null, seconds: 60, score: null, metric: '', reason: '', from_team: '' }
};

const LISTS = Object.keys(FIGURES).filter(isBehind);

test.each(LISTS)('every figure of %s has a name of its own', (list) => {
	const names = [ALL, ...Object.keys(FIGURES[list])].map((figure) => figureName(list, figure));
	expect(names.filter((name) => name === '' || /[_.]/.test(name))).toEqual([]);
	expect(new Set(names).size).toBe(names.length);
});

test('of a resolution it is said whether it was in time where that was promised, and nothing where not', () => {
	const asked = { list: 'resolution_time', figure: 'n' } as const;
	const words = ([true, false, null] as const).map((kept) => whatOf(asked, { ...ROW, kept }));
	expect(words).toEqual(['in time', 'not in time', '']);
	expect(whatOf({ ...asked, list: 'first_response' }, { ...ROW, kept: null })).toBe('not judged');
});

test('an address asks for the same teams, channels, week and clock as the number', () => {
	const scope = {
		...{ from: '2026-01-05T00:00:00Z', to: '2026-01-12T00:00:00Z', as_of: '2026-01-20T00:00:00Z' },
		...{ teams: ['North', ''], channels: ['phone'] }
	};
	const asked = new URL(
		behindHref(
			{ list: 'promises_kept', figure: 'missed', by: 'team', group: '', metric: 'promise:visit' },
			scope
		),
		'http://test'
	);
	expect([...asked.searchParams]).toEqual([
		['list', 'promises_kept'],
		['figure', 'missed'],
		['from', scope.from],
		['to', scope.to],
		['as_of', scope.as_of],
		['team', 'North'],
		['team', ''],
		['channel', 'phone'],
		['by', 'team'],
		['group', ''],
		['metric', 'promise:visit']
	]);
});
