import { describe, expect, test } from 'vitest';
import {
	DEFAULT_QUESTION,
	periodOf,
	queryOf,
	readQuestion,
	teamHref,
	todayOf
} from '../../src/lib/question.ts';

const read = (query: string) => readQuestion(new URLSearchParams(query));
const asked = (query: string) => {
	const answer = read(query);
	if (!answer.ok) throw new Error(answer.problem);
	return answer.question;
};

describe('an address', () => {
	test('without parameters asks for first response, 30 days, all teams', () =>
		expect(asked('')).toEqual({ range: '30d', channels: [], teams: [], kpi: 'first_response' }));

	test.each([
		'',
		'?range=7d&channel=phone&channel=chat&team=A+%26+B&kpi=satisfaction',
		'?from=2021-01-01&to=2021-03-31',
		'?team=%7Eunknown'
	])('%s says the same after being read and written', (query) => expect(queryOf(asked(query))).toBe(query));

	test('takes "all" of a form to mean no filter', () =>
		expect(asked('?team=all&channel=all')).toEqual(DEFAULT_QUESTION));

	test.each([
		['range=century', /^range: .*today, 7d/],
		['channel=pigeon', /^channel: .*phone/],
		['kpi=profit', /^kpi: .*satisfaction/],
		['from=2021-02-30&to=2021-03-01', /^from: .*2026-11-21/],
		['from=2021-03-01', /^from: .*both/],
		['from=2021-03-02&to=2021-03-01', /^to: .*not before/],
		[`team=${'x'.repeat(201)}`, /^team: .*200/]
	])('%s is refused by the name of the parameter', (query, problem) => {
		const answer = read(query);
		expect(answer.ok ? '' : answer.problem).toMatch(problem);
	});

	test('of a team without a name exists', () => {
		expect(teamHref('', DEFAULT_QUESTION)).toBe('/teams/~unknown');
		expect(teamHref('A/B ?', DEFAULT_QUESTION)).toBe('/teams/A%2FB%20%3F');
	});
});

describe('a period', () => {
	const now = Date.parse('2026-11-22T08:00:00Z');
	const clock = {
		now,
		watermark: now - 60_000,
		earliest: Date.parse('2026-10-01T00:00:00Z'),
		zone: 'Asia/Shanghai'
	};

	test('ends with today in the business zone', () =>
		expect(periodOf(asked('range=7d'), clock)).toEqual({
			from: '2026-11-15T16:00:00.000Z',
			to: '2026-11-22T16:00:00.000Z',
			weeksFrom: '2026-11-15T16:00:00.000Z',
			grain: 'day',
			seldomGrain: 'day',
			anchored: false
		}));

	test('ends with the day of the latest event when that is more than a day ago', () =>
		expect(
			periodOf(asked('range=30d'), { ...clock, watermark: Date.parse('2021-03-31T17:00:00Z') })
		).toMatchObject({
			from: '2021-03-02T16:00:00.000Z',
			to: '2021-04-01T16:00:00.000Z',
			anchored: true
		}));

	test('of a wall is the day it is, however old the latest event', () =>
		expect(todayOf(now, clock.zone)).toMatchObject({
			from: '2026-11-21T16:00:00.000Z',
			to: '2026-11-22T16:00:00.000Z',
			grain: 'hour',
			anchored: false
		}));

	test('of all data begins with the first event', () =>
		expect(periodOf(asked('range=all'), clock)).toMatchObject({
			from: '2026-09-30T16:00:00.000Z',
			grain: 'week'
		}));

	test('between dates includes both, whatever the clock says', () =>
		expect(periodOf(asked('from=2021-01-01&to=2021-01-01'), clock)).toMatchObject({
			from: '2020-12-31T16:00:00.000Z',
			to: '2021-01-01T16:00:00.000Z',
			grain: 'hour',
			anchored: false
		}));

	test.each([
		['today', 'hour', 'hour'],
		['7d', 'day', 'day'],
		['30d', 'day', 'week'],
		['90d', 'week', 'week']
	])('of %s has buckets of a %s, of a %s for what is seldom', (range, grain, seldomGrain) =>
		expect(periodOf(asked(`range=${range}`), clock)).toMatchObject({ grain, seldomGrain })
	);

	test('without any event is today', () =>
		expect(periodOf(asked('range=all'), { ...clock, watermark: null, earliest: null })).toMatchObject({
			from: '2026-11-21T16:00:00.000Z',
			to: '2026-11-22T16:00:00.000Z'
		}));
});
