import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { isRecord } from '#schema/record.ts';
import { FIGURES, isBehind } from './figures.ts';

function at(row: unknown, [name = '', ...rest]: string[]): number | undefined {
	const value: unknown = isRecord(row) ? row[name] : undefined;
	if (rest.length > 0) return at(value, rest);
	return typeof value === 'number' ? value : undefined;
}

/** What a row says of a figure: `missed` are those of the denominator that are not in the numerator. */
function saidOf(row: KpiRow, figure: string): number | undefined {
	const path = figure.split('.');
	if (path.at(-1) !== 'missed') return at(row, path);
	const [all, kept] = ['denominator', 'numerator'].map((name) => at(row, [...path.slice(0, -1), name]));
	return all === undefined || kept === undefined ? undefined : all - kept;
}

/** What a KPI's row says of each figure that has a list. */
export const figuresOf = (kpi: KpiId, row: KpiRow): { figure: string; count: number }[] =>
	isBehind(kpi)
		? Object.keys(FIGURES[kpi]).flatMap((figure) => {
				const count = saidOf(row, figure);
				return count === undefined ? [] : [{ figure, count }];
			})
		: [];
