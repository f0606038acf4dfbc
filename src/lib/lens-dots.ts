import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId } from '#schema/kpi.ts';
import { evidence } from './evidence.ts';
import { figureOf } from './kpi-line.ts';
import type { LensAnswer, LensOther } from './lens.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';

/** One formula's result on the common scale. `at`, `band`: parts of its length; null where nothing can be drawn. */
export type Dot = {
	id: string;
	ours: boolean;
	name: string;
	formula: string | null;
	source: string | null;
	text: string;
	at: number | null;
	band: [number, number] | null;
};

export type Dots = { dots: Dot[]; low: string; high: string };

type Result = Pick<LensOther, 'n' | 'numerator' | 'denominator' | 'value' | 'low' | 'high' | 'unit'>;

const OURS = 'ours';

/** The number itself and what other formulas make of the same data, on one scale. */
export function dotsOf(kpi: KpiId, { counted, others }: LensAnswer, screen: Screen): Dots {
	const { unit, name } = CATALOGUE[kpi];
	const results = [
		{ id: OURS, result: counted, words: null },
		...others.map((other) => ({ id: other.id, result: other, words: other }))
	];
	const scale = scaleOf(
		unit,
		results.flatMap(({ result }) => (drawn(result) ? [result.value ?? 0, ...(bandOf(result) ?? [])] : []))
	);
	const part = (value: number) => (value - scale.low) / (scale.high - scale.low);

	return {
		dots: results.map(({ id, result, words }) => {
			const band = drawn(result) ? bandOf(result) : null;
			return {
				id,
				ours: words === null,
				name: words?.name[screen.locale] ?? name[screen.locale],
				formula: words?.formula[screen.locale] ?? null,
				source: words?.source[screen.locale] ?? null,
				text: textOf(result),
				at: drawn(result) && result.value !== null ? part(result.value) : null,
				band: band && [part(band[0]), part(band[1])]
			};
		}),
		low: edge(scale.low),
		high: edge(scale.high)
	};

	/** Few items are counts, never a dot that looks like a percentage; what has another unit is on no scale of ours. */
	function drawn({ value, n, unit: own }: Result) {
		return value !== null && own === undefined && !(unit === 'share' && evidence(n) === 'few');
	}

	/** A duration's interval is that of the share within its promise: not on this scale. */
	function bandOf({ low, high }: Result): [number, number] | null {
		return unit === 'seconds' || low === null || high === null ? null : [low, high];
	}

	function textOf(result: Result) {
		const { value, n, numerator, denominator } = result;
		if (value === null) return m.no_data();
		if (result.unit === 'seconds') return screen.plain(screen.duration(value));
		if (drawn(result)) return screen.plain(figureOf(kpi, value, screen));
		if (numerator === null || denominator === null) return m.n_equals({ n: screen.count(n) });
		return m.count_of({ kept: screen.count(numerator), all: screen.count(denominator) });
	}

	function edge(value: number) {
		if (unit === 'share') return screen.plain(screen.share(value, 0));
		if (unit === 'seconds') return screen.plain(screen.duration(value));
		return screen.decimal(value, Number.isInteger(value) ? 0 : 1);
	}
}

/** Ends of an axis of durations, in seconds: from 0 on, to one people would name. */
const DURATIONS = [
	...[1, 2, 5, 10, 15, 20, 30],
	...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * 60),
	...[1, 2, 3, 6, 12].map((hours) => hours * 3600),
	...[1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365].map((days) => days * 86_400)
];

/** 0.6 ÷ 0.2 is 2.9999999999999996: what lies on a round end stays there. */
const TINY = 1e-9;

/** The scale that holds all: round ends, not wider than needed. */
function scaleOf(unit: string, values: number[]): { low: number; high: number } {
	const high = Math.max(...values);
	if (values.length === 0) return { low: 0, high: 1 };
	if (unit === 'seconds') return { low: 0, high: DURATIONS.find((end) => end >= high) ?? high };
	const low = Math.min(...values);
	const step = stepOf(high - low || Math.abs(high) / 10 || 1);
	const ends = { low: Math.floor(low / step + TINY) * step, high: Math.ceil(high / step - TINY) * step };
	if (ends.low === ends.high) ends.high += step;
	if (unit !== 'share') return ends;
	return {
		low: low >= 0 ? Math.max(0, ends.low) : ends.low,
		high: high <= 1 ? Math.min(1, ends.high) : ends.high
	};
}

/** A round step of which a few make up the span. */
function stepOf(span: number): number {
	const size = 10 ** Math.floor(Math.log10(span / 4));
	return ([1, 2, 5].find((times) => times * size * 4 >= span) ?? 10) * size;
}
