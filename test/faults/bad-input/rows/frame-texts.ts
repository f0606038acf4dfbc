import { FIRST_CREDIT, EVENT_BYTES } from './limits.ts';
import { ping, text } from '../wire.ts';
import { events, good, goodEvent, goodEvents, onSocket, type Row } from './row.ts';

const says = (name: string, json: string, words: string) => onSocket(name, [text(json)], words);
const noJson = 'error not_json · close 1007';
const badSeq = 'error invalid seq · close 1000';
const badEvents = 'error invalid events · close 1000';
const taken = (seq: number, count = 1) => `ack ${seq} accepted ${count}`;
/** Of these events none is any. */
const refused = (count: number) => `rejected ${count}: invalid`;
const zeros = (count: number) => Array.from({ length: count }, () => '0');

/** A good event that is so many bytes long. */
function ofBytes(bytes: number): string {
	const short = goodEvent({ data: { extension: '' } });
	return short.replace('"extension":""', `"extension":"${'x'.repeat(bytes - short.length)}"`);
}

/** The JSON of frames: what is no JSON, no frame, or no good number of one. */
export const frameTextRows = (): Row[] => [
	...[
		['a word', 'hello'],
		['half of an object', '{"seq":1,"events":['],
		['a comma too many', '{"seq":1,"events":[],}'],
		['single quotes', "{'seq':1,'events':[]}"],
		['a comment', '{"seq":1,"events":[]} // good'],
		['two frames in one', '{"seq":1,"events":[]}{"seq":2,"events":[]}'],
		['two lines of JSON', '{"seq":1,"events":[]}\n{"seq":2,"events":[]}'],
		['NaN', '{"seq":NaN,"events":[]}'],
		['a byte order mark', '\ufeff{"seq":1,"events":[]}'],
		['a raw NUL in a text', '{"seq":1,"events":["\0"]}'],
		['a raw line break in a text', '{"seq":1,"events":["a\nb"]}'],
		['a bad escape', '{"seq":1,"events":["\\x41"]}'],
		['half an escape', '{"seq":1,"events":["\\u12"]}'],
		['a number with leading zeros', '{"seq":01,"events":[]}'],
		['hexadecimal', '{"seq":0x1,"events":[]}'],
		['an open list of 500,000 levels', '['.repeat(500_000)],
		['an open object of 100,000 levels', '{"a":'.repeat(100_000)],
		['900 kB of spaces', ' '.repeat(900_000)],
		['a NUL', '\0'],
		['HTML', '<html></html>'],
		['a stack trace of somebody else', 'Error: x\n    at y (/z.js:1:2)']
	].map(([name = '', json = '']) => says(`no JSON: ${name}`, json, noJson)),
	...['null', '1', '"text"', 'true', '[]', '[{"seq":1,"events":[]}]'].map((json) =>
		says(`no frame: ${json}`, json, 'error invalid · close 1000')
	),
	says('a frame of nothing', '{}', badSeq),
	says('a frame without seq', '{"events":[]}', badSeq),
	says('a frame without events', '{"seq":1}', badEvents),
	...[
		'null',
		'"1"',
		'-1',
		'1.5',
		'-0.5',
		'9007199254740992',
		'9007199254740993',
		'1e400',
		'-1e400',
		'1e99',
		'true',
		'[1]',
		'{}',
		'{"valueOf":1}'
	].map((seq) => says(`seq ${seq}`, events(seq, []), badSeq)),
	...['0', '-0', '1.0', '1e2', '9007199254740991'].map((seq) =>
		says(`seq ${seq} is good`, events(seq), `${taken(Number(seq))} · close 1000`)
	),
	...['null', '{}', '"[]"', '0', 'true', '{"0":{},"length":1}', '{"__proto__":[]}'].map((list) =>
		says(`events ${list}`, `{"seq":1,"events":${list}}`, badEvents)
	),
	onSocket('a seq that is equal', [good(5), good(5)], `${taken(5)} · error invalid seq · close 1000`),
	onSocket(
		'a seq that falls',
		[good(5), good(4), good(6)],
		`${taken(5)} · error invalid seq · ${taken(6)} · close 1000`
	),
	onSocket(
		'a seq after the last there is',
		[good(2 ** 53 - 1), good(1)],
		`${taken(2 ** 53 - 1)} · error invalid seq · close 1000`
	),
	onSocket(
		'a good frame after twenty bad ones',
		[...Array.from({ length: 20 }, () => text('{"seq":-1}')), good(1)],
		`${'error invalid seq · '.repeat(20)}${taken(1)} · close 1000`
	),
	says(
		'a key said twice: the last one counts',
		`{"seq":7,"seq":1,"events":[1],"events":[]}`,
		'ack 1 · close 1000'
	),
	says(
		'keys of prototypes',
		`{"__proto__":{"seq":9},"constructor":{"prototype":{"polluted":1}},"seq":1,"events":[]}`,
		'ack 1 · close 1000'
	),
	says(
		'unknown keys',
		`{"seq":1,"events":[],"extra":${'['.repeat(1_000)}${']'.repeat(1_000)}}`,
		'ack 1 · close 1000'
	),
	says('a frame of no events', events(1, []), 'ack 1 · close 1000'),
	onSocket(
		'ten thousand frames of no events',
		Array.from({ length: 10 }, (_, ix) =>
			Buffer.concat(Array.from({ length: 1_000 }, (_, i) => text(events(ix * 1_000 + i, []))))
		),
		/^101( · ack \d+){10000} · close 1000$/
	),
	onSocket(
		'frames of no events and pings in turn',
		Array.from({ length: 30 }, (_, ix) => Buffer.concat([text(events(ix, [])), ping()])),
		/^101( · ack \d+| · pong){60} · close 1000$/
	),

	says(
		'events that are none',
		'{"seq":1,"events":[0,"",null,true,[],{}]}',
		`ack 1 ${refused(6)} · close 1000`
	),
	says('an event of nothing', '{"seq":1,"events":[{}]}', 'ack 1 rejected 1: invalid type · close 1000'),
	says(
		'an event of prototypes alone',
		'{"seq":1,"events":[{"__proto__":{"type":"case.opened"}}]}',
		'ack 1 rejected 1: invalid type · close 1000'
	),
	says(
		'events in a list within the list',
		`{"seq":1,"events":[[${goodEvent()}]]}`,
		`ack 1 ${refused(1)} · close 1000`
	),
	says('an event as text', events(1, [JSON.stringify(goodEvent())]), `ack 1 ${refused(1)} · close 1000`),
	says(
		'a list of 100,000 levels as an event',
		events(1, ['['.repeat(100_000) + ']'.repeat(100_000)]),
		'ack 1 rejected 1: too_large · close 1000'
	),
	says(
		'a list of 500,000 levels as all events',
		`{"seq":1,"events":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
		'ack 1 rejected 1: too_large · close 1000'
	),
	says('an event of exactly 64 KiB', events(1, [ofBytes(EVENT_BYTES)]), `${taken(1)} · close 1000`),
	says(
		'an event of 64 KiB and one byte',
		events(1, [ofBytes(EVENT_BYTES + 1)]),
		'ack 1 rejected 1: too_large · close 1000'
	),
	says(
		'an event of 64 KiB of three-byte characters',
		events(1, [ofBytes(30_000).replaceAll('xx', '中x')]),
		`${taken(1)} · close 1000`
	),
	says(
		'a good event beside a large one',
		events(1, [ofBytes(900_000), goodEvent()]),
		'ack 1 accepted 1 rejected 1: too_large · close 1000'
	),
	says(
		'the same event twice in a frame',
		((one) => events(1, [one, one]))(goodEvent()),
		'ack 1 accepted 1 duplicates 1 · close 1000'
	),
	says('a thousand good events', events(1, goodEvents(1_000)), `${taken(1, 1_000)} · close 1000`),
	says(
		'as many tiny events as the first credit',
		events(1, zeros(FIRST_CREDIT)),
		`ack 1 ${refused(FIRST_CREDIT)} · close 1000`
	),
	says(
		'one event more than the first credit',
		events(1, zeros(FIRST_CREDIT + 1)),
		'error over_credit events · close 1008'
	),
	says('100,000 tiny events', events(1, zeros(100_000)), 'error over_credit events · close 1008'),
	says('500,000 tiny events', events(1, zeros(500_000)), 'error over_credit events · close 1008'),
	onSocket(
		'over the credit by the second frame',
		[Buffer.concat([text(events(1, zeros(4_000))), text(events(2, zeros(6_001)))])],
		`ack 1 ${refused(4_000)} · error over_credit events · close 1008`
	),
	onSocket(
		'40,000 tiny events once that is granted',
		[good(1), { until: 'ack 1' }, text(events(2, zeros(40_000)))],
		`${taken(1)} · ack 2 ${refused(40_000)} · close 1000`
	),
	onSocket(
		'one more than is granted',
		[good(1), { until: 'ack 1' }, text(events(2, zeros(40_001)))],
		`${taken(1)} · error over_credit events · close 1008`
	),
	onSocket(
		'a producer that reads nothing for a while',
		[{ repeat: text(events('1', zeros(2_000))), times: 1 }, { deafMs: 500 }, good(2)],
		`ack 1 ${refused(2_000)} · ${taken(2)} · close 1000`
	)
];
