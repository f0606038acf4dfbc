import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;

/** The files of an archive by path, read by its directory as every reader does. Throws for what is no whole archive. */
export function unzip(archive: Buffer): Map<string, string> {
	const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
	if (end < 0 || archive.readUInt32LE(end) !== END) throw new Error('no whole archive');
	const files = new Map<string, string>();
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
		const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
		const path = archive.toString('utf8', at + 46, at + 46 + (name ?? 0));
		const local = archive.readUInt32LE(at + 42);
		const data = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
		const packed = archive.subarray(data, data + archive.readUInt32LE(at + 20));
		files.set(path, (archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8'));
		at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
	}
	return files;
}
