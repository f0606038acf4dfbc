import { gzipSync } from 'node:zlib';
import { noJson, posted, taken, type } from './http-row.ts';
import { goodEvent, type Row } from './row.ts';

/** An event whose attributes are headers. */
const binaryMode = (changes: Record<string, string>) => ({
	'ce-specversion': '1.0',
	'ce-source': 'acme/pbx',
	'ce-id': `binary-${Math.random()}`,
	'ce-type': 'case.opened',
	'ce-time': '2026-01-05T09:30:00Z',
	'ce-subject': 'case-1',
	...changes
});

/** Content types, encodings, and events in headers. */
export const typeRows = (): Row[] => [
	posted('without a content type', goodEvent(), '415 unknown_type Content-Type', {
		'Content-Type': undefined
	}),
	posted('an empty content type', goodEvent(), '415 unknown_type Content-Type', type('')),
	...[
		'text/plain',
		'application/xml',
		'multipart/form-data; boundary=x',
		'application/x-www-form-urlencoded',
		'json',
		'/',
		';',
		'__proto__',
		'application/cloudevents+xml',
		'application/cloudevents+avro'
	].map((name) => posted(`as ${name}`, goodEvent(), '415 unknown_type Content-Type', type(name))),
	posted('a content type in capitals', goodEvent(), taken(), type('Application/CloudEvents+JSON')),
	posted('with charset=utf-8', goodEvent(), taken(), type('application/cloudevents+json; charset=utf-8')),
	posted(
		'with charset="UTF-8" and spaces',
		goodEvent(),
		taken(),
		type('application/cloudevents+json ; charset = "UTF-8"')
	),
	posted('with an unknown parameter', goodEvent(), taken(), type('application/json; version=9; q="a;b"')),
	posted(
		'with charset=utf-16',
		goodEvent(),
		'415 unknown_charset Content-Type',
		type('application/json; charset=utf-16')
	),
	posted(
		'with charset=iso-8859-1',
		goodEvent(),
		'415 unknown_charset Content-Type',
		type('application/json; charset=iso-8859-1')
	),
	posted(
		'a content type of 8 kB',
		goodEvent(),
		'415 unknown_type Content-Type',
		type(`x/${'y'.repeat(8_000)}`)
	),
	posted('two content types', goodEvent(), [taken(), '415 unknown_type Content-Type'], {
		'Content-Type': ['application/json', 'text/plain']
	}),
	posted('gzip', gzipSync(goodEvent()), '415 unknown_encoding Content-Encoding', {
		'Content-Encoding': 'gzip'
	}),
	posted('a bomb of gzip', gzipSync(Buffer.alloc(50_000_000)), '415 unknown_encoding Content-Encoding', {
		'Content-Encoding': 'gzip'
	}),
	posted('br', 'x', '415 unknown_encoding Content-Encoding', { 'Content-Encoding': 'br' }),
	posted('gzip, gzip, gzip', 'x', '415 unknown_encoding Content-Encoding', {
		'Content-Encoding': 'gzip, gzip, gzip'
	}),
	posted('identity', goodEvent(), taken(), { 'Content-Encoding': 'Identity' }),
	posted('gzip without saying so', gzipSync(goodEvent()), '400 not_text'),
	posted('an event in headers', '{"team":"Billing"}', taken(), binaryMode({})),
	posted('an event in headers without data', '', taken(), binaryMode({})),
	posted('an event in headers with one missing', '{}', '200 ack 0 rejected 1: invalid id', {
		...binaryMode({}),
		'ce-id': undefined
	}),
	posted(
		'an event in headers called __proto__',
		'{}',
		taken(),
		binaryMode({ 'ce-__proto__': 'x', 'ce-constructor': 'y' })
	),
	posted(
		'an event in headers with bad escapes',
		'{}',
		'400 invalid ce-subject',
		binaryMode({ 'ce-subject': '%ff%fe' })
	),
	posted('an event in headers with half an escape', '{}', taken(), binaryMode({ 'ce-subject': '100%' })),
	posted('an event in headers with XML', '<x/>', '415 unknown_type Content-Type', {
		...binaryMode({}),
		...type('application/xml')
	}),
	posted('an event in headers with bad data', '{', noJson, binaryMode({})),
	posted(
		'an event in headers with a list for data',
		'[]',
		'200 ack 0 rejected 1: invalid data',
		binaryMode({})
	)
];
