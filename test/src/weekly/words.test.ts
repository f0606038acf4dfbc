import { expect, test } from 'vitest';
import { KPI_ROWS, type KpiId } from '#schema/kpi.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { funnelOf } from '../../../src/lib/weekly/funnel.ts';
import { isStandardWrong, signed } from '../../../src/lib/weekly/gap.ts';
import { digestOf } from '../../../src/lib/weekly/digest.ts';
import { lateText } from '../../../src/lib/weekly/late-words.ts';
import { reviewWeeks } from '../../../src/lib/weekly/weeks.ts';
import { marksOf } from '../../../src/lib/weekly/kinds.ts';
import { whyText } from '../../../src/lib/weekly/shared-words.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });

test('a funnel has every step with what is done, what can be judged and what is too young', () => {
	const steps = funnelOf({
		recovery: KPI_ROWS.complaint_recovery.parse({
			...{ received: 9, numerator: 2, denominator: 4, immature: 5 },
			remedied: { numerator: 6, denominator: 8, immature: 1 },
			retained: { numerator: 1, denominator: 2, immature: 7 }
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
		['no_relapse', 0, 0, 0],
		['retained', 1, 2, 7]
	]);
});

test('a gap carries its sign, and none at zero', () => {
	expect([-0.5, 0.25, 0].map((gap) => signed(gap, screen))).toEqual(['−0.50', '+0.25', '0.00']);
});

test.each([
	['kept to all, perceived as poor', -0.5, 9, [9, 9], true],
	['kept to nearly all of many', -0.5, 9, [9_990, 10_000], true],
	['kept to 95 of 100', -0.5, 9, [95, 100], true],
	['kept to fewer', -0.5, 9, [94, 100], false],
	['not kept to all of few', -0.5, 9, [8, 9], false],
	['perceived as expected', 0, 9, [9, 9], false],
	['too few answers', -0.5, 4, [9, 9], false],
	['too few promises', -0.5, 9, [4, 4], false]
] as const)('a standard is wrong only where %s says so', (_, gap, n, [numerator, denominator], wrong) => {
	const perceived = { n, expectation: 5, perception: 5 + gap, gap };
	const row = KPI_ROWS.promises_kept.parse({ numerator, denominator });
	expect(isStandardWrong({ perceived, row })).toBe(wrong);
	expect(isStandardWrong({ perceived: null, row })).toBe(false);
});

test('only teams of which both sides were looked at, five times or more, have a place, under the number of their line', () => {
	const row = (procedural: number | null, personal: number | null, n: number) =>
		KPI_ROWS.inspection.parse({ procedural, personal, n });
	expect(
		marksOf([
			{ team: 'East', row: row(70, null, 9), before: null },
			{ team: 'North', row: row(70, 40, 5), before: row(60, 50, 2) },
			{ team: 'South', row: row(0, 0, 4), before: row(null, 50, 2) },
			{ team: 'West', row: row(0, 0, 30), before: row(60, 50, 5) }
		])
	).toEqual([
		{ label: '2', team: 'North', now: { x: 70, y: 40 }, then: null, weak: true },
		{ label: '4', team: 'West', now: { x: 0, y: 0 }, then: { x: 60, y: 50 }, weak: false }
	]);
});

const LATE = { until: '2026-11-13T17:00:00.000Z', source: null };

test.each([
	[
		false,
		LATE,
		/^Not all of this week has come in: the data reach only to .*17:00\. .*nothing in it is called news/
	],
	[false, { ...LATE, source: 'mails' }, /the data of mails reach only to .*17:00/],
	[true, { ...LATE, source: 'mails' }, /^The data of mails reach only to .*17:00: it has been silent since/],
	[false, { until: null, source: null }, /^None of this week’s data have come in/],
	[true, undefined, /^$/]
])('a week of which not all has come in says how far the data reach (%s, %j)', (complete, late, words) => {
	expect(lateText({ complete, ...(late && { late }) }, screen)).toMatch(words);
});

const told = (kpi: KpiId, row: object, before: object, target: number | null = null) => ({
	...{ kpi, judged: null, target },
	series: [
		{
			...{ group: null, points: [], news: null, judgedRow: undefined },
			row: KPI_ROWS[kpi].parse(row),
			before: KPI_ROWS[kpi].parse(before)
		}
	]
});

test('a digest says first what is late and what fell silent, and not what is only too young to judge', () => {
	const now = Date.parse('2026-11-16T08:00:00Z');
	const weeks = reviewWeeks('2026-11-09', { now, zone: 'UTC' }, [
		{ source: 'calls', last: Date.parse('2026-11-13T17:00:00Z') }
	]);
	const digest = digestOf(
		{
			told: [
				told('nps', {}, { n: 9, value: 20 }),
				told('follow_up', { immature: 7 }, { n: 9, denominator: 9, numerator: 9, value: 1 }),
				told('satisfaction', { n: 9, denominator: 9, numerator: 9, value: 1 }, {})
			],
			...{ weeks, teams: [], watermark: '2026-11-13T17:00:00.000Z', href: '/weekly' }
		},
		screen
	);
	expect(digest.reach).toMatch(/^data up to .*17:00, times in UTC$/);
	expect(digest.missing).toEqual([
		expect.stringContaining('reach only to'),
		expect.stringMatching(/^Nothing came in this week.*: Net promoter score\.$/)
	]);
	expect([digest.changes, digest.calm]).toEqual([[], 'This week is judged when all of it has come in.']);
});

test('a digest says of a duration how many were within their promise, where anything was promised', () => {
	const weeks = reviewWeeks('2026-11-09', { now: Date.parse('2026-11-16T08:00:00Z'), zone: 'UTC' }, []);
	const promise = (row: object) => {
		const about = { weeks, teams: [], watermark: null, href: '/weekly' };
		const timed = told('resolution_time', { value: 60, p50: 60, n: 50, ...row }, {});
		return digestOf({ told: [timed], ...about }, screen).numbers[0]?.promise.replace(/\s/g, ' ');
	};
	expect(promise({ numerator: 37, denominator: 40 })).toBe('92.5 % kept');
	expect(promise({})).toBe('');
});

test('a digest says of a number with a target whether it came up to it, and of few nothing', () => {
	const weeks = reviewWeeks('2026-11-09', { now: Date.parse('2026-11-16T08:00:00Z'), zone: 'UTC' }, []);
	const aim = (kpi: KpiId, row: object, target: number) => {
		const about = { weeks, teams: [], watermark: null, href: '/weekly' };
		const numbers = digestOf({ told: [told(kpi, row, {}, target)], ...about }, screen).numbers;
		return numbers[0]?.promise.replace(/\s/g, ' ');
	};
	const share = (kept: number, all: number, low: number, high: number) => ({
		...{ n: all, numerator: kept, denominator: all, value: kept / all, low, high }
	});
	expect(aim('satisfaction', share(180, 200, 0.851, 0.934), 0.8)).toBe('target ≥ 80.0 % · reached');
	expect(aim('satisfaction', share(180, 200, 0.851, 0.934), 0.95)).toBe('target ≥ 95.0 % · missed');
	expect(aim('satisfaction', share(180, 200, 0.851, 0.934), 0.92)).toBe(
		'target ≥ 92.0 % · too close to tell'
	);
	expect(aim('satisfaction', share(4, 4, 0.51, 1), 0.4)).toBe('target ≥ 40.0 %');
	expect(aim('satisfaction', {}, 0.4)).toBe('target ≥ 40.0 %');
	// Fewer is better.
	expect(aim('abandonment', share(20, 200, 0.066, 0.149), 0.05)).toBe('target ≤ 5.0 % · missed');
	expect(aim('abandonment', share(20, 200, 0.066, 0.149), 0.2)).toBe('target ≤ 20.0 % · reached');
	// A scorecard's n counts its parts.
	expect(aim('scorecard', { n: 3, value: 72 }, 70)).toBe('target ≥ 70.0 points · reached');
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
