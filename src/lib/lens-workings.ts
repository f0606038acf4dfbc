import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId, type KpiRow } from '#schema/kpi.ts';
import { evidence, shareOf } from './evidence.ts';
import { figureOf } from './kpi-line.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';

/** One step of a formula with its own figures. `name` is null where there is only one. */
export type Working = { name: string | null; text: string };

type With<Field extends string> = Extract<KpiRow, Record<Field, unknown>>;

const MINUS = '−';

/** A KPI's formula with the figures it was computed from: what the server counted, put side by side. */
export function workingsOf(kpi: KpiId, row: KpiRow, screen: Screen): Working[] {
	if (row.value === null) return [];
	const value = screen.plain(figureOf(kpi, row.value, screen));
	const kept = screen.count(row.numerator);
	const all = screen.count(row.denominator);
	const { unit } = CATALOGUE[kpi];

	if ('promoters' in row) return [only(nps(row))];
	if ('dimensions' in row) return [...dimensions(row), { name: m.lens_overall(), text: value }];
	if ('components' in row) return [...components(row), { name: m.lens_overall(), text: value }];
	if ('curve' in row) return [...levels(row), { name: m.lens_leavers(), text: value }];
	if ('procedural' in row) return [only(m.lens_mean_of({ n: screen.count(row.n), value }))];
	if (unit === 'share') return [only(share())];
	if (unit === 'seconds') return durations();
	if (unit === 'per_10k') return [only(`${kept} ÷ ${all} × ${screen.count(10_000)} = ${value}`)];
	if (unit === 'per_million') return [only(`${kept} ÷ ${all} × ${screen.count(1_000_000)} = ${value}`)];
	return [only(value)];

	function share() {
		if (evidence(row.denominator) === 'few') return m.lens_too_few({ kept, all });
		return `${kept} ÷ ${all} = ${screen.plain(screen.share(row.value ?? 0))}`;
	}

	function durations(): Working[] {
		const middle = { name: m.median(), text: m.lens_middle_of({ n: screen.count(row.n), value }) };
		if (row.denominator === 0) return [middle];
		const few = evidence(row.denominator) === 'few' || row.low === null || row.high === null;
		const within = few
			? m.lens_too_few({ kept, all })
			: m.lens_within_of({
					kept,
					all,
					share: screen.plain(screen.share(shareOf(row).share ?? 0)),
					interval: screen.interval(row.low ?? 0, row.high ?? 1)
				});
		return [middle, { name: m.lens_within(), text: within }];
	}

	function nps({ promoters, detractors, n }: With<'promoters'>) {
		return `(${screen.count(promoters)} ${MINUS} ${screen.count(detractors)}) ÷ ${screen.count(n)} × 100 = ${value}`;
	}

	function dimensions(row: With<'dimensions'>): Working[] {
		return Object.entries(row.dimensions).flatMap(([dimension, of]) => {
			const [felt, expected] = [of.perception, of.expectation].map((score) => screen.decimal(score));
			const text = `${felt} ${MINUS} ${expected} = ${screen.decimal(of.gap)}`;
			return [{ name: DIMENSIONS[dimension]?.() ?? dimension, text }];
		});
	}

	function components(row: With<'components'>): Working[] {
		return Object.entries(row.components).map(([id, { value, weight }]) => {
			const known = KpiId.safeParse(id);
			const score = value === null ? m.no_data() : screen.decimal(value, 1);
			return {
				name: known.success ? CATALOGUE[known.data].name[screen.locale] : id,
				text: `${screen.decimal(weight, Number.isInteger(weight) ? 0 : 1)} × ${score}`
			};
		});
	}

	function levels({ distribution, curve }: With<'curve'>): Working[] {
		return [
			...Object.entries(distribution).map(([level, n]) => ({
				name: LEVELS[level]?.() ?? level,
				text: screen.count(n)
			})),
			{ name: m.lens_curve(), text: CURVES[curve]() }
		];
	}
}

const only = (text: string): Working => ({ name: null, text });

const DIMENSIONS: Record<string, () => string> = {
	reliability: m.parameter_reliability,
	responsiveness: m.parameter_responsiveness,
	assurance: m.parameter_assurance,
	empathy: m.parameter_empathy,
	tangibles: m.parameter_tangibles
};

const CURVES = { book: m.lens_curve_book, mixed: m.lens_curve_mixed, entered: m.lens_curve_entered };

const LEVELS: Record<string, () => string> = {
	1: m.parameter_1,
	2: m.parameter_2,
	3: m.parameter_3,
	4: m.parameter_4,
	5: m.parameter_5
};
