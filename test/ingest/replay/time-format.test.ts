import { describe, expect, test } from 'vitest';
import { readDuration, timeFormat } from '../../../ingest/replay/time-format.ts';

const read = (format: string, text: string, zone = 'UTC') => {
	const time = timeFormat({ format, zone })(text);
	return time === undefined ? undefined : new Date(time).toISOString();
};

describe('timeFormat', () => {
	test.each([
		['D/M/YYYY HH:mm', '29/2/2016 01:16', '2016-02-29T01:16:00.000Z'],
		['DD/MM/YYYY HH:mm:ss', '01/01/2021 09:12:58', '2021-01-01T09:12:58.000Z'],
		['DD-MMM-YY', '26-Aug-23', '2023-08-26T00:00:00.000Z'],
		['DD-MMM-YY', '01-jan-70', '1970-01-01T00:00:00.000Z'],
		['M/D/YYYY h:mm A', '3/9/2024 12:05 AM', '2024-03-09T00:05:00.000Z'],
		['M/D/YYYY h:mm A', '3/9/2024 1:05 pm', '2024-03-09T13:05:00.000Z'],
		['YYYY-MM-DDTHH:mm:ss.SSSZ', '2024-03-09T10:00:00.250+08:00', '2024-03-09T02:00:00.250Z'],
		['ISO', '2024-03-09', '2024-03-09T00:00:00.000Z'],
		['ISO', '2024-03-09 10:00:00-0130', '2024-03-09T11:30:00.000Z'],
		['unix', '1700000000.5', '2023-11-14T22:13:20.500Z'],
		['unix_ms', '1700000000500', '2023-11-14T22:13:20.500Z']
	])('reads %s: %s', (format, text, expected) => {
		expect(read(format, text)).toBe(expected);
	});

	test.each([
		['D/M/YYYY HH:mm', '30/2/2016 01:16'],
		['D/M/YYYY HH:mm', '29/2/2016 24:00'],
		['D/M/YYYY HH:mm', '29/2/2016 01:60'],
		['D/M/YYYY HH:mm', '29/2/2016'],
		['D/M/YYYY HH:mm', '29/2/2016 01:16 '],
		['DD/MM/YYYY', '1/1/2021'],
		['DD-MMM-YY', '26-Avg-23'],
		['h:mm A D/M/YYYY', '13:00 PM 1/1/2021'],
		['ISO', 'yesterday'],
		['unix', '']
	])('refuses %s: "%s"', (format, text) => {
		expect(read(format, text)).toBeUndefined();
	});

	test('takes a time without an offset in the zone, summer and winter', () => {
		expect(read('ISO', '2024-01-15 12:00', 'Europe/Berlin')).toBe('2024-01-15T11:00:00.000Z');
		expect(read('ISO', '2024-07-15 12:00', 'Europe/Berlin')).toBe('2024-07-15T10:00:00.000Z');
		expect(read('ISO', '2024-07-15 12:00Z', 'Europe/Berlin')).toBe('2024-07-15T12:00:00.000Z');
	});

	test('takes the earlier of a time that comes twice, and moves one that never comes', () => {
		expect(read('ISO', '2024-10-27 02:30', 'Europe/Berlin')).toBe('2024-10-27T00:30:00.000Z');
		expect(read('ISO', '2024-03-31 02:30', 'Europe/Berlin')).toBe('2024-03-31T01:30:00.000Z');
	});

	test.each(['yyyy-mm-dd', 'DD/MM/YYYY um HH:mm'])('refuses the format %s, naming the token', (format) => {
		expect(() => timeFormat({ format, zone: 'UTC' })).toThrow(/unknown token "(yyyy|dd|um)"/);
	});
});

describe('readDuration', () => {
	test.each([
		['109', 109_000],
		['0', 0],
		['1.5', 1_500],
		['00:02:23', 143_000],
		['100:00:00', 360_000_000]
	])('reads %s', (text, ms) => {
		expect(readDuration(text)).toBe(ms);
	});

	test.each(['', '2 min', '00:61:00', '1:2'])('refuses "%s"', (text) => {
		expect(readDuration(text)).toBeUndefined();
	});
});
