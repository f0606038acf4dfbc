import { describe, expect, test } from 'vitest';
import { readFile } from '#schema/standards/file.ts';
import { valueAt } from '#schema/standards/parameter.ts';
import { EMPTY, office, parameter, standard } from './support.ts';

const read = (input: unknown) => readFile(input, EMPTY);
/** What is wrong, as path and code. */
const wrongWith = (input: unknown) => {
	const result = read(input);
	return result.ok ? [] : result.problems.map(({ path, code }) => `${path} ${code}`);
};
const detailOf = (input: unknown) => {
	const result = read(input);
	return result.ok ? '' : result.problems[0]?.detail;
};
const standards = (...rows: unknown[]) => ({ standards: rows });
const calendars = (...rows: unknown[]) => ({ standards: [], calendars: rows });
const parameters = (...rows: unknown[]) => ({ standards: [], parameters: rows });
const business = { clock: 'business', calendar: 'office' } as const;

describe('a standards file', () => {
	test('is taken as it is, with times in UTC', () => {
		const file = {
			standards: [standard({ ...business, valid_from: '2026-01-01T08:00:00+08:00' })],
			calendars: [office()],
			parameters: [parameter()]
		};
		expect(read(file)).toEqual({ ok: true, file: { ...file, standards: [standard(business)] } });
	});

	test('may leave out what means all, calendar time and no end', () => {
		const { metric, threshold_s, valid_from } = standard();
		expect(read(standards({ metric, threshold_s, valid_from }))).toMatchObject({
			file: { standards: [standard({ channel: '' })] }
		});
	});

	test('leaves calendars and parameters as they are when it does not have them', () => {
		const former = { ...EMPTY, calendars: [office()], parameters: [parameter()] };
		expect(readFile(standards(standard(business)), former)).toMatchObject({
			file: { calendars: [office()], parameters: [parameter()] }
		});
	});

	test.each([
		['not an object', [], ' shape'],
		['without standards', { calendars: [] }, 'standards shape'],
		['with something unknown in it', { standards: [], holidays: [] }, 'holidays shape'],
		['a misspelt field', standards({ ...standard(), chanel: 'chat' }), 'standards.0.chanel shape'],
		[
			'a threshold in words',
			standards({ ...standard(), threshold_s: '20 s' }),
			'standards.0.threshold_s shape'
		],
		['a clock of its own', standards({ ...standard(), clock: 'office' }), 'standards.0.clock shape'],
		['an unknown metric', standards(standard({ metric: 'first_respons' })), 'standards.0.metric metric'],
		['a promise of no kind', standards(standard({ metric: 'promise:' })), 'standards.0.metric metric'],
		['an unknown channel', standards(standard({ channel: 'fax' })), 'standards.0.channel channel'],
		['an unknown tier', standards(standard({ tier: 'platinum' })), 'standards.0.tier tier'],
		['a threshold of nothing', standards(standard({ threshold_s: 0 })), 'standards.0.threshold_s threshold'],
		['a negative threshold', standards(standard({ threshold_s: -5 })), 'standards.0.threshold_s threshold'],
		[
			'over 366 days',
			standards(standard({ threshold_s: 366 * 86_400 + 1 })),
			'standards.0.threshold_s threshold'
		],
		[
			'a time without zone',
			standards(standard({ valid_from: '2026-01-01T00:00:00' })),
			'standards.0.valid_from instant'
		],
		[
			'a day that does not exist',
			standards(standard({ valid_to: '2026-02-30T00:00:00Z' })),
			'standards.0.valid_to instant'
		],
		[
			'a year out of reach',
			standards(standard({ valid_from: '1899-12-31T00:00:00Z' })),
			'standards.0.valid_from instant'
		],
		[
			'an end before its start',
			standards(standard({ valid_to: '2025-12-31T00:00:00Z' })),
			'standards.0.valid_to end_before_start'
		],
		[
			'an end at its start',
			standards(standard({ valid_to: '2026-01-01T00:00:00Z' })),
			'standards.0.valid_to end_before_start'
		],
		[
			'business time without calendar',
			standards(standard({ clock: 'business' })),
			'standards.0.calendar business_without_calendar'
		],
		[
			'a calendar without business time',
			standards(standard({ calendar: 'office' })),
			'standards.0.calendar calendar_without_business'
		],
		['an unknown calendar', standards(standard(business)), 'standards.0.calendar unknown_calendar'],
		['no id', calendars(office({ id: '' })), 'calendars.0.id calendar_id'],
		['a blank at the end of an id', calendars(office({ id: 'office ' })), 'calendars.0.id calendar_id'],
		['an unknown zone', calendars(office({ zone: 'Europe/Berlinn' })), 'calendars.0.zone zone'],
		['an offset as zone', calendars(office({ zone: '+01:00' })), 'calendars.0.zone zone'],
		['no hours', calendars(office({ hours: {} })), 'calendars.0.hours no_hours'],
		['hours of empty days', calendars(office({ hours: { mon: [] } })), 'calendars.0.hours no_hours'],
		[
			'an unknown weekday',
			calendars({ ...office(), hours: { monday: [['09:00', '10:00']] } }),
			'calendars.0.hours.monday shape'
		],
		[
			'a time of day in words',
			calendars(office({ hours: { mon: [['9', '10:00']] } })),
			'calendars.0.hours.mon.0.0 time'
		],
		[
			'25 o’clock',
			calendars(office({ hours: { mon: [['09:00', '25:00']] } })),
			'calendars.0.hours.mon.0.1 time'
		],
		[
			'past 24:00',
			calendars(office({ hours: { mon: [['09:00', '24:01']] } })),
			'calendars.0.hours.mon.0.1 time'
		],
		[
			'a span past midnight',
			calendars(office({ hours: { mon: [['22:00', '02:00']] } })),
			'calendars.0.hours.mon.0 span_backwards'
		],
		[
			'a span of nothing',
			calendars(office({ hours: { mon: [['09:00', '09:00']] } })),
			'calendars.0.hours.mon.0 span_backwards'
		],
		[
			'spans that overlap',
			calendars(
				office({
					hours: {
						mon: [
							['09:00', '12:00'],
							['11:59', '18:00']
						]
					}
				})
			),
			'calendars.0.hours.mon.1 span_overlap'
		],
		[
			'a holiday twice',
			calendars(office({ holidays: ['a', 'b'].map((name) => ({ name, date: '2026-12-25' })) })),
			'calendars.0.holidays.1.date holiday_twice'
		],
		[
			'a holiday that does not exist',
			calendars(office({ holidays: [{ date: '2026-02-29', name: '' }] })),
			'calendars.0.holidays.0.date date'
		],
		[
			'a holiday in words',
			calendars(office({ holidays: [{ date: 'Christmas', name: '' }] })),
			'calendars.0.holidays.0.date date'
		],
		[
			'a holiday with hours that run backwards',
			calendars(office({ holidays: [{ date: '2026-12-24', name: '', hours: [['12:00', '09:00']] }] })),
			'calendars.0.holidays.0.hours.0 span_backwards'
		],
		['two calendars of one id', calendars(office(), office()), 'calendars.1.id calendar_twice'],
		['an unknown parameter', parameters(parameter({ name: 'weight' })), 'parameters.0.name parameter'],
		['an unknown key', parameters(parameter({ key: 'speed' })), 'parameters.0.key parameter'],
		['a negative weight', parameters(parameter({ value: -1 })), 'parameters.0.value parameter_value'],
		[
			'a rate above 1',
			parameters(parameter({ name: 'leaving_rate', key: '1', value: 80 })),
			'parameters.0.value parameter_value'
		],
		[
			'half a broken promise',
			parameters(parameter({ name: 'card', key: 'red', value: 10.5 })),
			'parameters.0.value parameter_value'
		],
		[
			'a mark above 100',
			parameters(parameter({ name: 'inspection_high', key: '', value: 101 })),
			'parameters.0.value parameter_value'
		],
		[
			'a target of a number that is promised',
			parameters(parameter({ name: 'target', key: 'service_level', value: 0.8 })),
			'parameters.0.key parameter'
		],
		[
			'a target in percent',
			parameters(parameter({ name: 'target', key: 'satisfaction', value: 85 })),
			'parameters.0.value parameter_value'
		],
		[
			'an end of what always has a value',
			parameters(parameter({ value: null })),
			'parameters.0.value parameter_value'
		],
		[
			'a parameter from no time',
			parameters(parameter({ valid_from: 'now' })),
			'parameters.0.valid_from instant'
		],
		[
			'a parameter twice',
			parameters(parameter(), parameter({ value: 1 })),
			'parameters.1.valid_from parameter_twice'
		],
		[
			'yellow above the default red',
			parameters(parameter({ name: 'card', key: 'yellow', value: 11 })),
			'parameters.0.value cards'
		]
	])('refuses %s', (_, file, expected) => {
		expect(wrongWith(file)).toContain(expected);
	});

	test('takes a target within its number’s bounds, and the end of one', () => {
		const target = (key: string, value: number | null) => parameter({ name: 'target', key, value });
		const rows = [target('satisfaction', 0.85), target('nps', -20), target('dpmo', null)];
		expect(wrongWith(parameters(...rows))).toEqual([]);
		expect(valueAt(rows, 'target', 'satisfaction', Date.now())).toBe(0.85);
		expect(valueAt(rows, 'target', 'dpmo', Date.now())).toBeNull();
		expect(valueAt(rows, 'target', 'effort', Date.now())).toBeNull();
	});

	test('takes 24:00 as an end, spans that touch, and hours on a holiday', () => {
		const hours = [
			['00:00', '12:00'],
			['12:00', '24:00']
		] as [string, string][];
		expect(
			wrongWith(
				calendars(office({ hours: { sun: hours }, holidays: [{ date: '2028-02-29', name: '', hours }] }))
			)
		).toEqual([]);
	});

	test('refuses a promise in business time that would take longer than five years', () => {
		const calendar = office({ hours: { mon: [['09:00', '10:00']] } });
		const file = (threshold_s: number) => ({
			standards: [standard({ ...business, threshold_s })],
			calendars: [calendar]
		});
		expect(wrongWith(file(260 * 3600))).toEqual([]);
		expect(wrongWith(file(260 * 3600 + 1))).toEqual(['standards.0.threshold_s unreachable']);
	});

	test('does not take away a calendar that a standard needs', () => {
		const former = { ...EMPTY, standards: [standard(business)], calendars: [office()] };
		expect(readFile({ ...former, calendars: [] }, former)).toMatchObject({
			problems: [{ path: 'standards.0.calendar', values: { calendar: 'office' } }]
		});
	});

	test('says where, what, and what to do', () => {
		expect(detailOf(standards(standard({ clock: 'business' })))).toBe(
			'clock business needs a calendar: name one of (there is none yet), or use clock calendar'
		);
		expect(detailOf(standards(standard(), standard({ valid_from: '2026-06-01T00:00:00Z' })))).toBe(
			'overlaps standards.0: both hold for first_response, all teams, phone, all tiers at 2026-06-01T00:00:00Z. End the earlier one where the later one starts, or leave one out'
		);
	});

	test('fills in every value that a sentence has a place for', () => {
		const input = {
			standards: [
				standard({ metric: 'x', channel: 'fax', tier: 'y' }),
				standard({ valid_to: '2020-01-01T00:00:00Z' })
			],
			calendars: [office({ zone: 'x', hours: { mon: [['9', '8']] } }), office({ hours: {} })],
			parameters: [parameter({ name: 'z' }), parameter({ value: -1 }), parameter({ value: -1 })]
		};
		const result = read(input);
		const details = result.ok ? [] : result.problems.map(({ detail }) => detail);
		expect(details.length).toBeGreaterThan(9);
		expect(details.join('\n')).not.toMatch(/\{\w+\}| {2}|: ?$/m);
	});
});
