import { expect, test } from 'vitest';
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
