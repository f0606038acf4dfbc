/** A string of so many characters has at most 126 bytes, so its length takes one byte and may be written after it. */
const SHORT = 42;

/** How many bytes a number takes as a varint: seven bits each. */
function varintBytes(value: number): number {
	let bytes = 1;
	while (value >= 0x80) {
		value = Math.floor(value / 0x80);
		bytes++;
	}
	return bytes;
}

/** A buffer that grows while numbers and texts are written into it, as ClickHouse reads them: little endian. */
export class Writer {
	#bytes: Buffer;
	#view: DataView;
	#at = 0;

	/** `size` is a guess in bytes: too small a one costs a copy. */
	constructor(size: number) {
		this.#bytes = Buffer.allocUnsafe(size);
		this.#view = viewOf(this.#bytes);
	}

	/** How many bytes are written. */
	get length() {
		return this.#at;
	}

	/** What is written so far, in the writer's own memory. */
	get written(): Buffer {
		return this.#bytes.subarray(0, this.#at);
	}

	#reserve(more: number) {
		if (this.#at + more <= this.#bytes.length) return;
		const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more));
		this.#bytes.copy(grown, 0, 0, this.#at);
		this.#bytes = grown;
		this.#view = viewOf(grown);
	}

	/** Overwrites one byte written before. */
	patch(at: number, byte: number) {
		this.#bytes[at] = byte;
	}

	byte(value: number) {
		this.#reserve(1);
		this.#bytes[this.#at++] = value;
	}

	/** The same byte `count` times. */
	fill(value: number, count: number) {
		this.#reserve(count);
		this.#bytes.fill(value, this.#at, this.#at + count);
		this.#at += count;
	}

	raw(bytes: Uint8Array) {
		this.#reserve(bytes.length);
		this.#bytes.set(bytes, this.#at);
		this.#at += bytes.length;
	}

	varint(value: number) {
		this.#reserve(8);
		while (value >= 0x80) {
			this.#bytes[this.#at++] = (value % 0x80) | 0x80;
			value = Math.floor(value / 0x80);
		}
		this.#bytes[this.#at++] = value;
	}

	float64(value: number) {
		this.#reserve(8);
		this.#view.setFloat64(this.#at, value, true);
		this.#at += 8;
	}

	/** A whole number within ±2^53, as Int64 or UInt64. */
	int64(value: number) {
		this.#reserve(8);
		const high = Math.floor(value / 0x1_0000_0000);
		this.#view.setUint32(this.#at, value - high * 0x1_0000_0000, true);
		this.#view.setInt32(this.#at + 4, high, true);
		this.#at += 8;
	}

	/** A String: its length in bytes, then UTF-8. Half a character (a lone surrogate) becomes U+FFFD. */
	text(value: string) {
		if (value.length > SHORT) return this.#long(value);
		this.#reserve(1 + 3 * SHORT);
		const bytes = this.#bytes;
		const start = this.#at + 1;
		let at = start;
		for (let i = 0; i < value.length; i++) {
			const code = value.charCodeAt(i);
			if (code < 0x80) bytes[at++] = code;
			else {
				at = this.#wide(value, i, at);
				break;
			}
		}
		bytes[start - 1] = at - start;
		this.#at = at;
	}

	/** The rest of a short text from `i`, where it is not ASCII any more; answers where it ends. */
	#wide(value: string, i: number, at: number): number {
		const bytes = this.#bytes;
		for (; i < value.length; i++) {
			let code = value.charCodeAt(i);
			if (code < 0x80) {
				bytes[at++] = code;
				continue;
			}
			if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
			else {
				if ((code & 0xf800) === 0xd800) {
					const next = code < 0xdc00 && i + 1 < value.length ? value.charCodeAt(i + 1) : 0;
					if ((next & 0xfc00) === 0xdc00) {
						code = 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff);
						i++;
					} else code = 0xfffd;
				}
				if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
				else {
					bytes[at++] = 0xf0 | (code >> 18);
					bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
				}
				bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
			}
			bytes[at++] = 0x80 | (code & 0x3f);
		}
		return at;
	}

	/** The length is guessed as if it were ASCII, which it nearly always is; else the text is moved. */
	#long(value: string) {
		this.#reserve(8 + 3 * value.length);
		const guess = varintBytes(value.length);
		const length = this.#bytes.write(value, this.#at + guess);
		const needed = varintBytes(length);
		const start = this.#at + guess;
		if (needed !== guess) this.#bytes.copyWithin(this.#at + needed, start, start + length);
		this.varint(length);
		this.#at += length;
	}
}

const viewOf = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
