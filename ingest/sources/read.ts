import { z } from 'zod';
import { EARLIEST } from '#schema/event.ts';
import { dimension, refuse, type SourceResult, type Unmapped } from './source.ts';

/** Shapes that vendors' payloads have in common. Absent and null are the same: unknown. */

const LATEST = Date.UTC(9999, 11, 31);

/** Some vendors write 1 January 1970 where they mean "not yet": a time before any event is no time. */
const known = (ms: number) => (ms >= EARLIEST && ms <= LATEST ? ms : undefined);

/** A time with zone, or milliseconds since 1970; in ms. */
export const instant = z
	.union([z.iso.datetime({ offset: true }), z.number()], {
		error: 'expected a time with zone, such as 2026-11-21T09:30:00Z, or milliseconds since 1970'
	})
	.nullish()
	.transform((value) => (value == null ? undefined : known(new Date(value).getTime())));

/** A word or a number that becomes a dimension. Something else in its place is unknown. */
export const word = z.unknown().optional().transform(dimension);

/** What a vendor calls its record by. */
export const recordId = z.string().min(1).max(300);

/** An id that may be missing; '' is missing too. */
export const maybeId = z
	.string()
	.max(300)
	.nullish()
	.transform((value) => value || undefined);

export const iso = (ms: number) => new Date(ms).toISOString();

/** What a vendor's word means here. A word that the table does not have is counted; no word is none. */
export function meaningOf<Meaning>(
	table: Readonly<Record<string, Meaning>>,
	field: string,
	value: string | undefined,
	unmapped: Unmapped[]
): Meaning | undefined {
	if (value === undefined) return undefined;
	if (Object.hasOwn(table, value)) return table[value];
	unmapped.push({ field, value });
	return undefined;
}

/** One payload or an array of them, put together. The first that cannot be read refuses all: its place is in the path. */
export function readEach(payload: unknown, readOne: (item: unknown) => SourceResult): SourceResult {
	if (!Array.isArray(payload)) return readOne(payload);
	const all: SourceResult & { ok: true } = { ok: true, mapped: { events: [], unmapped: [] } };
	for (const [index, item] of payload.entries()) {
		const result = readOne(item);
		if (!result.ok)
			return refuse(
				[index, result.refusal.path].filter((part) => part !== '').join('.'),
				result.refusal.detail
			);
		for (const event of result.mapped.events) all.mapped.events.push(event);
		for (const unmapped of result.mapped.unmapped) all.mapped.unmapped.push(unmapped);
	}
	return all;
}
