import { readJson, type Read } from '../body.ts';
import { mediaType } from '../media-type.ts';
import type { Source } from './source.ts';

/** One JSON a line, as exports into files have it. */
function readLines(text: string): Read<unknown[]> {
	const values: unknown[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const json = readJson(line);
		if (!json.ok) return { ok: false, refused: { ...json.refused, path: `line ${index + 1}` } };
		values.push(json.value);
	}
	return { ok: true, value: values };
}

/** A body as its source takes it. Vendors label the same JSON in many ways, so only lines are told by their content type. */
export function readPayload(
	{ content }: Pick<Source, 'content'>,
	contentType: string | undefined,
	text: string
): Read<unknown> {
	if (content === 'text') return { ok: true, value: text };
	return mediaType(contentType) === 'application/x-ndjson' ? readLines(text) : readJson(text);
}
