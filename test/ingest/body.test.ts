import { expect, test } from 'vitest';
import { readEvents } from '../../ingest/body.ts';

const read = (type: string | undefined, text: string) => readEvents({ 'content-type': type }, text);

test.each([
	['application/cloudevents+json', '{"id": 1}', [{ id: 1 }]],
	['application/cloudevents+json; charset=utf-8', '{"id": 1}', [{ id: 1 }]],
	['application/cloudevents-batch+json', '[{"id": 1}, {"id": 2}]', [{ id: 1 }, { id: 2 }]],
	['application/cloudevents-batch+json', '[]', []],
	['application/x-ndjson', '{"id": 1}\r\n\n{"id": 2}\n', [{ id: 1 }, { id: 2 }]],
	['Application/JSON', '{"id": 1}', [{ id: 1 }]],
	['application/json', ' [{"id": 1}]', [{ id: 1 }]],
	['application/json', '\uFEFF[{"id": 1}]', [{ id: 1 }]]
])('finds the events in %s', (type, text, events) => {
	expect(read(type, text)).toEqual({ ok: true, value: events });
});

test('keeps a broken line in its place, for it is refused as an event and the others live on', () => {
	expect(read('application/x-ndjson', '{"id": 1}\n{oops\n{"id": 3}')).toEqual({
		ok: true,
		value: [{ id: 1 }, '{oops', { id: 3 }]
	});
});

test.each([
	[undefined, '{}', 415, 'Content-Type'],
	['text/plain', '{}', 415, 'Content-Type'],
	['application/cloudevents+avro', '{}', 415, 'Content-Type'],
	['application/json', '{', 400, ''],
	['application/cloudevents+json', '', 400, ''],
	['application/cloudevents-batch+json', '{}', 400, '']
])('refuses %s %j', (type, text, status, path) => {
	expect(read(type, text)).toMatchObject({ ok: false, refused: { status, path } });
});

const attributes = { 'ce-id': '1', 'ce-source': 'acme', 'ce-specversion': '1.0', 'ce-type': 'case.opened' };

test('puts an event together from its headers and its data', () => {
	const headers = { ...attributes, 'content-type': 'application/json; charset=utf-8', 'x-other': 'no' };
	expect(readEvents(headers, '{"team": "Billing"}')).toEqual({
		ok: true,
		value: [{ id: '1', source: 'acme', specversion: '1.0', type: 'case.opened', data: { team: 'Billing' } }]
	});
});

test.each([
	[undefined, '', {}],
	[undefined, '{"team": "A"}', { data: { team: 'A' } }],
	['text/json', '7', { data: 7 }],
	['application/vnd.acme+json', '{}', { data: {} }]
])('takes data of type %s: %j', (type, text, data) => {
	const read = readEvents({ 'ce-id': '1', 'content-type': type }, text);
	expect(read).toEqual({ ok: true, value: [{ id: '1', ...data }] });
});

test('takes a whole event for what it is, though its attributes are in headers as well', () => {
	const headers = { 'ce-id': 'header', 'content-type': 'application/cloudevents+json' };
	expect(readEvents(headers, '{"id": "body"}')).toEqual({ ok: true, value: [{ id: 'body' }] });
});

test.each([
	['data that is not JSON', { 'ce-id': '1', 'content-type': 'text/xml' }, '<a/>', 415, 'Content-Type'],
	['broken data', { 'ce-id': '1', 'content-type': 'application/json' }, '{', 400, ''],
	['a header that is not UTF-8', { 'ce-id': '%C0%A0' }, '{}', 400, 'ce-id']
])('refuses an event in headers with %s', (_what, headers, text, status, path) => {
	expect(readEvents(headers, text)).toMatchObject({ ok: false, refused: { status, path } });
});
