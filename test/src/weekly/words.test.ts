import { expect, test } from 'vitest';
import { KPI_ROWS } from '#schema/kpi.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { funnelOf } from '../../../src/lib/weekly/funnel.ts';
import { isStandardWrong, signed } from '../../../src/lib/weekly/gap.ts';
import { marksOf } from '../../../src/lib/weekly/kinds.ts';
import { whyText } from '../../../src/lib/weekly/shared-words.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });

test('a funnel has every step with what is done, what can be judged and what is too young', () => {
	const steps = funnelOf({
		recovery: KPI_ROWS.complaint_recovery.parse({
			...{ received: 9, numerator: 2, denominator: 4, immature: 5 },
			remedied: { numerator: 6, denominator: 8, immature: 1 }
		}),
		acknowledged: KPI_ROWS.complaint_acknowledged.parse({ numerator: 7, denominator: 9 }),
		followed_up: KPI_ROWS.follow_up.parse({ numerator: 1, denominator: 3, immature: 3 })
	});
	expect(steps.map(({ id, done, judged, immature }) => [id, done, judged, immature])).toEqual([
		['received', 9, 9, 0],
		['acknowledged', 7, 9, 0],
		['remedied', 6, 8, 1],
		['confirmed', 2, 4, 5],
		['followed_up', 1, 3, 3],
		['no_relapse', 0, 0, 0]
	]);
});

test('a gap carries its sign, and none at zero', () => {
	expect([-0.5, 0.25, 0].map((gap) => signed(gap, screen))).toEqual(['−0.50', '+0.25', '0.00']);
});

test.each([
	['kept to all, perceived as poor', -0.5, 9, [9, 9], true],
	['not kept to all', -0.5, 9, [8, 9], false],
	['perceived as expected', 0, 9, [9, 9], false],
	['too few answers', -0.5, 4, [9, 9], false],
	['too few promises', -0.5, 9, [4, 4], false]
] as const)('a standard is wrong only where %s says so', (_, gap, n, [numerator, denominator], wrong) => {
	const perceived = { n, expectation: 5, perception: 5 + gap, gap };
	const row = KPI_ROWS.promises_kept.parse({ numerator, denominator });
	expect(isStandardWrong({ perceived, row })).toBe(wrong);
	expect(isStandardWrong({ perceived: null, row })).toBe(false);
});

test('only teams of which both sides were looked at have a place, under the number of their line', () => {
	const row = (procedural: number | null, personal: number | null, n: number) =>
		KPI_ROWS.inspection.parse({ procedural, personal, n });
	expect(
		marksOf([
			{ team: 'East', row: row(70, null, 9), before: null },
			{ team: 'North', row: row(70, 40, 5), before: row(60, 50, 2) },
			{ team: 'South', row: row(0, 0, 4), before: row(null, 50, 2) }
		])
	).toEqual([
		{ label: '2', team: 'North', now: { x: 70, y: 40 }, then: { x: 60, y: 50 }, few: false },
		{ label: '3', team: 'South', now: { x: 0, y: 0 }, then: null, few: true }
	]);
});

test('a case says why it is told of', () => {
	const one = {
		...{
			case_id: 'a',
			at: '2026-01-05T09:00:00Z',
			reason: '',
			team: '',
			agent: '',
			channel: '',
			tier: '',
			topic: ''
		},
		...{ metric: 'complaint_remedied', seconds: 7200, times: 3, undone: false }
	};
	expect(whyText({ ...one, why: 'recovered' }, screen)).toMatch(/^Remedied in 2\sh/);
	expect(whyText({ ...one, why: 'late' }, screen)).toMatch(/Complaint remedied, done 2\sh late/);
	expect(whyText({ ...one, why: 'late', undone: true }, screen)).toMatch(/2\sh late and still not done/);
	expect(whyText({ ...one, why: 'passed_on' }, screen)).toMatch(/3 times/);
	expect(whyText({ ...one, why: 'came_back' }, screen)).toMatch(/come back most often: 3 times/);
});
