import { describe, expect, test } from 'vitest';
import { KPI_ROWS } from '#schema/kpi.ts';
import { detailsOf } from '../../src/lib/detail.ts';
import { createScreen } from '../../src/lib/screen.ts';
import { Theme } from '../../src/lib/theme.svelte.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });
const values = (row: Parameters<typeof detailsOf>[0]) =>
	detailsOf(row, screen).map(({ value }) => value.replaceAll(/\s/g, ' '));

describe('beside a number stand', () => {
	test('the spread of a duration, never its mean', () =>
		expect(
			values(KPI_ROWS.first_response.parse({ n: 9, p50: 18, p90: 125, p95: 3600, max: 100_800 }))
		).toEqual(['18 s', '2 min 05 s', '1 h', '1 d 4 h']));

	test('the four steps of a recovery, each over what can be judged', () =>
		expect(
			values(
				KPI_ROWS.complaint_recovery.parse({
					...{ received: 40, numerator: 20, denominator: 40 },
					remedied: { numerator: 3, denominator: 4, immature: 0 },
					no_relapse: { numerator: 0, denominator: 0, immature: 7 }
				})
			)
		).toEqual(['40', '3 of 4', '50.0 %', '7 too young to judge', 'no data']));

	test('the distribution of a score from the top, its mean, and how many answered', () =>
		expect(
			values(
				KPI_ROWS.satisfaction.parse({
					...{ n: 10, mean: 4.2, top_box: 0.5, sent: 40 },
					distribution: { '1': 0, '2': 1, '3': 1, '4': 3, '5': 5 }
				})
			)
		).toEqual(['4.20', '50.0 %', '5', '3', '1', '1', '0', '10 of 40']));

	test('nothing where there is no row', () => expect(values(undefined)).toEqual([]));
});
