import { post, request } from '../wire.ts';
import { bare, goodEvent, type Row } from './row.ts';

const SIMULATION = '/v1/simulation';
const REPLAY = '/v1/quarantine/replay';
const ID = '0123456789abcdef0123456789abcdef';

const to = (path: string, name: string, body: string | Buffer, says: Row['says'], changes = {}): Row =>
	bare(`POST ${path}: ${name}`, [post(body, changes, path)], says);
const row = (changes: Record<string, string>) => {
	const values = { id: `"${ID}"`, key: '"test"', via: '"http"', event: goodEvent(), ...changes };
	return `{${Object.entries(values)
		.map(([name, value]) => `"${name}":${value}`)
		.join(',')}}`;
};
const rows = (...all: string[]) => `{"rows":[${all.join(',')}]}`;
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

const simulations = (): Row[] => [
	to(SIMULATION, 'no JSON', 'hello', '400 not_json'),
	to(SIMULATION, 'a list', '[]', '400 invalid'),
	to(SIMULATION, 'null', 'null', '400 invalid'),
	to(SIMULATION, 'no teams', '{"teams":0}', '400 invalid teams'),
	to(SIMULATION, 'half a team', '{"teams":1.5}', '400 invalid teams'),
	to(SIMULATION, 'teams as text', '{"teams":"8; rm -rf x"}', '400 invalid teams'),
	to(SIMULATION, 'a rate of 1e400', '{"rate":1e400}', '400 invalid rate'),
	to(SIMULATION, 'a rate of -0', '{"rate":-0}', '400 invalid rate'),
	to(SIMULATION, 'days beyond 2^53', '{"days":9007199254740993}', '400 invalid days'),
	to(SIMULATION, 'an option that there is not', '{"seed":1}', '400 invalid'),
	to(SIMULATION, 'prototypes', '{"__proto__":{"teams":1}}', '400 invalid'),
	to(
		SIMULATION,
		'a thousand options',
		`{${Array.from({ length: 1_000 }, (_, ix) => `"k${ix}":1`).join(',')}}`,
		'400 invalid'
	),
	to(SIMULATION, '100,000 levels', deep(100_000), '400 invalid'),
	to(SIMULATION, 'no UTF-8', Buffer.from([0xff]), '400 not_text'),
	to(SIMULATION, '2 MiB', ' '.repeat(2 ** 21), '413 too_large'),
	bare(`PUT ${SIMULATION}`, [request(`PUT ${SIMULATION}`, '{}')], '405 method_not_allowed method')
];

const replays = (): Row[] => [
	to(REPLAY, 'no JSON', '{', '400 not_json'),
	to(REPLAY, 'nothing', '', '400 not_json'),
	to(REPLAY, 'null', 'null', '400 invalid'),
	to(REPLAY, 'a list', '[]', '400 invalid'),
	to(REPLAY, 'no rows', '{}', '400 invalid rows'),
	to(REPLAY, 'rows of nothing', rows(), '400 invalid rows'),
	to(REPLAY, 'an object for rows', '{"rows":{"0":{},"length":1}}', '400 invalid rows'),
	to(REPLAY, '501 rows', rows(...Array.from({ length: 501 }, () => row({ event: '0' }))), '400 invalid rows'),
	to(REPLAY, 'a row that is none', rows('null'), '400 invalid rows.0'),
	to(REPLAY, 'an id that is none', rows(row({ id: '"x"' })), '400 invalid rows.0.id'),
	to(REPLAY, 'an id of prototypes', rows(row({ id: '"__proto__"' })), '400 invalid rows.0.id'),
	to(REPLAY, 'a key of nothing', rows(row({ key: '""' })), '400 invalid rows.0.key'),
	to(REPLAY, 'a door that there is not', rows(row({ via: '"telnet"' })), '400 invalid rows.0.via'),
	to(REPLAY, 'a field that there is not', rows(row({ extra: '1' })), '400 invalid rows.0'),
	to(REPLAY, 'a key called __proto__', rows(row({ key: '"__proto__"' })), '200'),
	to(REPLAY, 'an event that is none', rows(row({ event: '0' })), '200'),
	to(REPLAY, 'an event of 1,000 levels', rows(row({ event: deep(1_000) })), '200'),
	to(REPLAY, 'an event of 400,000 levels', rows(row({ event: deep(400_000) })), '200'),
	to(
		REPLAY,
		'an event of 400,000 levels of customers',
		rows(row({ event: `{"data":{"customer":${deep(400_000)}}}` })),
		'200'
	),
	to(REPLAY, 'a good event', rows(row({})), '200'),
	bare(`GET ${REPLAY}`, [request(`GET ${REPLAY}`)], '405 method_not_allowed method'),
	bare(
		`POST ${REPLAY}: no key`,
		[post('{}', { Authorization: undefined }, REPLAY)],
		['401 unauthorized Authorization', '429 too_many_failures Authorization']
	)
];

