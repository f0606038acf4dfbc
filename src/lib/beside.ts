import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence, shareOf } from './evidence.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';

/** What stands under a number beside the headlines, in words. `broken` counts promises being broken right now. */
export type Beside = { notes: string[]; broken: number };

type RowOf<Field extends string> = Extract<KpiRow, Record<Field, unknown>>;

/** What a row says besides its value. */
export function besideOf(kpi: KpiId, row: KpiRow, screen: Screen): Beside {
	return { notes: notesOf(row, kpi, screen), broken: 'overdue' in row ? row.overdue : 0 };
}

function notesOf(row: KpiRow, kpi: KpiId, screen: Screen): string[] {
	const count = (n: number) => ({ count: screen.count(n) });
	const some = (n: number, words: (input: { count: string }) => string) => (n > 0 ? [words(count(n))] : []);
	if (kpi === 'cases_opened') return some(row.numerator, m.beside_complaints);
	if ('p90' in row) return times(row);
	if ('overdue' in row) return [...counts(), ...some(row.no_standard, m.beside_no_standard)];
	if ('wait_unknown' in row)
		return [
			...counts(),
			...some(row.short, m.beside_short),
			...some(row.wait_unknown, m.beside_wait_unknown)
		];
	return counts();

	/** Where there are few, the counts are the number itself. */
	function counts() {
		if (['none', 'few'].includes(evidence(row.n))) return [];
		return [m.beside_of({ kept: screen.count(row.numerator), all: screen.count(row.n) })];
	}

	function times({ n, p90, ...more }: RowOf<'p90'>): string[] {
		const ninety = p90 === null ? [] : [m.beside_p90({ p90: screen.plain(screen.duration(p90)) })];
		return [
			...ninety,
			...within(),
			...(n > 0 ? [m.n_equals({ n: screen.count(n) })] : []),
			...('defects' in more ? some(more.defects, m.beside_defects) : [])
		];
	}

	/** Of durations: how many were within their promise, where anything was promised. */
	function within(): string[] {
		const { share, numerator, denominator } = shareOf(row);
		if (share === null) return [];
		const counts = { kept: screen.count(numerator), all: screen.count(denominator) };
		const few = evidence(denominator) === 'few';
		return [few ? m.kept_few(counts) : m.kept_share({ share: screen.plain(screen.share(share)) })];
	}
}
