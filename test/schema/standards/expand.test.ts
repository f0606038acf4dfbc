import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { minutesOf, WEEKDAYS, type Calendar, type Span } from '#schema/standards/calendar.ts';
import { expand } from '#schema/standards/expand.ts';
import { office } from './support.ts';

const dayOf = (calendar: Calendar, day: string) => expand(calendar).find((row) => row.day === day);
const utc = (seconds: number) => new Date(seconds * 1000).toISOString().slice(5, 16);
const spansOn = (calendar: Calendar, day: string) =>
	dayOf(calendar, day)?.spans.map((span) => span.map(utc).join('/'));
const always: Span[] = [['00:00', '24:00']];
const everyDay = (spans: Span[]) => Object.fromEntries(WEEKDAYS.map((day) => [day, spans]));
const openOn = (calendar: Calendar, day: string) =>
	(dayOf(calendar, day)?.spans ?? []).reduce((sum, [from, to]) => sum + to - from, 0) / 3600;

describe('a calendar written out', () => {
	test('has every UTC day from 1990 to 2049, each beginning where the one before ended', () => {
		const days = expand(office());
		expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([21_915, '1990-01-01', '2049-12-31']);
		let open = 0;
		for (const { open_before_s, spans } of days) {
			expect(open_before_s).toBe(open);
			for (const [from, to] of spans) open += to - from;
		}
	});

	test('follows summer time', () => {
		expect(spansOn(office(), '2026-03-27')).toEqual(['03-27T08:00/03-27T11:00', '03-27T12:00/03-27T17:00']);
		expect(spansOn(office(), '2026-03-30')).toEqual(['03-30T07:00/03-30T10:00', '03-30T11:00/03-30T16:00']);
	});

	test('is closed on holidays and weekends, and open for as long as a holiday says', () => {
		expect(spansOn(office(), '2026-12-25')).toEqual([]);
		expect(spansOn(office(), '2026-12-26')).toEqual([]);
		const short = office({ holidays: [{ date: '2026-12-24', name: '', hours: [['09:00', '12:00']] }] });
		expect(spansOn(short, '2026-12-24')).toEqual(['12-24T08:00/12-24T11:00']);
	});

	test('cuts spans at midnight in UTC, without a gap', () => {
		const shanghai = office({ zone: 'Asia/Shanghai', hours: { mon: [['06:00', '10:00']] }, holidays: [] });
		expect(spansOn(shanghai, '2026-01-04')).toEqual(['01-04T22:00/01-05T00:00']);
		expect(spansOn(shanghai, '2026-01-05')).toEqual(['01-05T00:00/01-05T02:00']);
	});

	test('is open 23 hours when clocks go forward and 25 when they go back', () => {
		const night = office({ zone: 'America/New_York', hours: { sun: always }, holidays: [] });
		const [spring, autumn] = ['2026-03-08', '2026-11-01'].map(
			(day) => openOn(night, day) + openOn(night, nextDay(day))
		);
		expect([spring, autumn]).toEqual([23, 25]);
	});

	test('reaches an hour that the clocks skip when they skip it', () => {
		const night = office({
			hours: {
				sun: [
					['01:00', '02:30'],
					['02:30', '04:00']
				]
			},
			holidays: []
		});
		expect(spansOn(night, '2026-03-29')).toEqual(['03-29T00:00/03-29T01:00', '03-29T01:00/03-29T02:00']);
	});

	test('opens and closes the first time, in an hour that the clocks show twice', () => {
		const night = office({
			hours: {
				sun: [
					['01:00', '02:30'],
					['02:30', '04:00']
				]
			},
			holidays: []
		});
		expect(spansOn(night, '2026-10-24')).toEqual(['10-24T23:00/10-25T00:00']);
		expect(spansOn(night, '2026-10-25')).toEqual(['10-25T00:00/10-25T00:30', '10-25T00:30/10-25T03:00']);
	});

	test('closes when the clocks have shown an hour twice, if it closes at its end', () => {
		const night = office({ hours: { sun: [['02:00', '03:00']] }, holidays: [] });
		expect(spansOn(night, '2026-10-25')).toEqual(['10-25T00:00/10-25T02:00']);
	});

	test('passes over a day that a zone never had', () => {
		const apia = office({ zone: 'Pacific/Apia', hours: everyDay([['00:00', '24:00']]), holidays: [] });
		expect(openOn(apia, '2011-12-30')).toBe(24);
	});
});

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Whether clocks on the wall say it is open, the first time they show that minute. */
function openByWall(calendar: Calendar, at: number): boolean | 'again' {
	const now = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(calendar.zone);
	const first = now.toPlainDateTime().toZonedDateTime(calendar.zone, { disambiguation: 'earlier' });
	if (first.epochMilliseconds !== now.epochMilliseconds) return 'again';
	const minute = now.hour * 60 + now.minute;
	const spans = calendar.hours[WEEKDAYS[now.dayOfWeek - 1] ?? 'mon'] ?? [];
	return spans.some(([from, to]) => minutesOf(from) <= minute && minute < minutesOf(to));
}

const time = (minutes: number) =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const daySpans = fc
	.uniqueArray(
		fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15),
		{ maxLength: 6 }
	)
	.map((edges) => edges.toSorted((a, b) => a - b))
	.map((edges) =>
		edges.flatMap((from, ix): Span[] =>
			ix % 2 === 0 && edges[ix + 1] !== undefined ? [[time(from), time(edges[ix + 1] ?? 0)]] : []
		)
	);
const zones = [
	'Europe/Berlin',
	'America/New_York',
	'Asia/Shanghai',
	'Australia/Lord_Howe',
	'Africa/Casablanca',
	'Asia/Kathmandu',
	'Pacific/Apia'
];

test('is open exactly when clocks on the wall say so, in any zone and on any day', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...zones),
			fc.array(daySpans, { minLength: 7, maxLength: 7 }),
			fc.array(fc.integer({ min: 0, max: 21_914 * 96 }), { minLength: 50, maxLength: 50 }),
			(zone, week, quarters) => {
				const calendar = office({
					zone,
					hours: Object.fromEntries(WEEKDAYS.map((day, ix) => [day, week[ix] ?? []])),
					holidays: []
				});
				const days = expand(calendar);
				for (const quarter of quarters) {
					const at = Date.UTC(1990, 0, 1) / 1000 + quarter * 900;
					const { spans = [] } = days[Math.floor(quarter / 96)] ?? {};
					const said = openByWall(calendar, at);
					if (said !== 'again') expect(spans.some(([from, to]) => from <= at && at < to)).toBe(said);
				}
			}
		),
		{ numRuns: 25 }
	);
}, 60_000);
