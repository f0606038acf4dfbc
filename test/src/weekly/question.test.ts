import { describe, expect, test } from 'vitest';
import { readReview, reviewHref } from '../../../src/lib/weekly/question.ts';

const clock = { now: Date.parse('2026-11-18T10:00:00Z'), zone: 'Asia/Shanghai' };
const read = (query: string) => readReview(new URLSearchParams(query), clock);

describe('the address of a review', () => {
	test('asks for a week by its ISO name, for teams and channels', () => {
		expect(read('week=2026-W46&team=Hotline+East&team=~unknown&channel=phone')).toEqual({
			ok: true,
			question: { week: '2026-11-09', teams: ['Hotline East', ''], channels: ['phone'] }
		});
	});

	test('without a week asks for the last complete one; "all" chooses nothing', () => {
		const question = { week: null, teams: [], channels: [] };
		expect(read('')).toEqual({ ok: true, question });
		expect(read('team=all&channel=all')).toEqual({ ok: true, question });
	});

	test('may ask for the week that is running, not for a later one', () => {
		expect(read('week=2026-W47')).toMatchObject({ ok: true, question: { week: '2026-11-16' } });
		expect(read('week=2026-W48')).toEqual({ ok: false, problem: { field: 'week', given: '2026-W48' } });
	});

	test('the running week is that of the business zone', () => {
		const now = Date.parse('2026-11-22T16:30:00Z'); // Monday, half past midnight, in Shanghai
		const params = new URLSearchParams('week=2026-W48');
		expect(readReview(params, { now, zone: 'Asia/Shanghai' })).toMatchObject({ ok: true });
		expect(readReview(params, { now, zone: 'UTC' })).toMatchObject({ ok: false });
	});

	test.each([
		['week=2026-W54', 'week', '2026-W54'],
		['week=2026-46', 'week', '2026-46'],
		['week=', 'week', ''],
		['week=1989-W40', 'week', '1989-W40'],
		['channel=fax', 'channel', 'fax'],
		[`team=${'x'.repeat(201)}`, 'team', 'x'.repeat(201)],
		['weak=2026-W46', 'unknown', 'weak']
	])('%s is refused, naming what is wrong', (query, field, given) => {
		expect(read(query)).toEqual({ ok: false, problem: { field, given } });
	});

	test('an opened number belongs to its lens', () => {
		expect(read('lens=nps&lens_by=team&lens_group=A')).toMatchObject({ ok: true });
	});

	test('is written as it is read', () => {
		const href = reviewHref({ week: '2026-W46', teams: ['A & B', ''], channels: ['phone'] });
		expect(read(href.slice(href.indexOf('?')))).toEqual({
			ok: true,
			question: { week: '2026-11-09', teams: ['A & B', ''], channels: ['phone'] }
		});
		expect(reviewHref({ week: null, teams: [], channels: [] })).toBe('/weekly');
	});
});
