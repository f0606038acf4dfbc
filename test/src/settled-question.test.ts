import { expect, test } from 'vitest';
import { isBlocked, type Piece } from '../../src/lib/server/settled/days.ts';
import { batchesOf, isStale, wantsHours } from '../../src/lib/server/settled/due.ts';
import { daysLeft, spansOf, unrolledOf } from '../../src/lib/server/settled/question.ts';

const at = (time: string) => Date.parse(time);

/** A day of Shanghai. */
const day = (name: string) => ({
	starts: at(`${name}T00:00:00+08:00`),
	ends: at(`${name}T00:00:00+08:00`) + 86_400_000
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

test('of a day that is rolled up, only the hours that are left open are looked at', () => {
	const whole = {
		roll: 1,
		seen: 1,
		at: 0,
		name: '',
		fine: true,
		pieces: [],
		changes: { rows: 0, blocks: 0 }
	};
	const open = [at('2026-01-02T20:00:00+08:00'), at('2026-01-02T10:00:00+08:00')];
	const spans = spansOf([
		{ day: { ...whole, ...day('2026-01-01') }, open: [] },
		{ day: { ...whole, ...day('2026-01-02') }, open },
		{ day: { ...whole, ...day('2026-01-03') }, open: [at('2026-01-03T00:00:00+08:00')] }
	]);
	expect(spans.map(({ starts, ends }) => (ends - starts) / 3_600_000)).toEqual([24, 10, 9, 3, 23]);
	expect(daysLeft(span, spans)).toMatchObject({ first: '2026-01-02', last: '2026-01-02' });
});

const used = (name: string, open: number[] = []) => ({
	day: {
		...{ ...day(name), name, roll: 1, seen: 1, at: 0, fine: true, pieces: [] },
		changes: { rows: 0, blocks: 0 }
	},
	open,
	past: []
});
const inZone = { ...span, zone: 'Asia/Shanghai' };
/** The days of UTC that are looked at, where these have facts and those are rolled up. */
const leftOf = (told: string[], rolled: ReturnType<typeof used>[], asked = inZone) => {
	const found = daysLeft(asked, spansOf(rolled), unrolledOf(told, rolled, asked));
	return found && [found.first, found.last];
};

test('days that have never had facts are not looked at', () => {
	expect(leftOf([], [])).toBeNull();
	expect(leftOf(['2026-01-02', '2026-01-03'], [used('2026-01-02'), used('2026-01-03')])).toBeNull();
	expect(leftOf(['2026-01-02', '2026-01-03'], [used('2026-01-02')])).toEqual(['2026-01-02', '2026-01-03']);
	// Before, after and between: neither of what is asked for nor empty.
	expect(leftOf(['2025-12-31', '2026-01-02', '2026-01-04'], [])).toEqual(['2026-01-01', '2026-01-02']);
	expect(leftOf(['2026-01-02'], [used('2026-01-02', [at('2026-01-02T20:00:00+08:00')])])).toEqual([
		'2026-01-02',
		'2026-01-02'
	]);
});

test('the last day of an instant that is no midnight is looked at', () => {
	const asked = { ...inZone, to: at('2026-01-03T09:00:00+08:00') };
	expect(leftOf(['2026-01-02', '2026-01-03'], [used('2026-01-02')], asked)).toEqual([
		'2026-01-02',
		'2026-01-03'
	]);
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

const HOUR = 3_600_000;

test('today and yesterday are rolled up by hours, days before that as a whole', () => {
	const [yesterday, before] = [day('2026-01-02'), day('2026-01-01')];
	const now = at('2026-01-03T15:00:00+08:00');
	expect(wantsHours({ ...day('2026-01-03'), pieces: [] }, now)).toBe(true);
	expect(wantsHours({ ...yesterday, pieces: [] }, now)).toBe(true);
	expect(wantsHours({ ...before, pieces: [] }, now)).toBe(false);
});

test('a day that grows ripe hour by hour is rolled up by hours meanwhile', () => {
	const { starts, ends } = day('2026-01-01');
	const week = 7 * 24 * HOUR;
	const pieces = [{ at: starts / 1_000, passing_from: [starts + week], passing_until: [ends + week] }];
	expect(wantsHours({ ends, pieces }, ends + 3 * 24 * HOUR)).toBe(false);
	expect(wantsHours({ ends, pieces }, starts + week + HOUR)).toBe(true);
	expect(wantsHours({ ends, pieces }, ends + week + HOUR)).toBe(false);
	const never: Piece[] = [{ at: 0, passing_from: [null], passing_until: [null] }];
	expect(wantsHours({ ends, pieces: never }, starts + week + HOUR)).toBe(false);
});

test('one whose items ripen at very different times gains nothing by hours', () => {
	const { starts, ends } = day('2026-01-01');
	const pieces = [{ at: starts / 1_000, passing_from: [starts], passing_until: [starts + 400 * HOUR] }];
	expect(wantsHours({ ends, pieces }, starts + 300 * HOUR)).toBe(false);
});

const rolled = {
	...{ ...day('2026-01-01'), name: '2026-01-01', roll: 1, seen: 1, fine: false, pieces: [] },
	changes: { rows: 0, blocks: 0 },
	at: Date.now()
};

test('a duration that was known and has changed blocks the roll-ups of durations, another settler all', () => {
	const changed = (blocks: number) => ({ changes: { rows: 1, blocks } });
	expect([0, 1, 2].map((blocks) => isBlocked('first_response', changed(blocks)))).toEqual([
		false,
		true,
		true
	]);
	expect([0, 1, 2].map((blocks) => isBlocked('abandonment', changed(blocks)))).toEqual([false, false, true]);
});

test('a day is rolled up again when much has changed in it, or something long ago', () => {
	const later = rolled.ends + 10 * 24 * HOUR;
	const changed = (rows: number, at = rolled.at) => ({ ...rolled, at, changes: { rows, blocks: 0 } });
	expect(isStale('abandonment', changed(0, 0), later)).toBe(false);
	expect(isStale('abandonment', changed(10), later)).toBe(false);
	expect(isStale('abandonment', changed(10, rolled.at - 11 * 60_000), later)).toBe(true);
	expect(isStale('abandonment', changed(2_000), later)).toBe(true);
	expect(isStale('abandonment', { ...rolled, fine: true }, later)).toBe(true);
});
