import { randomBytes } from 'node:crypto';
import { KEY } from '../../ingest/support.ts';

/** What goes over the wire, byte by byte: WebSocket frames (RFC 6455) and HTTP/1.1, good and bad. */

export const OP = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

export type FrameOptions = {
	fin?: boolean;
	/** The reserved bits, 0 to 7. */
	rsv?: number;
	mask?: boolean;
	/** The payload length that the frame claims, when it is another one. */
	claims?: number | bigint;
	/** In how many bits the length is written: 7, 16 or 64, whether it needs them or not. */
	lengthBits?: 7 | 16 | 64;
};

function lengthBytes(length: bigint, bits: 7 | 16 | 64, masked: number): Buffer {
	if (bits === 7) return Buffer.from([masked | Number(length)]);
	const bytes = Buffer.alloc(bits === 16 ? 3 : 9);
	bytes[0] = masked | (bits === 16 ? 126 : 127);
	if (bits === 16) bytes.writeUInt16BE(Number(length), 1);
	else bytes.writeBigUInt64BE(BigInt.asUintN(64, length), 1);
	return bytes;
}

/** One WebSocket frame of a client. */
export function frame(opcode: number, payload: string | Buffer = '', options: FrameOptions = {}): Buffer {
	const { fin = true, rsv = 0, mask = true } = options;
	const body = Buffer.from(payload);
	const length = BigInt(options.claims ?? body.length);
	const bits = options.lengthBits ?? (length < 126n ? 7 : length < 65_536n ? 16 : 64);
	const first = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode]);
	const head = lengthBytes(length, bits, mask ? 0x80 : 0);
	if (!mask) return Buffer.concat([first, head, body]);
	const key = randomBytes(4);
	for (let i = 0; i < body.length; i++) body[i] = (body[i] ?? 0) ^ (key[i & 3] ?? 0);
	return Buffer.concat([first, head, key, body]);
}

export const text = (payload: string | Buffer, options?: FrameOptions) => frame(OP.text, payload, options);
export const ping = (payload: string | Buffer = '', options?: FrameOptions) =>
	frame(OP.ping, payload, options);
export const pong = (payload: string | Buffer = '') => frame(OP.pong, payload);

/** A text in so many pieces. */
export function pieces(payload: string | Buffer, size: number, between: readonly Buffer[] = []): Buffer[] {
	const bytes = Buffer.from(payload);
	const frames: Buffer[] = [];
	for (let at = 0; at < bytes.length; at += size) {
		const fin = at + size >= bytes.length;
		frames.push(frame(at === 0 ? OP.text : OP.continuation, bytes.subarray(at, at + size), { fin }));
		if (!fin) frames.push(...between);
	}
	return frames;
}

/** A close with a code, and with a reason. */
export function close(code?: number, reason: string | Buffer = ''): Buffer {
	if (code === undefined) return frame(OP.close);
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16BE(code);
	return frame(OP.close, Buffer.concat([bytes, Buffer.from(reason)]));
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const lines = (headers: Headers) =>
	Object.entries(headers).flatMap(([name, value]) =>
		value === undefined ? [] : [value].flat().map((one) => `${name}: ${one}\r\n`)
	);

/** The head of a request. `latin1`: a header may hold any byte. */
export const head = (first: string, headers: Headers) =>
	Buffer.from(`${first}\r\n${lines(headers).join('')}\r\n`, 'latin1');

const HOST = '127.0.0.1';
export const AUTHORIZATION = `Bearer ${KEY}`;

/** A handshake; `changes` go over the headers of a good one, undefined leaves one out. */
export const handshake = (changes: Headers = {}, first = 'GET /v1/events HTTP/1.1') =>
	head(first, {
		Host: HOST,
		Connection: 'Upgrade',
		Upgrade: 'websocket',
		'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
		'Sec-WebSocket-Version': '13',
		'Sec-WebSocket-Protocol': 'touchstone.v1',
		Authorization: AUTHORIZATION,
		...changes
	});

/** A request that ends its connection; `changes` go over its headers. */
export function request(first: string, body: string | Buffer = '', changes: Headers = {}): Buffer {
	const bytes = Buffer.from(body);
	const headers = {
		Host: HOST,
		Connection: 'close',
		Authorization: AUTHORIZATION,
		'Content-Type': 'application/json',
		'Content-Length': String(bytes.length),
		...changes
	};
	return Buffer.concat([head(`${first} HTTP/1.1`, headers), bytes]);
}

export const post = (body: string | Buffer, changes: Headers = {}, path = '/v1/events') =>
	request(`POST ${path}`, body, changes);

/** A body in chunks, each with its own size line unless told another. */
export const chunked = (body: string, changes: Headers = {}) =>
	Buffer.concat([
		post('', { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked', ...changes }),
		Buffer.from(body)
	]);
