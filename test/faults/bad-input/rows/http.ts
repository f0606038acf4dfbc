import { chunked, handshake, head, post, request } from '../wire.ts';
import { bodyRows } from './http-bodies.ts';
import { lengthRows } from './http-lengths.ts';
import { bad, LAST, noJson, sized, taken } from './http-row.ts';
import { typeRows } from './http-types.ts';
import { bare, goodEvent, type Row } from './row.ts';

const methods = (): Row[] => [
	...['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'MKCOL'].map((method) =>
		bare(`${method} /v1/events`, [request(`${method} /v1/events`)], '405 method_not_allowed method')
	),
	bare('HEAD /v1/events', [request('HEAD /v1/events')], '405'),
	bare('HEAD /health', [request('HEAD /health')], '200'),
	bare('POST /health', [request('POST /health', '{}')], '405 method_not_allowed method'),
	bare('DELETE /metrics', [request('DELETE /metrics')], '405 method_not_allowed method'),
	bare('CONNECT', [request('CONNECT 127.0.0.1:80')], ['405 method_not_allowed method', '400 invalid', '']),
	bare('a method that is none', [request('HELLO /v1/events')], bad),
	bare('a method in small letters', [request('post /v1/events')], bad),
	bare('a method of 10,000 letters', [request(`${'A'.repeat(10_000)} /`)], bad)
];

const keep = { Connection: 'keep-alive' };
const paths = (): Row[] => [
	...[
		'/',
		'/v1',
		'/v1/',
		'/v1/event',
		'/v1/events/',
		'/v1/events/x',
		'//v1/events',
		'/V1/EVENTS',
		'/v1/events%00',
		'/v1/events/../events',
		'/..%2f..%2fetc/passwd',
		'/../../../../etc/passwd',
		'/__proto__',
		'/constructor',
		'/toString',
		'/v1/events;x=y',
		'/%',
		'/%zz',
		'/\\..\\',
		'/.git/config'
	].map((path) => bare(`POST ${path}`, [post(goodEvent(), {}, path)], '404 not_found path')),
	...[
		'/health/',
		'/metrics/../health',
		'/asyncapi.json%00',
		'/v1/simulation/x',
		'/v1/quarantine',
		'/v1/quarantine/replay/x'
	].map((path) => bare(`GET ${path}`, [request(`GET ${path}`)], '404 not_found path')),
	bare('POST with a query', [post(goodEvent(), {}, '/v1/events?__proto__[x]=1&a=%00')], taken()),
	bare('a path of 15,000 letters', [post(goodEvent(), {}, `/${'x'.repeat(15_000)}`)], '404 not_found path'),
	bare('a path of 15,000 slashes', [post(goodEvent(), {}, '/'.repeat(15_000))], '404 not_found path'),
	bare('a path of 100 kB', [post(goodEvent(), {}, `/${'x'.repeat(100_000)}`)], '431 too_large'),
	bare(
		'an absolute address',
		[post(goodEvent(), {}, 'http://127.0.0.1/v1/events')],
		[taken(), '404 not_found path']
	),
	bare('a fragment', [post(goodEvent(), {}, '/v1/events#x')], [taken(), '404 not_found path', '400 invalid']),
	bare(
		'a path that is no ASCII',
		[post(goodEvent(), {}, '/v1/événts')],
		['404 not_found path', '400 invalid']
	),
	bare('a space in the path', [post(goodEvent(), {}, '/v1/ev ents')], bad),
	bare('two Hosts', [post(goodEvent(), { Host: ['127.0.0.1', 'evil.example'] })], '400 invalid Host'),
	bare('no Host', [post(goodEvent(), { Host: undefined })], ['400', bad]),
	bare(
		'three requests at once',
		[Buffer.concat([post('{}', keep), post(goodEvent(), keep), post('hello')])],
		`200 ack 0 rejected 1: invalid type · ${taken()} · 400 not_json`
	),
	bare(
		'a hundred requests at once',
		[Buffer.concat([...Array.from({ length: 99 }, () => post('null', keep)), post('null')])],
		/^(200 ack 0 rejected 1: invalid( · )?){100}$/
	),
	bare(
		'a request hidden in a body',
		[post(`${goodEvent()}\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n`)],
		noJson
	),
	bare(
		'a request hidden behind chunks',
		[chunked(`${sized('{}')}${LAST}`, keep), request('GET /v1/events')],
		'200 ack 0 rejected 1: invalid type · 405 method_not_allowed method'
	),
	bare(
		'no key',
		[post(goodEvent(), { Authorization: undefined })],
		['401 unauthorized Authorization', '429 too_many_failures Authorization']
	),
	bare(
		'a page of another host',
		[post(goodEvent(), { Origin: 'https://evil.example' })],
		'403 forbidden_origin Origin'
	),
	bare('no HTTP', [Buffer.from('hello\r\n\r\n')], bad),
	bare('HTTP/0.9', [Buffer.from('GET /health\r\n\r\n')], ['200', '400 invalid', '']),
	bare('HTTP/1.0', [Buffer.from('GET /health HTTP/1.0\r\n\r\n')], '200'),
	bare('TLS', [Buffer.from('16030100a5010000a10303', 'hex')], bad),
	bare('a hundred thousand zero bytes', [Buffer.alloc(100_000)], bad),
	bare('the preface of HTTP/2', [Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')], bad),
	bare('empty lines before a request', [Buffer.from('\r\n\r\n\r\n'), post(goodEvent())], taken()),
	bare(
		'a header folded over two lines',
		[post('{}', { 'X-Folded': 'a\r\n b' })],
		['400 invalid', '200 ack 0 rejected 1: invalid type']
	),
	bare(
		'a line feed alone between lines',
		[Buffer.from('GET /health HTTP/1.1\nHost: x\nConnection: close\n\n')],
		['200', '400 invalid']
	),
	bare(
		'an upgrade to HTTP/2 with a body',
		[handshake({ Upgrade: 'h2c', 'Content-Length': '2' }, 'POST /v1/events HTTP/1.1'), Buffer.from('{}')],
		'400 invalid Upgrade'
	),
	bare(
		'a head that ends in the middle of a name',
		[head('POST /v1/events HTTP/1.1', { Host: 'x' }).subarray(0, 28), 'end'],
		['400 invalid', '']
	)
];

/** HTTP as a careless or hostile client speaks it. */
export const httpRows = (): Row[] => [
	...methods(),
	...bodyRows(),
	...typeRows(),
	...lengthRows(),
	...paths()
];
