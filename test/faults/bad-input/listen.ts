import { z } from 'zod';
import { LEAK } from './process.ts';

/**
 * What a server says on a connection, as short words: `ack 1 accepted 1`, `error not_json`, `close 1007`, `pong`, `400 invalid seq`.
 * Told as they come; what is left at the end is no whole message.
 */
export function createListener(onWord: (word: string) => void) {
	let bytes = Buffer.alloc(0);
	let upgraded = false;

	function step(): boolean {
		const read = upgraded ? readFrame(bytes) : readResponse(bytes);
		if (!read) return false;
		bytes = bytes.subarray(read.length);
		upgraded ||= read.word === '101';
		onWord(read.word);
		return true;
	}

	return {
		hear(chunk: Buffer) {
			bytes = Buffer.concat([bytes, chunk]);
			while (step());
		},
		/** The connection is over: it may be what ends the last body, and an answer to HEAD has none. */
		end() {
			const [head = '', body = ''] = bytes.toString('latin1').split('\r\n\r\n', 2);
			if (bytes.length === 0) return;
			if (upgraded || !head.startsWith('HTTP/')) return onWord(`${bytes.length} bytes more`);
			onWord(`${statusOf(head)} ${say(body)}`.trim());
		}
	};
}

type Said = { word: string; length: number };

const Refused = z.object({
	error: z.object({ reason: z.string(), path: z.string(), detail: z.string().min(1) })
});
const Outcome = z.object({
	ack: z.number(),
	accepted: z.number(),
	duplicates: z.number(),
	rejected: z.array(z.object({ reason: z.string(), path: z.string(), detail: z.string().min(1) })),
	credit: z.number().min(1_000)
});

/** An answer to events in a few words: how many of each, and what was wrong with the first that was refused. */
function wordsOf({ ack, accepted, duplicates, rejected }: z.infer<typeof Outcome>): string {
	const [first] = rejected;
	return [
		`ack ${ack}`,
		...(accepted > 0 ? [`accepted ${accepted}`] : []),
		...(duplicates > 0 ? [`duplicates ${duplicates}`] : []),
		...(first ? [`rejected ${rejected.length}: ${`${first.reason} ${first.path}`.trim()}`] : [])
	].join(' ');
}

/** JSON of ingest in a few words; says so where something is in it that must never be. */
function say(json: string): string {
	if (LEAK.test(json)) return `LEAK ${json.slice(0, 500)}`;
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return '';
	}
	const outcome = Outcome.safeParse(value);
	if (outcome.success) return wordsOf(outcome.data);
	const refused = Refused.safeParse(value);
	return refused.success ? `error ${refused.data.error.reason} ${refused.data.error.path}`.trim() : '';
}

function readFrame(bytes: Buffer): Said | undefined {
	if (bytes.length < 2) return undefined;
	const [first = 0, second = 0] = bytes;
	const [at, size] = [126, 127].includes(second) ? (second === 126 ? [4, 2] : [10, 8]) : [2, 0];
	if (bytes.length < at) return undefined;
	const payload = size === 0 ? second : size === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
	const length = at + payload;
	if (bytes.length < length) return undefined;
	const body = bytes.subarray(at, length);
	const opcode = first & 15;
	if (opcode === 8) return { word: body.length < 2 ? 'close' : `close ${body.readUInt16BE(0)}`, length };
	if (opcode === 9) return { word: 'ping', length };
	if (opcode === 10) return { word: body.length === 0 ? 'pong' : `pong ${body.length}`, length };
	return { word: opcode === 1 ? say(body.toString()) || 'unreadable' : `frame ${opcode}`, length };
}

function readResponse(bytes: Buffer): Said | undefined {
	const end = bytes.indexOf('\r\n\r\n');
	if (end < 0) return undefined;
	const head = bytes.subarray(0, end).toString('latin1');
	const body = bodyOf(head, bytes.subarray(end + 4));
	if (!body) return undefined;
	const status = statusOf(head);
	const words = LEAK.test(body.text)
		? `LEAK ${body.text.slice(0, 500)}`
		: say(body.text).replace(/^error /, '');
	return { word: `${status} ${words}`.trim(), length: end + 4 + body.length };
}

const statusOf = (head: string) =>
	/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? `unreadable ${head.slice(0, 100)}`;

type Body = { text: string; length: number };

/** The body after a head; nothing while it is not whole, or when only the end of the connection will end it. */
function bodyOf(head: string, bytes: Buffer): Body | undefined {
	if (/^transfer-encoding: *chunked/im.test(head)) return chunksOf(bytes);
	const [, said] = /^content-length: *(\d+)/im.exec(head) ?? [];
	const length = Number(said ?? (/^HTTP\/1\.1 (1|204|304)/.test(head) ? 0 : Infinity));
	return bytes.length < length ? undefined : { text: bytes.subarray(0, length).toString(), length };
}

function chunksOf(bytes: Buffer): Body | undefined {
	const parts: Buffer[] = [];
	let at = 0;
	for (;;) {
		const end = bytes.indexOf('\r\n', at);
		const size = end < 0 ? NaN : parseInt(bytes.subarray(at, end).toString(), 16);
		if (Number.isNaN(size) || bytes.length < end + 2 + size + 2) return undefined;
		parts.push(bytes.subarray(end + 2, end + 2 + size));
		at = end + 2 + size + 2;
		if (size === 0) return { text: Buffer.concat(parts).toString(), length: at };
	}
}