const VENDORS = ['amazon-connect', 'genesys', 'zendesk', 'chatwoot'];
/** Payloads that are no vendor's. */
const GARBAGE: readonly (readonly [string, string])[] = [
	['null', 'null'],
	['a number', '1e400'],
	['a list of a list', '[[[]]]'],
	['an object of nothing', '{}'],
	[
		'prototypes',
		'{"__proto__":{"a":1},"constructor":{"prototype":{"b":2}},"toString":1,"hasOwnProperty":null}'
	],
	['a list of prototypes', '["__proto__","constructor",{"__proto__":[]}]'],
	['100,000 levels', deep(100_000)],
	['20,000 levels of objects', '{"data":'.repeat(20_000) + '0' + '}'.repeat(20_000)],
	['300,000 zeros', `[${'0,'.repeat(299_999)}0]`]
];
/** Refused with a reason, or nothing of it taken; never a failure of the server. */
const seenOff = /^(400 (invalid|not_json).*|413 too_large.*|200 ack 0( rejected \d+: .*)?)$/;

const sources = (): Row[] => [
	...VENDORS.flatMap((vendor) =>
		GARBAGE.map(([name, body]) => to(`/v1/sources/${vendor}`, name, body, seenOff))
	),
	...VENDORS.map((vendor) => to(`/v1/sources/${vendor}`, 'no JSON', 'hello', /^400 not_json/)),
	...['nothing', '__proto__', 'constructor', 'toString', '', 'zendesk/', 'zendesk%00', '..', 'ZENDESK'].map(
		(name) => to(`/v1/sources/${name}`, 'no such source', '{}', '404 unknown_source path')
	),
	bare('GET /v1/sources/zendesk', [request('GET /v1/sources/zendesk')], '405 method_not_allowed method'),
	to('/v1/sources/zendesk?zone=Mars/Phobos', 'a zone that there is not', '{}', '400 invalid zone'),
	to('/v1/sources/zendesk?account=%00', 'an account of NUL', '{}', '400 invalid account'),
	to('/v1/sources/zendesk?__proto__=x', 'a query of prototypes', '{}', /^(400 invalid.*|200 ack 0.*)$/),
	to('/v1/sources/asterisk', 'lines that are none', 'hello\n|||||\n\0\n1|2|3', seenOff, {
		'Content-Type': 'text/plain'
	}),
	to('/v1/sources/asterisk', 'a line of 900 kB', '|'.repeat(900_000), seenOff, {
		'Content-Type': 'text/plain'
	}),
	to('/v1/sources/asterisk', '900,000 line breaks', '\n'.repeat(900_000), seenOff, {
		'Content-Type': 'text/plain'
	}),
	to('/v1/sources/asterisk', 'no UTF-8', Buffer.from([0xff, 0xfe]), '400 not_text', {
		'Content-Type': 'text/plain'
	}),
	to(
		'/v1/sources/asterisk',
		'times beyond 2^53',
		'99999999999999999999|1|q|NONE|ENTERQUEUE||5\n-1|1|q|NONE|ABANDON|1|1|1\n',
		seenOff,
		{ 'Content-Type': 'text/plain' }
	)
];

/** Routes beside that for events, with garbage. */
export const routeRows = (): Row[] => [...simulations(), ...replays(), ...sources()];
