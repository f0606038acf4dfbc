import { describe, expect, test } from 'vitest';
import { linesOf } from '../../src/lib/quarantine-lines.ts';

const show = (event: unknown, path: string) =>
	linesOf(event, path).map(
		({ depth, text, mark }) =>
			`${mark === null ? ' ' : mark === 'wrong' ? '!' : '?'}${'  '.repeat(depth)}${text}`
	);

const event = { id: 'a', data: { team: 'A', items: [{ expectation: 'x' }, { expectation: 5 }], tags: [] } };

describe('an event in lines', () => {
	test('is the JSON it was', () => {
		const text = linesOf(event, '').map((line) => line.text);
		expect(JSON.parse(text.join('\n'))).toEqual(event);
	});

	test('has the refused field marked, however deep', () => {
		expect(show(event, 'data.items.0.expectation').filter((line) => line.startsWith('!'))).toEqual([
			'!        "expectation": "x"'
		]);
	});

	test('has a refused structure marked as a whole', () => {
		expect(show(event, 'data.items.1').filter((line) => line.startsWith('!'))).toEqual([
			'!      {',
			'!        "expectation": 5',
			'!      }'
		]);
	});

	test('shows where a field is missing', () => {
		expect(show(event, 'data.score')).toContain('?    "score"');
		expect(show({ id: 'a', data: {} }, 'data.score')).toEqual([
			' {',
			'   "id": "a",',
			'   "data": {',
			'?    "score"',
			'   }',
			' }'
		]);
		expect(show({}, 'type')).toEqual([' {', '?  "type"', ' }']);
	});

	test('marks what stands in the place of fields', () => {
		expect(show({ data: 'string' }, 'data.team')).toEqual([' {', '!  "data": "string"', ' }']);
	});

	test('marks nothing when the event as a whole was refused', () => {
		expect(linesOf(event, '').every(({ mark }) => mark === null)).toBe(true);
		expect(show('string', '')).toEqual([' "string"']);
	});
});
