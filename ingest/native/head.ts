import type { Writer } from './writer.ts';

/** Begins a column. */
export function head(out: Writer, name: string, type: string) {
	out.text(name);
	out.text(type);
}
