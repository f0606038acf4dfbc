import fc from 'fast-check';
import { expect, test } from 'vitest';
import { questions } from './generate.ts';
import { askOracle, ORACLE_KPIS, type OracleKpi } from './oracle.ts';

/** Figures that are nothing by definition: nothing to wait for, no interval. */
const NOTHING = [
	/^(first_response|abandonment|cases_opened|resolution_time|complaints_per_10k|waiting_now)\.immature$/,
	/^(satisfaction|nps|effort|servqual_gap|survey_response|expected_leavers|inspection)\.immature$/,
	/^(staff_satisfaction|scorecard)\.immature$/,
	/^(waiting_now|cases_opened|servqual_gap|expected_leavers|inspection|scorecard)\.(low|high)$/,
	/^scorecard\.numerator$/,
	// Levels that nobody is made to say.
	/^nps\.distribution\.[1-5]$/,
	/^effort\.distribution\.[236]$/
];

/** Every figure of a row by its path. */
const figures = (row: object, path: string): [string, unknown][] =>
	Object.entries(row).flatMap(([name, value]): [string, unknown][] =>
		typeof value === 'object' && value !== null
			? figures(value, `${path}.${name}`)
			: [[`${path}.${name}`, value]]
	);

/** Whether each figure of every KPI was ever more than nothing. */
function seen(numRuns: number) {
	const found = new Map<string, boolean>();
	for (const { sent, rules, scope } of fc.sample(questions, { numRuns, seed: 20_261_122 })) {
		for (const kpi of Object.keys(ORACLE_KPIS) as OracleKpi[]) {
			for (const row of askOracle(sent, { ...scope, rules, kpi, grain: 'week' })) {
				for (const [path, value] of figures(row, kpi))
					found.set(path, Boolean(value) || (found.get(path) ?? false));
			}
		}
	}
	return found;
}

test('tells stories in which every figure of every KPI has something to say', () => {
	const silent = [...seen(60)].flatMap(([path, isSaid]) => (isSaid ? [] : [path]));
	const expected = (path: string) => path.endsWith('.group') || NOTHING.some((pattern) => pattern.test(path));
	expect(silent.filter((path) => !expected(path))).toEqual([]);
});
