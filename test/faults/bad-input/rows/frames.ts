import { FRAME_BYTES } from './limits.ts';
import { close, frame, OP, pieces, ping, pong, text } from '../wire.ts';
import { events, good, goodEvent, onSocket, type Row } from './row.ts';

const { continuation, binary } = OP;
const taken = (seq: number, count = 1) => `ack ${seq} accepted ${count}`;
const broken = 'error invalid · close 1002';
const notText = 'error not_text · close 1007';

/** Padding that makes a frame's text so many bytes long: JSON allows any amount of space. */
const padded = (seq: number, bytes: number) => {
	const json = events(seq);
	return json + ' '.repeat(bytes - Buffer.byteLength(json));
};
const umlaut = () => Buffer.from(events(1, [goodEvent({ source: 'Zürich/電話/😀' })]));
const flood = (count: number, one: Buffer) => Buffer.concat(Array.from({ length: count }, () => one));

/** Frames of RFC 6455 as a careless or hostile client writes them. */
export const frameRows = (): Row[] => [
	onSocket('a frame', [good(1)], `${taken(1)} · close 1000`),
	onSocket(
		'three frames in one packet',
		[Buffer.concat([good(1), good(2), good(3)])],
		`${taken(1)} · ${taken(2)} · ${taken(3)} · close 1000`
	),
	onSocket('a frame byte by byte', [{ trickle: good(1) }], `${taken(1)} · close 1000`),
	onSocket('a handshake and a frame in one packet', [good(0)], `${taken(0)} · close 1000`),
	onSocket('a frame of exactly 1 MiB', [text(padded(1, FRAME_BYTES))], `${taken(1)} · close 1000`),
	onSocket(
		'a frame of 1 MiB and one byte',
		[text(padded(1, FRAME_BYTES + 1))],
		'error too_large · close 1009'
	),
	onSocket('a frame of 64 MiB', [text(padded(1, 64 * FRAME_BYTES))], 'error too_large · close 1009'),
	onSocket(
		'1 MiB and one byte in two pieces',
		pieces(padded(1, FRAME_BYTES + 1), FRAME_BYTES),
		'error too_large · close 1009'
	),
	onSocket('pieces of one byte', pieces(events(1), 1), `${taken(1)} · close 1000`),
	onSocket(
		'pieces of one byte with pings between them',
		pieces('{"seq":1,"events":[]}', 1, [ping('p')]),
		/^101( · pong 1){20} · ack 1 · close 1000$/
	),
	onSocket('pieces with pongs between them', pieces(events(1), 30, [pong('x')]), `${taken(1)} · close 1000`),
	onSocket('more pieces than a frame may have', pieces(padded(1, 5_000), 1), 'error invalid · close 1008'),
	onSocket(
		'a piece of nothing at the end',
		[frame(OP.text, events(1), { fin: false }), frame(continuation, '')],
		`${taken(1)} · close 1000`
	),
	onSocket(
		'a piece of nothing at the start',
		[frame(OP.text, '', { fin: false }), frame(continuation, events(1))],
		`${taken(1)} · close 1000`
	),
	onSocket(
		'a thousand pieces of nothing',
		[
			frame(OP.text, '', { fin: false }),
			flood(1_000, frame(continuation, '', { fin: false })),
			frame(continuation, events(1))
		],
		`${taken(1)} · close 1000`
	),
	onSocket(
		'a hundred thousand pieces of nothing',
		[
			frame(OP.text, '', { fin: false }),
			flood(100_000, frame(continuation, '', { fin: false })),
			frame(continuation, events(1))
		],
		'error invalid · close 1008'
	),
	onSocket(
		'a piece that never ends, then a close',
		[frame(OP.text, '{"seq":1', { fin: false })],
		'close 1000'
	),
	onSocket('a text frame of nothing', [text('')], 'error not_json · close 1007'),
	onSocket('a continuation of nothing', [frame(continuation, events(1))], broken),
	onSocket(
		'a continuation after a whole frame',
		[good(1), frame(continuation, 'x')],
		`${taken(1)} · ${broken}`
	),
	onSocket('a new text within one in pieces', [frame(OP.text, '{', { fin: false }), good(1)], broken),
	onSocket(
		'a binary frame within a text in pieces',
		[frame(OP.text, '{', { fin: false }), frame(binary, 'x')],
		broken
	),
	onSocket('a binary frame', [frame(binary, events(1))], 'error not_text · close 1003'),
	onSocket('a binary frame of nothing', [frame(binary)], 'error not_text · close 1003'),
	onSocket(
		'a binary frame in pieces',
		[frame(binary, '{', { fin: false }), frame(continuation, '}')],
		'error not_text · close 1003'
	),
	onSocket(
		'a binary frame after a good one',
		[good(1), frame(binary, 'x')],
		`${taken(1)} · error not_text · close 1003`
	),
	...[1, 2, 3, 4, 5, 6, 7].map((rsv) =>
		onSocket(`reserved bits ${rsv.toString(2).padStart(3, '0')}`, [text(events(1), { rsv })], broken)
	),
	onSocket('a reserved bit on a ping', [ping('', { rsv: 4 })], broken),
	onSocket(
		'a reserved bit on a continuation',
		[frame(OP.text, '{', { fin: false }), frame(continuation, '}', { rsv: 4 })],
		broken
	),
	...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) =>
		onSocket(`the reserved opcode ${opcode}`, [frame(opcode, 'x')], broken)
	),
	onSocket('a reserved opcode after a good frame', [good(1), frame(3, 'x')], `${taken(1)} · ${broken}`),
	onSocket('a frame without mask', [text(events(1), { mask: false })], broken),
	onSocket('a ping without mask', [ping('', { mask: false })], broken),
	onSocket('a close without mask', [frame(OP.close, '', { mask: false })], broken),
	onSocket('a short length in 16 bits', [text(events(1, []), { lengthBits: 16 })], 'ack 1 · close 1000'),
	onSocket('a short length in 64 bits', [text(events(1, []), { lengthBits: 64 })], 'ack 1 · close 1000'),
	onSocket('a length of 2^63 - 1', [text('x', { claims: 2n ** 63n - 1n })], 'error too_large · close 1009'),
	onSocket('a length of 2^64 - 1', [text('x', { claims: 2n ** 64n - 1n })], 'error too_large · close 1009'),
	onSocket('a length of 2^53 + 1', [text('x', { claims: 2n ** 53n + 1n })], 'error too_large · close 1009'),
	onSocket('a length of 4 GiB', [text('x', { claims: 2n ** 32n })], 'error too_large · close 1009'),
	onSocket(
		'a length just over 1 MiB, and nothing of it',
		[text('', { claims: FRAME_BYTES + 1 })],
		'error too_large · close 1009'
	),
	onSocket('a length longer than what comes, then the end', [text('{"seq":1', { claims: 100 }), 'end'], ''),
	onSocket(
		'a length shorter than what comes',
		[text(events(1), { claims: 5 })],
		/^101 · error (not_json · close 1007|invalid · close 1002)$/
	),
	onSocket('half a frame head, then the end', [Buffer.from([0x81]), 'end'], ''),
	onSocket('a frame head without its mask, then the end', [Buffer.from([0x81, 0x85, 1]), 'end'], ''),
	onSocket('a good frame, then nothing more', [good(1), { until: 'ack' }, 'end'], `${taken(1)}`),
	onSocket('a good frame, then gone', [good(1), 'vanish'], /^101( · ack 1 accepted 1)?$/),
	onSocket('bytes that are no frame', [Buffer.alloc(1_000, 0xff)], broken),
	onSocket(
		'a request where a frame should be',
		[Buffer.from('GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n')],
		broken
	),
	onSocket('a frame head of zeros', [Buffer.alloc(2)], broken),
	onSocket('TLS where a frame should be', [Buffer.from('16030100a5010000a10303', 'hex')], broken),

	onSocket('text that is no UTF-8', [text(Buffer.from([0x22, 0xff, 0x22]))], notText),
	onSocket('an overlong NUL', [text(Buffer.from([0xc0, 0x80]))], notText),
	onSocket('a surrogate in UTF-8', [text(Buffer.from([0xed, 0xa0, 0x80]))], notText),
	onSocket('beyond the last character', [text(Buffer.from([0xf4, 0x90, 0x80, 0x80]))], notText),
	onSocket('half a character at the end', [text(Buffer.from([0x22, 0xe4, 0xb8]))], notText),
	onSocket('UTF-16', [text(Buffer.from(events(1), 'utf16le'))], 'error not_json · close 1007'),
	onSocket('Latin-1', [text(Buffer.from('{"seq":1,"events":["ü"]}', 'latin1'))], notText),
	onSocket('good characters cut at every border', pieces(umlaut(), 1), `${taken(1)} · close 1000`),
	onSocket(
		'characters cut in the middle by pings',
		pieces(umlaut(), 7, [ping()]),
		/^101( · pong)+ · ack 1 accepted 1 · close 1000$/
	),
	onSocket('bad UTF-8 across a border', pieces(Buffer.from([0x22, 0xe4, 0x22, 0x22]), 2), notText),
	onSocket(
		'half a character, then the last piece',
		[frame(OP.text, Buffer.from([0xf0, 0x9f]), { fin: false }), frame(continuation, '')],
		notText
	),
	onSocket('a good frame, then bad UTF-8', [good(1), text(Buffer.from([0xff]))], `${taken(1)} · ${notText}`),

	onSocket('a ping', [ping('hello'), good(1)], `pong 5 · ${taken(1)} · close 1000`),
	onSocket('a ping of 125 bytes', [ping('x'.repeat(125))], 'pong 125 · close 1000'),
	onSocket('a ping of 126 bytes', [ping('x'.repeat(126))], broken),
	onSocket('a ping of 70,000 bytes', [ping('x'.repeat(70_000))], broken),
	onSocket('a ping in two pieces', [ping('x', { fin: false }), frame(continuation, 'y')], broken),
	onSocket('a pong of 126 bytes', [pong('x'.repeat(126))], broken),
	onSocket('a close of 126 bytes', [close(1000, 'x'.repeat(124))], broken),
	onSocket('a close in two pieces', [frame(OP.close, '', { fin: false })], broken),
	onSocket('a pong that nobody asked for', [pong('x'), good(1)], `${taken(1)} · close 1000`),
	onSocket('a flood of pings', [flood(5_000, ping('x'))], /^101( · pong 1){1,100} · close 1008$/),
	onSocket(
		'a flood of pings of 125 bytes',
		[flood(20_000, ping('x'.repeat(125)))],
		/^101( · pong 125){1,100} · close 1008$/
	),
	onSocket(
		'a flood of pings after a good frame',
		[good(1), flood(1_000, ping())],
		/^101( · pong)*( · ack 1 accepted 1)?( · pong)*( · ack 1 accepted 1)? · close 1008$/
	),
	onSocket('a flood of pongs', [flood(200_000, pong('x')), good(1)], `${taken(1)} · close 1000`),
	onSocket(
		'a flood of pings that reads no answers',
		[{ repeat: flood(1_000, ping('x'.repeat(125))), times: 20 }, { deafMs: 300 }],
		/^101( · pong 125){1,100} · close 1008$/
	),

	onSocket('a close without a code', [close()], 'close'),
	onSocket('a close with a reason', [close(1000, 'done')], 'close 1000'),
	onSocket('a close with half a code', [frame(OP.close, 'x')], broken),
	onSocket('a close whose reason is no UTF-8', [close(1000, Buffer.from([0xff, 0xfe]))], notText),
	...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code) =>
		onSocket(`a close with the code ${code}`, [close(code)], broken)
	),
	...[1001, 1002, 1003, 1007, 1011, 3000, 4999].map((code) =>
		onSocket(`a close with the code ${code}`, [close(code)], `close ${code}`)
	),
	onSocket('a close after a good frame', [good(1), close(1001)], `${taken(1)} · close 1001`),
	onSocket('a frame after a close', [close(1000), good(1)], 'close 1000'),
	onSocket('two closes', [close(1000), close(1001)], 'close 1000'),
	onSocket('a ping after a close', [close(1000), ping()], 'close 1000')
];
