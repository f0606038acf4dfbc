import { expect, test } from 'vitest';
import {
	outcomeText,
	passedText,
	spanText,
	termsOf,
	type CasePromise,
	type ClockSpan
} from '../../src/lib/promise-words.ts';
import { createScreen } from '../../src/lib/screen.ts';
import { Theme } from '../../src/lib/theme.svelte.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });
const said = (text: string) => text.replaceAll('\u00a0', ' ');

const promise = (more: Partial<CasePromise>): CasePromise => ({
	...{ promise_id: 'p', metric: 'first_response', state: 'kept', clock: 'calendar', owner: 'Ann' },
	...{ made_at: '2026-11-20T16:00:00Z', due_at: '2026-11-20T17:00:00Z', threshold_s: 3600 },
	...{ done_at: null, said_broken_at: null, elapsed_s: 600, spare_s: 3000 },
	...{ calendar: '', calendar_name: '', zone: '', spans: [] },
	...more
});
const done_at = '2026-11-20T16:10:00Z';

test.each<[string, Partial<CasePromise>]>([
	['kept, 50 min to spare', { done_at }],
	['kept', { done_at, spare_s: 0 }],
	['50 min left', { state: 'running' }],
	['done with 50 min to spare; it counts once it is due', { state: 'running', done_at }],
	['broken, 1 h 30 min late', { state: 'broken', done_at, spare_s: -5400 }],
	['broken: not done in time', { state: 'broken', spare_s: 0 }],
	['broken, as was said on 20 Nov 2026, 16:30', { state: 'broken', said_broken_at: '2026-11-20T16:30:00Z' }]
])('%s', (words, more) => {
	expect(said(outcomeText(promise(more), screen))).toBe(words);
});

test('opening hours make no days', () => {
	const passed = (seconds: number, clock: CasePromise['clock']) =>
		said(passedText(seconds, { clock }, screen));
	expect(passed(26.5 * 3600, 'calendar')).toBe('1 d 3 h');
	expect(passed(26.5 * 3600, 'business')).toBe('26 h 30 min');
	expect(passed(24 * 3600, 'business')).toBe('24 h');
	expect(passed(90, 'business')).toBe('1 min 30 s');
});

test('the terms say what was promised, and by which clock', () => {
	const terms = (more: Partial<CasePromise>) => termsOf(promise(more), screen).map(said);
	expect(terms({})).toEqual(['made Fri 20 Nov 16:00', 'within 1 h', 'due Fri 20 Nov 17:00', 'owner Ann']);
	expect(terms({ clock: 'business', calendar: 'office', calendar_name: 'Head office' })).toContain(
		'within 1 h of opening hours (Head office)'
	);
	expect(terms({ threshold_s: null, owner: '' })).toEqual(['made Fri 20 Nov 16:00', 'due Fri 20 Nov 17:00']);
	expect(terms({ threshold_s: 15 })).toContain('made Fri 20 Nov 16:00:00');
});

test('a span is told by the clocks of its calendar', () => {
	const span: ClockSpan = {
		...{ began_at: '2026-11-20T16:00:00Z', ended_at: '2026-11-20T17:00:00Z' },
		...{ counted: true, reason: 'open', holiday: '', seconds: 3600 }
	};
	expect(spanText(span, 'Europe/Berlin', screen)).toBe('Fri 20 Nov 17:00–18:00');
	expect(spanText(span, 'Asia/Shanghai', screen)).toBe('Sat 21 Nov 00:00–01:00');
	expect(spanText({ ...span, ended_at: '2026-11-22T23:00:00Z' }, 'Europe/Berlin', screen)).toBe(
		'Fri 20 Nov 17:00–Mon 23 Nov 00:00'
	);
});
