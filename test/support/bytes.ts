import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

// Looks for bytes in files as they lie on the disk, and in what ClickHouse has compressed in them.

/** Checksum, method, both sizes: what comes before each compressed block (ClickHouse's CompressedReadBufferBase). */
const HEAD_BYTES = 25;
const LZ4 = 0x82;
const NONE = 0x02;

/** What ClickHouse removes while it is looked at is gone. */
function unlessGone<T>(read: () => T, gone: T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return gone;
		throw error;
	}
}

function files(folder: string): string[] {
	return unlessGone(() => readdirSync(folder), []).flatMap((name) => {
		const path = join(folder, name);
		const isFolder = unlessGone(() => statSync(path).isDirectory(), false);
		return isFolder ? files(path) : [path];
	});
}

/** A length of the LZ4 block format: 15 goes on in bytes of 255. */
function lengthAt(from: Buffer, nibble: number, at: number): [length: number, at: number] {
	let length = nibble;
	if (nibble < 15) return [length, at];
	for (;;) {
		const byte = from[at++] ?? 0;
		length += byte;
		if (byte < 255) return [length, at];
	}
}

/** Undoes LZ4 (github.com/lz4/lz4, doc/lz4_Block_format.md). */
function unpack(packed: Buffer, size: number): Buffer {
	const out = Buffer.alloc(size);
	let end = 0;
	for (let at = 0; at < packed.length;) {
		const token = packed[at++] ?? 0;
		const [literals, start] = lengthAt(packed, token >> 4, at);
		end += packed.copy(out, end, start, start + literals);
		at = start + literals;
		if (at >= packed.length) break; // the last sequence has no match
		const offset = packed.readUInt16LE(at);
		const [matched, next] = lengthAt(packed, token & 15, at + 2);
		for (let left = matched + 4; left > 0; left--, end++) out[end] = out[end - offset] ?? 0;
		at = next;
	}
	return out;
}

/** What is in a file of compressed blocks; empty for another file. Throws for a compression it cannot undo. */
function unpackBlocks(content: Buffer): Buffer {
	const blocks: Buffer[] = [];
	for (let at = 0; at + HEAD_BYTES <= content.length;) {
		const method = content[at + 16];
		const packed = content.readUInt32LE(at + 17) - 9; // it counts method and sizes
		const end = at + HEAD_BYTES + packed;
		if ((method !== LZ4 && method !== NONE) || packed < 0 || end > content.length) return Buffer.alloc(0);
		const body = content.subarray(at + HEAD_BYTES, end);
		blocks.push(method === LZ4 ? unpack(body, content.readUInt32LE(at + 21)) : body);
		at = end;
	}
	return Buffer.concat(blocks);
}

/** The files below `folder` that hold `text`, as they are or compressed. Throws when data of ClickHouse cannot be read. */
export function filesHolding(folder: string, text: string): string[] {
	return files(folder).filter((file) => {
		const content = unlessGone(() => readFileSync(file), Buffer.alloc(0));
		if (content.includes(text)) return true;
		const unpacked = unpackBlocks(content);
		if (/\.bin$/.test(file) && content.length > 0 && unpacked.length === 0)
			throw new Error(`${file} is compressed in a way this test does not know`);
		return unpacked.includes(text);
	});
}
