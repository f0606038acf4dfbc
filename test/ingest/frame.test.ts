import { expect, test } from 'vitest';
import { readFrame } from '../../ingest/frame.ts';

test('reads a frame, its events untouched', () => {
	expect(readFrame('{"seq": 5, "events": [{}, 7], "more": true}', 4)).toEqual({
		ok: true,
		frame: { seq: 5, events: [{}, 7] }
	});
});

test.each([
	['', 'not_json', ''],
	['{"seq": 1,', 'not_json', ''],
	['[]', 'invalid', ''],
	['null', 'invalid', ''],
	['{"events": []}', 'invalid', 'seq'],
	['{"seq": "1", "events": []}', 'invalid', 'seq'],
	['{"seq": -1, "events": []}', 'invalid', 'seq'],
	['{"seq": 1.5, "events": []}', 'invalid', 'seq'],
	['{"seq": 9007199254740993, "events": []}', 'invalid', 'seq'],
	['{"seq": 1}', 'invalid', 'events'],
	['{"seq": 1, "events": {}}', 'invalid', 'events']
])('refuses %j, naming what is wrong', (text, reason, path) => {
	expect(readFrame(text, -1)).toMatchObject({ ok: false, error: { reason, path } });
});

test.each([3, 4])('refuses a number that does not rise: %i after 4', (seq) => {
	expect(readFrame(JSON.stringify({ seq, events: [] }), 4)).toMatchObject({ error: { path: 'seq' } });
});

test('may begin with 0', () => {
	expect(readFrame('{"seq": 0, "events": []}', -1).ok).toBe(true);
});
