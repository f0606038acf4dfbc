import { z } from 'zod';
import type { KpiId } from '#schema/kpi.ts';

const Part = z.object({
	ask: z.int(),
	group: z.string().nullable(),
	bucket: z.string().nullable(),
	value: z.number().nullable(),
	numerator: z.int(),
	denominator: z.int()
});

type PartRow = z.infer<typeof Part> & { component: KpiId };

/** The rows of one of the KPIs a scorecard is made of, as they came. */
export type ScorecardPart = { kpi: KpiId; rows: readonly unknown[] };

/** ClickHouse takes 128 KiB in a field of a request. */
const MOST_BYTES = 60_000;

const bytesOf = (rows: readonly PartRow[]) =>
	rows.reduce((sum, { group }) => sum + 40 + 2 * Buffer.byteLength(group ?? ''), 0);

/** Totals first, then as answers are: by bucket, then by group; what has none is last. */
const placeOf = (group: string | null, bucket: string | null) =>
	JSON.stringify([
		group === null && bucket === null ? 0 : 1,
		bucket === null ? 1 : 0,
		bucket,
		group === null ? 1 : 0,
		group
	]);

/** What is of one score, side by side. */
function scoresOf(parts: readonly ScorecardPart[]): PartRow[][] {
	const scores = new Map<string, PartRow[]>();
	for (const { kpi, rows } of parts)
		for (const row of z.array(Part).parse(rows)) {
			const key = `${placeOf(row.group, row.bucket)} ${row.ask}`;
			const known = scores.get(key);
			if (known) known.push({ ...row, component: kpi });
			else scores.set(key, [{ ...row, component: kpi }]);
		}
	return [...scores].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, score]) => score);
}

const listsOf = (rows: readonly PartRow[]) =>
	Object.fromEntries(
		([...Part.keyof().options, 'component'] as const).map((name) => [
			`part_${name}`,
			rows.map((row) => row[name])
		])
	);

/**
 * What a scorecard is asked with where its parts have been asked before: every row of each, column by column, in as many questions as fit
 * into requests. All totals are in the first; in the others every ask is by something, for the view tells each ask's total also where there is
 * nothing.
 */
export function givenParts(parts: readonly ScorecardPart[], asks: number): Record<string, unknown>[] {
	const pieces: PartRow[][] = [[]];
	let bytes = 0;
	for (const score of scoresOf(parts)) {
		if (bytes > 0 && bytes + bytesOf(score) > MOST_BYTES) {
			pieces.push([]);
			bytes = 0;
		}
		pieces.at(-1)?.push(...score);
		bytes += bytesOf(score);
	}
	const by = Array.from({ length: asks }, () => 'told');
	return pieces.map((rows, at) => ({ ...listsOf(rows), ...(at > 0 ? { by } : {}) }));
}
