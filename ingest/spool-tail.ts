import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

// The write-ahead log of SQLite (sqlite.org/fileformat2.html, section 4): a header of 32 bytes, then frames of a header
// of 24 bytes and a page. Frames of an earlier round have other salts than the header.

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * How many bytes at the end of a log belong to no finished transaction: a crash came between writing and committing. SQLite
 * cuts them by itself when it opens the file; here they are found so that it can be reported.
 */
export function readTornTail(log: string): number {
	if (!existsSync(log)) return 0;
	const file = openSync(log, 'r');
	try {
		const size = fstatSync(file).size;
		const header = Buffer.alloc(HEADER_BYTES);
		if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return size;
		const step = header.readUInt32BE(8) + FRAME_HEADER_BYTES;
		const frame = Buffer.alloc(FRAME_HEADER_BYTES);
		let committed = HEADER_BYTES;
		let end = HEADER_BYTES;
		for (let at = HEADER_BYTES; at < size; at += step) {
			const read = readSync(file, frame, 0, FRAME_HEADER_BYTES, at);
			const ours = read === FRAME_HEADER_BYTES && frame.compare(header, 16, 24, 8, 16) === 0;
			if (!ours) break;
			end = Math.min(at + step, size);
			if (frame.readUInt32BE(4) > 0 && at + step <= size) committed = at + step;
		}
		return end - committed;
	} finally {
		closeSync(file);
	}
}
