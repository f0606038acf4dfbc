import { AUTHORIZATION, close, frame, handshake, head, post, text } from '../wire.ts';
import { bare, events, good, type Row } from './row.ts';

type Changes = Parameters<typeof handshake>[0];
/** A handshake that is refused: its answer is the last word. */
const refused = (name: string, changes: Changes, says: Row['says'], first?: string) =>
	bare(name, [handshake(changes, first), 'end'], says);
/** A handshake that is fine, strange as it is. */
const fine = (name: string, changes: Changes, first?: string) =>
	bare(
		name,
		[handshake(changes, first), { until: '101' }, good(1), close(1000)],
		'101 · ack 1 accepted 1 · close 1000'
	);

const anyRefusal = /^(400|401|403|404|405|414|426|429|431)( |$)/;
const noKey = ['401 unauthorized Authorization', '429 too_many_failures Authorization'];
const whole = handshake();

/** Handshakes: slow, half, wrong, and more than enough. */
export const handshakeRows = (): Row[] => [
	fine('a good handshake', {}),
	fine('a query string', {}, 'GET /v1/events?a=b&__proto__=x HTTP/1.1'),
	fine('header names in capitals', { UPGRADE: undefined, 'X-CAPITALS': 'x' }),
	fine('Upgrade in another case', { Upgrade: 'WebSocket' }),
	fine('Connection with more words', { Connection: 'keep-alive, Upgrade' }),
	fine('the second of the offered subprotocols', { 'Sec-WebSocket-Protocol': 'other.v9, touchstone.v1' }),
	fine('offers of compression', { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }),
	fine('an offer of an extension that nobody knows', { 'Sec-WebSocket-Extensions': 'x-brotli; a=1; b="2"' }),
	fine('offers that make no sense', { 'Sec-WebSocket-Extensions': ';;;,,,"' }),
	fine('the scheme of the key in another case', { Authorization: AUTHORIZATION.replace('Bearer', 'bEARER') }),
	fine('headers that are no ASCII', { 'X-Name': 'Zürich \xff\xfe', Cookie: 'ä=ö' }),
	fine('ten kilobytes of headers', { 'X-Long': 'x'.repeat(10_000) }),
	fine('a hundred headers', Object.fromEntries(Array.from({ length: 90 }, (_, ix) => [`X-${ix}`, 'x']))),
	bare(
		'a handshake byte by byte',
		[{ trickle: whole }, { until: '101' }, good(1), close(1000)],
		'101 · ack 1 accepted 1 · close 1000'
	),
	bare(
		'a frame in the same packet as the handshake',
		[Buffer.concat([whole, good(1), close(1000)])],
		'101 · ack 1 accepted 1 · close 1000'
	),
	bare('half a frame in the same packet', [Buffer.concat([whole, good(1).subarray(0, 9)]), 'end'], '101'),
	bare(
		'a compressed frame although it was offered',
		[
			handshake({ 'Sec-WebSocket-Extensions': 'permessage-deflate' }),
			{ until: '101' },
			text(events(1), { rsv: 4 })
		],
		'101 · error invalid · close 1002'
	),
	bare('nothing, then the end', ['end'], ''),
	bare('half a handshake, then the end', [whole.subarray(0, 100), 'end'], ['400 invalid', '']),
	bare(
		'a first line alone, then the end',
		[Buffer.from('GET /v1/events HTTP/1.1\r\n'), 'end'],
		['400 invalid', '']
	),
	bare('half a handshake, then gone', [whole.subarray(0, 100), 'vanish'], ''),
	bare('a handshake, then gone at once', [whole, 'vanish'], ['', '101']),

	refused('no key', { Authorization: undefined }, noKey),
	refused('a wrong key', { Authorization: 'Bearer wrong' }, noKey),
	refused('a key of nothing', { Authorization: 'Bearer ' }, noKey),
	refused('another scheme', { Authorization: 'Digest username="x"' }, noKey),
	refused('a key of 8 kB', { Authorization: `Bearer ${'x'.repeat(8_000)}` }, noKey),
	refused('a key with bytes that are no ASCII', { Authorization: 'Bearer \xff\xfe' }, noKey),
	refused('a key as Basic that is no base64', { Authorization: 'Basic ????' }, noKey),
	refused('the word undefined as a key', { Authorization: 'Bearer undefined' }, noKey),
	refused('a page of another host', { Origin: 'https://evil.example' }, '403 forbidden_origin Origin'),
	refused('an Origin of null', { Origin: 'null' }, '403 forbidden_origin Origin'),
	refused('an Origin that is none', { Origin: '::::' }, '403 forbidden_origin Origin'),
	refused(
		'no subprotocol',
		{ 'Sec-WebSocket-Protocol': undefined },
		'400 unknown_subprotocol Sec-WebSocket-Protocol'
	),
	refused(
		'a subprotocol of another kind',
		{ 'Sec-WebSocket-Protocol': 'mqtt' },
		'400 unknown_subprotocol Sec-WebSocket-Protocol'
	),
	refused(
		'a subprotocol called __proto__',
		{ 'Sec-WebSocket-Protocol': '__proto__, constructor' },
		'400 unknown_subprotocol Sec-WebSocket-Protocol'
	),
	refused(
		'a subprotocol said twice',
		{ 'Sec-WebSocket-Protocol': 'touchstone.v1, touchstone.v1' },
		anyRefusal
	),
	refused(
		'a subprotocol with bad characters',
		{ 'Sec-WebSocket-Protocol': 'touchstone.v1, ä{}' },
		anyRefusal
	),
	refused('commas for a subprotocol', { 'Sec-WebSocket-Protocol': ',,,,' }, anyRefusal),
	refused('no Sec-WebSocket-Key', { 'Sec-WebSocket-Key': undefined }, anyRefusal),
	refused('a Sec-WebSocket-Key that is too short', { 'Sec-WebSocket-Key': 'YQ==' }, anyRefusal),
	refused('a Sec-WebSocket-Key that is no base64', { 'Sec-WebSocket-Key': '!'.repeat(24) }, anyRefusal),
	refused(
		'two Sec-WebSocket-Keys',
		{ 'Sec-WebSocket-Key': ['dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ=='] },
		anyRefusal
	),
	refused('no version', { 'Sec-WebSocket-Version': undefined }, anyRefusal),
	...['0', '7', '14', '99999999999999999999', '13, 8', 'x'].map((version) =>
		refused(`the version ${version}`, { 'Sec-WebSocket-Version': version }, anyRefusal)
	),
	refused('Upgrade to something else', { Upgrade: 'h2c' }, '400 invalid Upgrade'),
	refused('no Upgrade', { Upgrade: undefined, Connection: 'close' }, '405 method_not_allowed method'),
	refused('no Host', { Host: undefined }, ['101', '400 invalid', '400 invalid Host']),
	refused('two Hosts', { Host: ['127.0.0.1', 'evil.example'] }, '400 invalid Host'),
	refused('another path', {}, '404 not_found path', 'GET /v1/event HTTP/1.1'),
	refused('the root', {}, '404 not_found path', 'GET / HTTP/1.1'),
	refused('the path of another route', {}, '404 not_found path', 'GET /v1/simulation HTTP/1.1'),
	refused('a path of prototypes', {}, '404 not_found path', 'GET /__proto__ HTTP/1.1'),
	refused('a path that climbs', {}, '404 not_found path', 'GET /v1/../v1/events HTTP/1.1'),
	refused('a path with an escape', {}, '404 not_found path', 'GET /v1/%65vents HTTP/1.1'),
	refused('a path with a NUL escape', {}, '404 not_found path', 'GET /v1/events%00 HTTP/1.1'),
	refused(
		'an absolute address',
		{},
		['404 not_found path', '101'],
		'GET http://127.0.0.1/v1/events HTTP/1.1'
	),
	refused('an asterisk', {}, anyRefusal, 'GET * HTTP/1.1'),
	refused('a path of 15 kB', {}, anyRefusal, `GET /${'x'.repeat(15_000)} HTTP/1.1`),
	refused('a path of 15,000 slashes', {}, anyRefusal, `GET ${'/'.repeat(15_000)} HTTP/1.1`),
	...['POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS'].map((method) =>
		refused(`${method} instead of GET`, {}, anyRefusal, `${method} /v1/events HTTP/1.1`)
	),
	refused('HTTP/1.0', {}, ['400 invalid', '426', '101'], 'GET /v1/events HTTP/1.0'),
	refused('HTTP/2.0', {}, ['101', '400 invalid'], 'GET /v1/events HTTP/2.0'),
	refused('HTTP/9.9', {}, anyRefusal, 'GET /v1/events HTTP/9.9'),
	refused('a header without a name', { '': 'x' }, anyRefusal),
	refused('a header with a space in its name', { 'X Y': 'x' }, anyRefusal),
	refused('a header with a NUL', { 'X-Nul': 'a\0b' }, anyRefusal),
	refused('a header with a bare line feed', { 'X-Lf': 'a\nb' }, anyRefusal),
	refused('headers of 20 kB', { 'X-Long': 'x'.repeat(20_000) }, '431 too_large'),
	refused('headers of 1 MB', { 'X-Long': 'x'.repeat(1_000_000) }, '431 too_large'),
	refused(
		'ten thousand headers',
		Object.fromEntries(Array.from({ length: 10_000 }, (_, ix) => [`X-${ix}`, 'x'])),
		'431 too_large'
	),
	refused('a body on the handshake', { 'Content-Length': '5' }, [
		'400 invalid',
		'101',
		'101 · error invalid · close 1002'
	]),
	bare(
		'a body where frames should be',
		[Buffer.concat([handshake({ 'Content-Length': '5' }), Buffer.from('hello')])],
		'101 · error invalid · close 1002'
	),
	bare(
		'a second handshake on a connection',
		[whole, { until: '101' }, whole],
		'101 · error invalid · close 1002'
	),
	bare(
		'a request, then a handshake, on one connection',
		[post('{}', { Connection: 'keep-alive' }), whole, { until: '101' }, good(1), close(1000)],
		'200 ack 0 rejected 1: invalid type · 101 · ack 1 accepted 1 · close 1000'
	),
	bare(
		'a refused handshake, then a request',
		[handshake({ 'Sec-WebSocket-Protocol': 'x' }), post('{}')],
		'400 unknown_subprotocol Sec-WebSocket-Protocol'
	),
	bare(
		'frames to a refused handshake',
		[handshake({ 'Sec-WebSocket-Protocol': 'x' }), frame(1, 'x'), frame(1, 'x')],
		'400 unknown_subprotocol Sec-WebSocket-Protocol'
	),
	{ ...bare('a handshake that is never finished', [whole.subarray(0, 150)], ['408 too_slow']), slow: true },
	{
		...bare(
			'one header line a second',
			Array.from({ length: 20 }, (_, ix) => [
				ix === 0 ? head('GET /v1/events HTTP/1.1', {}).subarray(0, 25) : Buffer.from(`X-${ix}: x\r\n`),
				{ waitMs: 1_000 }
			]).flat(),
			['408 too_slow']
		),
		slow: true
	},
	{ ...bare('a connection that says nothing at all', [], ['408 too_slow', '']), slow: true }
];
