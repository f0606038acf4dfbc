import { expect, test } from 'vitest';
import { batchesOf, type Day } from '../../src/lib/server/settled/days.ts';
import { daysLeft } from '../../src/lib/server/settled/question.ts';

const at = (time: string) => Date.parse(time);

/** A day of Shanghai. */
const day = (name: string): Day => ({
	name,
	roll: 1,
	starts: at(`${name}T00:00:00+08:00`),
	ends: at(`${name}T00:00:00+08:00`) + 86_400_000,
	passing_from: [],
	passing_until: []
});

const span = { from: at('2026-01-01T00:00:00+08:00'), to: at('2026-01-04T00:00:00+08:00') };
const left = (...days: string[]) => {
	const { first, last, covered } = daysLeft(span, days.map(day)) ?? {};
	return { first, last, covered };
};

test('without a roll-up, every day of UTC that the span touches is looked at', () => {
	expect(left()).toEqual({ first: '2025-12-31', last: '2026-01-03', covered: [] });
});

test('where all is rolled up, nothing is looked at', () => {
	expect(daysLeft(span, ['2026-01-01', '2026-01-02', '2026-01-03'].map(day))).toBeNull();
});

test('a hole between roll-ups is the two days of UTC in which it lies', () => {
	expect(left('2026-01-01', '2026-01-03')).toEqual({ first: '2026-01-01', last: '2026-01-02', covered: [] });
});

test('days between that are rolled up as a whole are not looked at', () => {
	const longer = { ...span, to: at('2026-01-06T00:00:00+08:00') };
	const days = ['2026-01-02', '2026-01-03', '2026-01-04'].map(day);
	expect(daysLeft(longer, days)).toMatchObject({
		first: '2025-12-31',
		last: '2026-01-05',
		covered: ['2026-01-02', '2026-01-03']
	});
});

test('an empty span has no days', () => {
	expect(daysLeft({ from: span.from, to: span.from }, [])).toBeNull();
});

test('all of time fits into a question', () => {
	const ever = { from: at('0001-01-01T00:00:00Z'), to: at('2200-01-01T00:00:00Z') };
	expect(daysLeft(ever, [])).toMatchObject({ first: '1970-01-01', last: '2148-12-31', covered: [] });
});

test('days are rolled up together, but not with those of another season', () => {
	const due = ['2026-03-02', '2026-03-01', '2026-01-28', '2026-01-27', '2025-06-01'].map((name) => ({
		name
	}));
	expect(batchesOf(due).map((batch) => batch.map(({ name }) => name))).toEqual([
		['2026-03-02', '2026-03-01'],
		['2026-01-28', '2026-01-27'],
		['2025-06-01']
	]);
	const many = Array.from({ length: 20 }, (_, n) => ({ name: `2026-01-${String(20 - n).padStart(2, '0')}` }));
	expect(batchesOf(many).map((batch) => batch.length)).toEqual([16, 4]);
});
