import { close, frame, OP, ping, text } from '../wire.ts';
import { events, goodEvent, onCloudEvents, type Row } from './row.ts';

/** The subprotocol without answers: a close says all there is to say. */
export const cloudEventsRows = (): Row[] => [
	onCloudEvents('an event', [text(goodEvent())], 'close 1000'),
	onCloudEvents(
		'a hundred events',
		Array.from({ length: 100 }, () => text(goodEvent())),
		'close 1000'
	),
	onCloudEvents('an event that is refused', [text('{"type":"no.such"}'), text(goodEvent())], 'close 1000'),
	onCloudEvents(
		'what is no event',
		['0', 'null', '[]', '""', '{}', '{"__proto__":{}}'].map((json) => text(json)),
		'close 1000'
	),
	onCloudEvents('a frame of the other subprotocol', [text(events(1))], 'close 1000'),
	onCloudEvents('a list of events', [text(`[${goodEvent()}]`)], 'close 1000'),
	onCloudEvents('no JSON', [text('hello')], 'close 1007'),
	onCloudEvents('no JSON after an event', [text(goodEvent()), text('{')], 'close 1007'),
	onCloudEvents('nothing', [text('')], 'close 1007'),
	onCloudEvents('a byte order mark', [text(`\ufeff${goodEvent()}`)], 'close 1007'),
	onCloudEvents('no UTF-8', [text(Buffer.from([0x22, 0xff, 0x22]))], 'close 1007'),
	onCloudEvents('a binary frame', [frame(OP.binary, goodEvent())], 'close 1003'),
	onCloudEvents('more than 1 MiB', [text(JSON.stringify('x'.repeat(1_100_000)))], 'close 1009'),
	onCloudEvents(
		'an event of 900 kB',
		[text(JSON.stringify({ type: 'x'.repeat(900_000) })), text(goodEvent())],
		'close 1000'
	),
	onCloudEvents('500,000 open levels', [text('['.repeat(500_000))], 'close 1007'),
	onCloudEvents('400,000 levels', [text('['.repeat(400_000) + ']'.repeat(400_000))], 'close 1000'),
	onCloudEvents('a reserved bit', [text(goodEvent(), { rsv: 4 })], 'close 1002'),
	onCloudEvents('no mask', [text(goodEvent(), { mask: false })], 'close 1002'),
	onCloudEvents('a ping', [ping('x')], 'pong 1 · close 1000'),
	onCloudEvents('a close without a code', [text(goodEvent()), close()], 'close'),
	onCloudEvents('an event, then the end', [text(goodEvent()), 'end'], ''),
	onCloudEvents(
		'5,000 bad events',
		[Buffer.concat(Array.from({ length: 5_000 }, () => text('{}')))],
		'close 1000'
	)
];
