import { beforeEach, expect, test } from 'vitest';
import { ActionRow } from '#schema/feed.ts';
import { Breaches, PULSE_MS } from '../../../src/lib/wall/breaches.svelte.ts';

let breaches: Breaches;
beforeEach(() => void (breaches = new Breaches()));

const row = (promise_id: string, state: ActionRow['state'] = 'broken') =>
	ActionRow.parse({
		...{ promise_id, case_id: 'c', metric: 'first_response', state },
		...{ made_at: '2026-01-01T00:00:00Z', due_at: '2026-01-01T00:01:00Z' }
	});
const ids = (rows: ActionRow[]) => rows.map(({ promise_id }) => promise_id);

test('what was broken when the screen opened is not new', () => {
	expect(breaches.note([row('a')], 0)).toEqual([]);
	expect(breaches.isNew('a', 1)).toBe(false);
});

test('what breaks then is new, once, for ten seconds', () => {
	breaches.note([], 0);
	expect(ids(breaches.note([row('a')], 1_000))).toEqual(['a']);
	expect(breaches.note([row('a')], 2_000)).toEqual([]);
	expect(breaches.isNew('a', 1_000 + PULSE_MS - 1)).toBe(true);
	expect(breaches.isNew('a', 1_000 + PULSE_MS)).toBe(false);
	expect(breaches.latest?.promise_id).toBe('a');
});

test('what is only at risk is no breach, until it breaks', () => {
	breaches.note([row('a', 'at_risk')], 0);
	expect(breaches.anyNew(1)).toBe(false);
	expect(ids(breaches.note([row('a')], 1_000))).toEqual(['a']);
	expect(breaches.anyNew(1_001)).toBe(true);
});

test('what broke while nothing was heard is new once the screen hears again', () => {
	breaches.note([row('a')], 0);
	expect(ids(breaches.note([row('a'), row('b'), row('c')], 600_000))).toEqual(['b', 'c']);
});

test('what was acted upon and breaks again is new again', () => {
	breaches.note([row('a')], 0);
	breaches.note([row('a', 'acted')], 60_000);
	expect(ids(breaches.note([row('a')], 120_000))).toEqual(['a']);
});
