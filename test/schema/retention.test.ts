import { describe, expect, test } from 'vitest';
import { parseRetention, RetentionText } from '#schema/clickhouse/retention.ts';

test('reads how long what is kept, in any spelling of the units', () => {
	expect([
		...parseRetention('events=25 months, quarantine = 90 days,cases=3YEARS,customer_activity=1week')
	]).toEqual([
		['events', { count: 25, unit: 'month' }],
		['quarantine', { count: 90, unit: 'day' }],
		['cases', { count: 3, unit: 'year' }],
		['customer_activity', { count: 1, unit: 'week' }]
	]);
	expect(parseRetention('').size).toBe(0);
});

describe('refuses a wrong part by name', () => {
	test.each([
		['events=25', '"events=25": expected a table and how long'],
		['events 25 days', '"events 25 days": expected a table and how long'],
		[
			'evnts=2 days',
			'"evnts=2 days": expected one of events, cases, customer_activity, checks, agent_states, quarantine'
		],
		['cases=2 hours', '"cases=2 hours": expected days, weeks, months or years'],
		['cases=0 days', '"cases=0 days": expected a number from 1 to 10000'],
		['events=1 day,cases=99999 years', '"cases=99999 years": expected a number from 1 to 10000'],
		['events=1 day,events=2 days', 'one table stands in it twice'],
		['toString=1 day', '"toString=1 day": expected one of']
	])('%s', (text, words) => {
		expect(() => parseRetention(text)).toThrow(words);
		expect(RetentionText.safeParse(text).error?.issues[0]?.message).toContain(words);
	});
});

test('keeps everything when it is not set', () => {
	expect(RetentionText.parse(undefined).size).toBe(0);
});
