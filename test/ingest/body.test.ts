import { expect, test } from 'vitest';
import { readEvents } from '../../ingest/body.ts';

test.each([
	['application/cloudevents+json', '{"id": 1}', [{ id: 1 }]],
	['application/cloudevents+json; charset=utf-8', '{"id": 1}', [{ id: 1 }]],
	['application/cloudevents-batch+json', '[{"id": 1}, {"id": 2}]', [{ id: 1 }, { id: 2 }]],
	['application/x-ndjson', '{"id": 1}\r\n\n{"id": 2}\n', [{ id: 1 }, { id: 2 }]],
	['Application/JSON', '{"id": 1}', [{ id: 1 }]],
	['application/json', ' [{"id": 1}]', [{ id: 1 }]]
])('finds the events in %s', (type, text, events) => {
	expect(readEvents(type, text)).toEqual({ ok: true, value: events });
});

test('keeps a broken line in its place, for it is refused as an event and the others live on', () => {
	expect(readEvents('application/x-ndjson', '{"id": 1}\n{oops\n{"id": 3}')).toEqual({
		ok: true,
		value: [{ id: 1 }, '{oops', { id: 3 }]
	});
});

test.each([
	[undefined, '{}', 415, 'Content-Type'],
	['text/plain', '{}', 415, 'Content-Type'],
	['application/json', '{', 400, ''],
	['application/cloudevents+json', '', 400, ''],
	['application/cloudevents-batch+json', '{}', 400, '']
])('refuses %s %j', (type, text, status, path) => {
	expect(readEvents(type, text)).toMatchObject({ ok: false, refused: { status, path } });
});
