import type { DefectCount, DefectKind } from '#schema/defect.ts';
import type { Grain } from '#schema/kpi.ts';
import type { Period } from './question.ts';

const HOUR = 3_600_000;

/** A source's defects of one kind; `days`: how many in each bucket of the period, in order. */
export type SourceLine = DefectCount & { days: { bucket: string; defects: number }[] };

export type KindLines = {
	kind: DefectKind;
	/** As ClickHouse counted them, over all sources. */
	left_out: string[];
	sources: SourceLine[];
};

/** Counts put together by kind, in the order they come in: the most frequent first. */
export function kindLines(totals: DefectCount[], trend: DefectCount[]): KindLines[] {
	const kinds = [...new Set(totals.map(({ kind }) => kind))];
	const rowsOf = kinds.map((kind) => ({ kind, rows: totals.filter((row) => row.kind === kind) }));
	return rowsOf.map(({ kind, rows }) => ({
		kind,
		left_out: [...new Set(rows.flatMap(({ left_out }) => left_out))],
		sources: rows.map((row) => ({
			...row,
			days: trend
				.filter((one) => one.kind === kind && one.source === row.source)
				.flatMap(({ bucket, defects }) => (bucket === null ? [] : { bucket, defects }))
		}))
	}));
}

/** From when to when a strip reaches, and how wide a bucket is, in ms. */
export type Reach = { from: number; to: number; bucket_ms: number; grain: Grain };

const BUCKET_MS: Record<Grain, number> = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR, total: 24 * HOUR };

/** The strips of a period: weeks begin on its first Monday. */
export const reachOf = ({ from, to, weeksFrom, grain }: Period): Reach => ({
	from: Date.parse(grain === 'week' ? weeksFrom : from),
	to: Date.parse(to),
	bucket_ms: BUCKET_MS[grain],
	grain
});

export type Bar = { x: number; width: number; height: number };

/** A bar for each bucket, in a drawing of this width and height: from zero, and never too low to be seen. */
export function bars(
	days: SourceLine['days'],
	{ from, to, bucket_ms }: Pick<Reach, 'from' | 'to' | 'bucket_ms'>,
	{ width, height, most }: { width: number; height: number; most: number }
): Bar[] {
	const scale = width / (to - from);
	return days.map(({ bucket, defects }) => ({
		x: (Date.parse(bucket) - from) * scale,
		width: Math.max(1, bucket_ms * scale - 0.5),
		height: Math.max(2, (defects / most) * height)
	}));
}
