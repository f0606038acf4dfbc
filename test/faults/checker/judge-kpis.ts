import { GROUPINGS, type Grouping, type KpiAnswer, type Row } from './evidence.ts';
import type { Findings } from './findings.ts';
import type { History } from './items.ts';
import { expectedKpis } from './kpis.ts';

const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null;

/** Equal, but for the last digits of a sum: the order of summation is nobody's promise. */
function equal(a: unknown, b: unknown): boolean {
	if (typeof a === 'number' && typeof b === 'number')
		return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
	if (isRecord(a) && isRecord(b)) return Object.keys(a).every((name) => equal(a[name], b[name]));
	return a === b;
}

function placeOf(row: Row, grouping: Grouping): string {
	if (grouping === 'total') return '';
	return grouping === 'team' ? String(row.group) : String(row.bucket).slice(0, 10);
}

/** Every KPI, in total, by team and by day, says what plain counting says: no event left out, none counted twice. */
export function judgeKpis(answers: KpiAnswer[], history: History, asOf: number, findings: Findings) {
	for (const [kpi, expected] of expectedKpis(history, asOf))
		for (const grouping of GROUPINGS) {
			const answer = answers.find((given) => given.kpi === kpi && given.grouping === grouping);
			const rows = new Map(answer?.rows.map((row) => [placeOf(row, grouping), row]));
			for (const [place, figures] of expected(grouping)) {
				const row = rows.get(place);
				rows.delete(place);
				for (const [name, value] of Object.entries(figures))
					if (!row || !equal(value, row[name]))
						findings.note(
							`kpi_${kpi}_wrong`,
							`${grouping} ${place} ${name}: ${JSON.stringify(row?.[name])}, counted ${JSON.stringify(value)}`
						);
			}
			for (const place of rows.keys())
				findings.note(`kpi_${kpi}_wrong`, `${grouping} ${place}: a row about nothing that happened`);
		}
}
