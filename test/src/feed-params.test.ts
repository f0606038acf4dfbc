import { expect, test } from 'vitest';
import { readFeedParams } from '../../src/lib/server/feeds/params.ts';

const read = (query: string) => readFeedParams('staff', new URLSearchParams(query));

test('reads teams, channels and how many', () => {
	expect(read('team=A&team=B&channel=phone&limit=7')).toEqual({
		success: true,
		data: { feed: 'staff', teams: ['A', 'B'], channels: ['phone'], limit: 7 }
	});
	expect(read('')).toMatchObject({ data: { feed: 'staff', teams: [], channels: [], limit: 20 } });
});

test.each([
	['limit=0', 'limit', 'expected 1 or more'],
	['limit=201', 'limit', 'expected at most 200'],
	['limit=few', 'limit', 'expected a number'],
	['limit=1.5', 'limit', 'expected a whole number'],
	['teams=North', 'teams', 'unknown parameter; known are team, channel, limit'],
	[`channel=a&team=${'x'.repeat(201)}`, 'team', expect.stringContaining('200')]
])('refuses %.12s, naming the field as the address has it, and the remedy', (query, path, message) => {
	const issue = read(query).error?.issues[0];
	expect([issue?.path[0], issue?.message]).toEqual([path, message]);
});
