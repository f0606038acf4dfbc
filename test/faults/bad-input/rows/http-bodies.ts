import { FRAME_BYTES } from './limits.ts';
import { noJson, posted, taken, type } from './http-row.ts';
import { goodEvent, goodEvents, type Row } from './row.ts';

const LINES = type('application/x-ndjson');
const BATCH = type('application/cloudevents-batch+json');
const ONE = type('application/cloudevents+json');
const zeros = (count: number) => `[${'0,'.repeat(count - 1)}0]`;

/** Bodies: what is no JSON, no list, no line, too much. */
export const bodyRows = (): Row[] => [
	posted('one event', goodEvent(), taken(), ONE),
	posted('a batch', `[${goodEvents(3).join(',')}]`, taken(3), BATCH),
	posted('a batch of nothing', '[]', '200 ack 0', BATCH),
	posted('nothing at all', '', noJson),
	posted('nothing, as a batch', '', noJson, BATCH),
	posted('nothing, as lines', '', '200 ack 0', LINES),
	posted('spaces', '   \r\n', noJson),
	posted('an object as a batch', goodEvent(), '400 invalid', BATCH),
	posted('null as a batch', 'null', '400 invalid', BATCH),
	posted('{"length":1} as a batch', '{"length":1,"0":{}}', '400 invalid', BATCH),
	posted('a list as one event', `[${goodEvent()}]`, '200 ack 0 rejected 1: invalid', ONE),
	posted('null', 'null', '200 ack 0 rejected 1: invalid'),
	posted(
		'an object of prototypes',
		'{"__proto__":{"type":"case.opened"},"constructor":1}',
		'200 ack 0 rejected 1: invalid type'
	),
	posted('half of an object', '{"id":', noJson),
	posted('two objects', '{}{}', noJson),
	posted('a byte order mark and an event', `\ufeff${goodEvent()}`, taken()),
	posted('two byte order marks', `\ufeff\ufeff${goodEvent()}`, [taken(), noJson]),
	posted('no UTF-8', Buffer.from([0x22, 0xff, 0x22]), '400 not_text'),
	posted('Latin-1', Buffer.from('{"id":"ü"}', 'latin1'), '400 not_text'),
	posted('UTF-16', Buffer.from(`\ufeff${goodEvent()}`, 'utf16le'), '400 not_text'),
	posted('a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), '400 not_text'),
	posted('a NUL', '\0', noJson),
	posted('400,000 levels', '['.repeat(400_000) + ']'.repeat(400_000), '200 ack 0 rejected 1: too_large'),
	posted(
		'400,000 levels as one event',
		'['.repeat(400_000) + ']'.repeat(400_000),
		'200 ack 0 rejected 1: too_large',
		ONE
	),
	posted('500,000 open levels', '['.repeat(500_000), noJson),
	posted('10,000 tiny events', zeros(10_000), '200 ack 0 rejected 10000: invalid'),
	posted('10,001 tiny events', zeros(10_001), '413 too_large'),
	posted('10,001 lines', '{}\n'.repeat(10_001), '413 too_large', LINES),
	posted('500,000 tiny events', zeros(500_000), '413 too_large'),
	posted('a thousand events', `[${goodEvents(1_000).join(',')}]`, taken(1_000), BATCH),
	posted(
		'exactly 1 MiB',
		((event) => event + ' '.repeat(FRAME_BYTES - Buffer.byteLength(event)))(goodEvent()),
		taken()
	),
	posted('1 MiB and one byte', ' '.repeat(FRAME_BYTES + 1), '413 too_large'),
	posted('8 MiB', ' '.repeat(8 * FRAME_BYTES), '413 too_large'),
	posted('100 MiB', ' '.repeat(100 * FRAME_BYTES), ['413 too_large', '', '413 too_large']),
	posted('lines', goodEvents(3).join('\n'), taken(3), LINES),
	posted('lines with CRLF', `${goodEvents(3).join('\r\n')}\r\n`, taken(3), LINES),
	posted('lines with CR alone', goodEvents(2).join('\r'), '200 ack 0 rejected 1: invalid', LINES),
	posted('blank lines between lines', `\n\n${goodEvent()}\n  \n\t\n${goodEvent()}\n\n`, taken(2), LINES),
	posted('lines after a byte order mark', `\ufeff${goodEvents(2).join('\n')}`, taken(2), LINES),
	posted(
		'half a line at the end',
		`${goodEvent()}\n{"id":"x","sou`,
		'200 ack 0 accepted 1 rejected 1: invalid',
		LINES
	),
	posted(
		'a line that is no JSON between good ones',
		`${goodEvent()}\nhello\n${goodEvent()}`,
		'200 ack 0 accepted 2 rejected 1: invalid',
		LINES
	),
	posted('an event over two lines', goodEvent().replace(',', ',\n'), '200 ack 0 rejected 2: invalid', LINES),
	posted('U+2028 within a line', goodEvent({ data: { team: 'a\u2028b' } }), taken(), LINES),
	posted('100,000 blank lines', '\n'.repeat(100_000), '200 ack 0', LINES),
	posted('300,000 lines of one character', '0\n'.repeat(300_000), '413 too_large', LINES),
	posted('a list of lines', `[${goodEvent()}]\n[${goodEvent()}]`, '200 ack 0 rejected 2: invalid', LINES)
];
