import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence, shareOf, type Evidence, type Share } from './evidence.ts';
import type { Figure } from './format.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';

/** A KPI in one line: what it is, on how much it rests, and what is not in it. `figure` is null without data. */
export type KpiLine = {
	figure: Figure | null;
	/** Fewer than five: counts stand in the place of a share. */
	counts: string | null;
	strength: Evidence;
	/** For shares alone: drawn from 0 to 100 %. */
	share: Share | null;
	/** The 95 % interval in words, where there is one. */
	interval: string | null;
	immature: number;
};

const DIGITS = { points: 1, per_million: 0 } as const;

/** How many decimals a value has: of few in 10,000 two, and of many no more than three digits in all. */
function digitsOf(unit: 'points' | 'per_10k' | 'per_million', value: number): number {
	if (unit !== 'per_10k') return DIGITS[unit];
	return value < 10 ? 2 : value < 100 ? 1 : 0;
}

/** A value in the KPI's unit. */
export function figureOf(kpi: KpiId, value: number, screen: Screen): Figure {
	const { unit } = CATALOGUE[kpi];
	if (unit === 'share') return screen.share(value);
	if (unit === 'seconds') return screen.duration(value);
	if (unit === 'count') return [{ value: screen.decimal(value, Number.isInteger(value) ? 0 : 1), unit: '' }];
	const words = { points: m.unit_points, per_10k: m.unit_per_10k, per_million: m.unit_per_million };
	return [{ value: screen.decimal(value, digitsOf(unit, value)), unit: words[unit]() }];
}

const intervalOf = (kpi: KpiId, { low, high }: KpiRow, screen: Screen) => {
	if (low === null || high === null) return null;
	const { unit } = CATALOGUE[kpi];
	// A duration's interval is that of the share within its promise.
	if (unit === 'share' || unit === 'seconds') return screen.interval(low, high);
	if (unit === 'count') return `${screen.decimal(low, 0)}–${screen.decimal(high, 0)}`;
	const digits = digitsOf(unit, high);
	return `${screen.decimal(low, digits)}–${screen.decimal(high, digits)}`;
};

/** What a row of a KPI says in one line; null where the question failed. */
export function kpiLine(kpi: KpiId, row: KpiRow | undefined, screen: Screen): KpiLine | null {
	if (!row) return null;
	const { unit } = CATALOGUE[kpi];
	const strength = row.n === 0 && row.value !== null ? 'firm' : evidence(row.n);
	const share = unit === 'share' || (unit === 'seconds' && row.denominator > 0) ? shareOf(row) : null;
	const few = strength === 'few' && unit === 'share';
	return {
		figure: row.value === null || few ? null : figureOf(kpi, row.value, screen),
		counts: few
			? m.count_of({ kept: screen.count(row.numerator), all: screen.count(row.denominator) })
			: null,
		strength: unit === 'count' ? 'firm' : strength,
		share,
		interval: few ? null : intervalOf(kpi, row, screen),
		immature: row.immature
	};
}
