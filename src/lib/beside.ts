import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence, shareOf } from './evidence.ts';
import type { Figure } from './format.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';

/** One of them in words. `figure` is null without data; `broken` counts promises being broken right now. */
export type Beside = {
	kpi: KpiId;
	name: string;
	figure: Figure | null;
	notes: string[];
	broken: number;
	weak: boolean;
};

type RowOf<Kpi extends KpiId> = KpiRow<Kpi>;

/** What a row says beside the headlines; null when its question failed. */
export function besideOf(kpi: KpiId, row: KpiRow | undefined, screen: Screen): Beside | null {
	if (!row) return null;
	const name = CATALOGUE[kpi].name[screen.locale];
	const few = (n: number) => ({ figure: [{ value: screen.count(n), unit: '' }] as Figure, weak: true });

	const shown = (row: KpiRow): Pick<Beside, 'figure' | 'weak'> => {
		if (row.value === null || row.n === 0) return { figure: null, weak: false };
		if (kpi === 'cases_opened') return { figure: [{ value: screen.count(row.n), unit: '' }], weak: false };
		if ('p50' in row) return { figure: screen.duration(row.value), weak: evidence(row.n) === 'weak' };
		const { share, numerator, denominator } = shareOf(row);
		if (share === null || evidence(denominator) === 'few') return few(numerator);
		return { figure: screen.share(share), weak: evidence(denominator) === 'weak' };
	};

	const broken = 'overdue' in row ? row.overdue : 0;
	return { kpi, name, broken, ...shown(row), notes: notesOf(row, kpi, screen) };
}

function notesOf(row: KpiRow, kpi: KpiId, screen: Screen): string[] {
	const count = (n: number) => ({ count: screen.count(n) });
	const some = (n: number, words: (input: { count: string }) => string) => (n > 0 ? [words(count(n))] : []);
	const of = row.n > 0 ? [m.beside_of({ kept: screen.count(row.numerator), all: screen.count(row.n) })] : [];
	if ('overdue' in row) return [...of, ...some(row.no_standard, m.beside_no_standard)];
	if ('wait_unknown' in row)
		return [...of, ...some(row.short, m.beside_short), ...some(row.wait_unknown, m.beside_wait_unknown)];
	if (kpi === 'cases_opened') return some(row.numerator, m.beside_complaints);
	if ('p90' in row) return times(row);
	return of;

	function times({ n, p90, defects }: RowOf<'resolution_time'>): string[] {
		const ninety = p90 === null ? [] : [m.beside_p90({ p90: screen.plain(screen.duration(p90)) })];
		return [
			...ninety,
			...(n > 0 ? [m.n_equals({ n: screen.count(n) })] : []),
			...some(defects, m.beside_defects)
		];
	}
}
