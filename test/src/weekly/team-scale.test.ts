import { describe, expect, test } from 'vitest';
import type { WeekPoint } from '../../../src/lib/weekly/reviewed.ts';
import { scalesOf } from '../../../src/lib/weekly/team-scale.ts';

const weeks = (...values: (number | null)[]): WeekPoint[] =>
	values.map((value, at) => ({ monday: `week ${at}`, value, n: 10, open: false, low: null, high: null }));

describe('the scale of trends by team', () => {
	test('is one for all of them where they are parts of the same whole', () => {
		const { all, teams, apart } = scalesOf('service_level', weeks(0.8, 0.7), [weeks(0.2, 0.9)]);
		expect(all).toEqual({ domain: [0.2, 0.9], log: false });
		expect([teams, apart]).toEqual([all, false]);
	});

	test('leaves a total of counts out, which has its own', () => {
		expect(scalesOf('cases_opened', weeks(700, 800), [weeks(90, 100), weeks(60, null)])).toEqual({
			all: { domain: [700, 800], log: false },
			teams: { domain: [60, 100], log: false },
			apart: true
		});
	});

	test('is logarithmic for durations that lie more than ten times apart, and only for these', () => {
		const far = scalesOf('first_response', weeks(43, 45), [weeks(7, 0), weeks(15_360, 14_000)]);
		expect(far.teams).toEqual({ domain: [7, 15_360], log: true });
		expect(far.all).toEqual(far.teams);
		expect(scalesOf('first_response', weeks(43), [weeks(10), weeks(100)]).teams.log).toBe(false);
		expect(scalesOf('complaints_per_10k', weeks(43), [weeks(1), weeks(100)]).teams.log).toBe(false);
	});

	test('has a height where nothing is known', () => {
		expect(scalesOf('first_response', weeks(null), [weeks(0)]).teams.log).toBe(false);
	});
});
