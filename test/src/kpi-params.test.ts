import { expect, test } from 'vitest';
import { readBehind } from '../../src/lib/server/behind/params.ts';
import { readLensParams, readParams } from '../../src/lib/server/kpi/params.ts';
import { RANGE_LIMITS } from '../../src/lib/server/kpi/range.ts';

const NOW = Date.UTC(2026, 10, 22);
const read = (kpi: string, query: string) => readParams(kpi, new URLSearchParams(query), NOW);

test('refuses staff satisfaction by person, naming what it can be asked by', () => {
	const { success, error } = read('staff_satisfaction', 'by=agent');
	expect(success).toBe(false);
	expect(error?.issues).toEqual([
		expect.objectContaining({
			path: ['by'],
			message: 'staff satisfaction is never shown by person: expected one of team, channel, tier, topic'
		})
	]);
});

test.each(['by=team', 'by=channel', 'by=tier', 'by=topic', ''])(
	'answers staff satisfaction with "%s"',
	(query) => {
		expect(read('staff_satisfaction', query).success).toBe(true);
	}
);

test('answers other numbers by person', () => {
	expect(read('satisfaction', 'by=agent')).toMatchObject({ success: true, data: { by: 'agent' } });
});

const readItems = (kpi: string, query: string) => readBehind(kpi, new URLSearchParams(query), NOW);

test.each(['first_response', 'complaint_followed_up', 'promise:visit, agreed'])(
	'asks for the promises of %s',
	(metric) => {
		const query = String(new URLSearchParams({ metric }));
		expect(readItems('promises_kept', query)).toMatchObject({ success: true, data: { metric } });
		expect(readItems('dpmo', query)).toMatchObject({ success: true, data: { metric } });
	}
);

test.each(['promises', 'promise:', ''])('refuses the metric "%s", saying which there are', (metric) => {
	const { success, error } = readItems('promises_kept', `metric=${metric}`);
	expect(success).toBe(false);
	expect(error?.issues).toEqual([
		expect.objectContaining({
			path: ['metric'],
			message:
				'expected one of first_response, resolution, complaint_acknowledged, complaint_remedied, complaint_followed_up, or promise:KIND'
		})
	]);
});

test('refuses a metric where nothing is promised, and where it would not filter', () => {
	for (const { success, error } of [
		readItems('satisfaction', 'metric=first_response'),
		read('promises_kept', 'metric=first_response')
	]) {
		expect(success).toBe(false);
		expect(error?.issues[0]).toMatchObject({
			path: ['metric'],
			message: expect.stringMatching(/^unknown parameter/)
		});
	}
});

const readLens = (kpi: string, query: string) => readLensParams(kpi, new URLSearchParams(query), NOW);

test.each([
	['the rows of a KPI', read, 'nps', 'by=team&group=A', 'group', /cases/],
	['the rows of a KPI', read, 'nps', 'limit=5', 'limit', /cases/],
	[
		'the rows of another KPI',
		read,
		'nps',
		'threshold_s=20',
		'threshold_s',
		/service_level and first_response/
	],
	['the lens of another KPI', readLens, 'abandonment', 'threshold_s=20', 'threshold_s', /service_level/],
	['a lens', readLens, 'nps', 'grain=day', 'grain', /whole range/],
	['a lens', readLens, 'nps', 'by=team', 'group', /which group/],
	['a lens', readLens, 'nps', 'limit=5', 'limit', /cases/],
	['the cases of another KPI', readItems, 'nps', 'threshold_s=20', 'threshold_s', /unknown parameter/],
	['the cases of a KPI', readItems, 'nps', 'grain=day', 'grain', /unknown parameter/],
	['the cases of a KPI', readItems, 'nps', 'by=team', 'group', /which group/]
])('refuses of %s what it would not heed', (_, reading, kpi, query, path, message) => {
	const { success, error } = reading(kpi, query);
	expect(success).toBe(false);
	expect(error?.issues[0]).toMatchObject({ path: [path], message: expect.stringMatching(message) });
});

test.each(['service_level', 'first_response'])('asks %s with another promise, everywhere', (kpi) => {
	for (const reading of [read, readLens, readItems])
		expect(reading(kpi, 'threshold_s=20')).toMatchObject({ success: true, data: { threshold_s: 20 } });
});

test('judges by the clock that is asked for, which has come; without one by that of the server', () => {
	for (const reading of [read, readLens]) {
		expect(reading('nps', 'as_of=2026-01-01T00:00:00Z')).toMatchObject({
			data: { as_of: Date.UTC(2026, 0, 1) }
		});
		expect(reading('nps', '')).toMatchObject({ data: { as_of: NOW } });
		expect(reading('nps', 'as_of=2027-01-01T00:00:00Z').error?.issues[0]?.path).toEqual(['as_of']);
		expect(reading('nps', 'as_of=today').error?.issues[0]?.path).toEqual(['as_of']);
	}
});

const FROM = Date.UTC(2026, 0, 1);
const days = (count: number) =>
	`from=${new Date(FROM).toISOString()}&to=${new Date(FROM + count * 86_400_000).toISOString()}`;

test.each(RANGE_LIMITS)(
	'answers by the hour (grouped: $grouped) about $days days, and about no more',
	(limit) => {
		const hourly = `&grain=hour${limit.grouped ? '&by=agent' : ''}`;
		expect(read('nps', days(limit.days) + hourly).success).toBe(true);
		const { error } = read('nps', days(limit.days + 1) + hourly);
		expect(error?.issues[0]).toMatchObject({
			path: ['to'],
			message: expect.stringMatching(`at most ${limit.days} days.*grain=day`)
		});
		expect(read('nps', hourly).error?.issues[0]?.path).toEqual(['from']);
		expect(read('nps', days(limit.days + 1) + hourly.replace('hour', 'day')).success).toBe(true);
	}
);
