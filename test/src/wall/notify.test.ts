import { expect, test } from 'vitest';
import { ActionRow } from '#schema/feed.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { createNotices, noticesOf, type Notice } from '../../../src/lib/wall/notify.ts';

const NOW = Date.parse('2026-01-05T09:30:00Z');
const screen = createScreen({ zone: 'UTC', theme: new Theme() });

const row = (promise_id: string, more: Partial<ActionRow> = {}) =>
	ActionRow.parse({
		...{ promise_id, case_id: `case ${promise_id}`, metric: 'first_response', state: 'broken', owner: 'Ann' },
		...{ made_at: '2026-01-05T09:00:00Z', due_at: '2026-01-05T09:10:00Z', breach_at: '2026-01-05T09:10:00Z' },
		...more
	});
const notice = (tag: string): Notice => ({ tag, title: tag, body: '', href: '/' });

test('tells of what has just broken and of what was escalated, each under a name of its own', () => {
	const rows = [
		row('a', { escalated_at: '2026-01-05T09:26:00Z' }),
		row('b', { escalated_at: '2026-01-05T09:24:00Z' }),
		row('c')
	];
	const told = noticesOf(rows, { rows: [row('c')], more: 0 }, NOW, screen);
	expect(told.map(({ tag, title }) => [tag, title.split(':')[0]])).toEqual([
		['broken c', 'Broken'],
		['escalated a', 'Escalated']
	]);
});

test('many that break at once are one notice, which says how many', () => {
	const rows = ['a', 'b', 'c', 'd'].map((id) => row(id));
	const told = noticesOf(rows, { rows, more: 8 }, NOW, screen);
	expect(told.map(({ title }) => title)).toEqual(['12 promises have just been broken']);
});

test('says each once', () => {
	const said: string[] = [];
	const tell = createNotices(({ tag }) => void said.push(tag));
	tell([notice('a'), notice('b')]);
	tell([notice('a'), notice('c')]);
	expect(said).toEqual(['a', 'b', 'c']);
});

test('one that fails holds up no other and is tried once more', () => {
	const tried: string[] = [];
	const tell = createNotices(({ tag }) => {
		tried.push(tag);
		if (tag === 'broken') throw new TypeError('Illegal constructor');
	});
	tell([notice('broken'), notice('sound')]);
	expect(tried).toEqual(['broken', 'sound']);
	tell([]);
	tell([notice('broken')]);
	expect(tried).toEqual(['broken', 'sound', 'broken']);
});
