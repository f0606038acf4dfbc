import { expect, test } from 'vitest';
import { readBehind } from '../../src/lib/server/behind/params.ts';
import { readParams } from '../../src/lib/server/kpi/params.ts';

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
