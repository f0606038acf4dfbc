import { expect, test } from 'vitest';
import { createLooked } from '../../../src/lib/server/settled/looked.ts';

const LIST = { list: 'a', numbered: 1_000, upto: 50 };

test('knows how far all of these have been, which is as far as the last of them', () => {
	const looked = createLooked();
	looked.isAnother(LIST);
	looked.note(['openings', 'responses'], 40);
	looked.note(['responses'], 50);
	expect(looked.past(['openings', 'responses']).cases).toBe(40);
	expect(looked.past(['responses']).cases).toBe(50);
	expect(looked.past(['repeats', 'responses']).cases).toBe(0);
	looked.note(['responses'], 45);
	expect(looked.past(['responses']).cases).toBe(50);
});

test('knows customers apart', () => {
	const looked = createLooked();
	looked.note(['customers'], 12);
	expect(looked.past(['openings'])).toEqual({ cases: 0, customers: 12 });
});

test.each([
	['another list', { ...LIST, list: 'b' }],
	['an engine that has started since, whose blocks begin anew', { ...LIST, numbered: 1_010 }],
	['blocks that end before what was seen', { ...LIST, upto: 3 }]
])('has seen nothing of %s', (_, other) => {
	const looked = createLooked();
	looked.isAnother(LIST);
	looked.note(['openings'], 50);
	expect(looked.isAnother(other)).toBe(true);
	expect(looked.past(['openings']).cases).toBe(0);
});

test.each([
	['the same list', LIST],
	['when it has begun, known to some seconds', { ...LIST, numbered: 1_002 }],
	['a list that is empty again', { ...LIST, upto: 0 }]
])('knows on of %s', (_, same) => {
	const looked = createLooked();
	looked.isAnother(LIST);
	looked.note(['openings'], 50);
	expect(looked.isAnother(same)).toBe(false);
	expect(looked.past(['openings']).cases).toBe(50);
});
