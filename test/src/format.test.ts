import { describe, expect, test } from 'vitest';
import * as format from '../../src/lib/format.ts';

const THIN = '\u2009';
const NBSP = '\u00a0';
const en = (seconds: number) => format.plain(format.duration(seconds, 'en'), 'en').replaceAll(NBSP, ' ');
const zh = (seconds: number) =>
	format.plain(format.duration(seconds, 'zh-CN'), 'zh-CN').replaceAll(THIN, ' ');

describe('durations', () => {
	test.each([
		[0, '0 s', '0 秒'],
		[4.25, '4.3 s', '4.3 秒'],
		[5.96, '6 s', '6 秒'],
		[18, '18 s', '18 秒'],
		[59.6, '1 min', '1 分'],
		[125, '2 min 05 s', '2 分 05 秒'],
		[3600, '1 h', '1 小时'],
		[12_000, '3 h 20 min', '3 小时 20 分'],
		[86_399, '1 d', '1 天'],
		[100_800, '1 d 4 h', '1 天 4 小时'],
		[86_400 * 1234, '1,234 d', '1,234 天']
	])('%d s reads as people say it', (seconds, english, chinese) => {
		expect(en(seconds)).toBe(english);
		expect(zh(seconds)).toBe(chinese);
	});

	test('keep their units apart from their numbers, so that a screen can set them smaller', () => {
		expect(format.duration(125, 'en')).toEqual([
			{ value: '2', unit: 'min' },
			{ value: '05', unit: 's' }
		]);
	});

	test.each([
		[30, '30 s'],
		[300, '5 min'],
		[5400, '1.5 h'],
		[172_800, '2 d']
	])('on an axis %d s stands in its largest unit', (seconds, words) => {
		expect(format.roughly(seconds, 'en').replaceAll(NBSP, ' ')).toBe(words);
	});
});

describe('shares', () => {
	const share = (value: number, digits?: number) => format.share(value, 'en', digits)[0]?.value;

	test('round to one digit', () => expect(share(0.9321)).toBe('93.2'));
	test('reach 100 only when nothing is missing', () => {
		expect(share(1)).toBe('100');
		expect(share(0.999_999)).toBe('99.9');
		expect(share(0.999_999, 0)).toBe('99');
	});
	test('reach 0 only when there is nothing', () => {
		expect(share(0)).toBe('0');
		expect(share(0.000_001)).toBe('0.1');
	});
	test('say their interval in whole percent', () =>
		expect(format.interval(0.814, 0.976, 'en')).toBe('81–98'));
});

describe('dates', () => {
	const lateEvening = '2021-03-31T17:30:00Z';

	test('are those of the business zone', () => {
		expect(format.moment(lateEvening, 'date', 'en', 'Asia/Shanghai')).toBe('1 Apr 2021');
		expect(format.moment(lateEvening, 'date', 'en', 'UTC')).toBe('31 Mar 2021');
	});
	test('count hours to 23, also at midnight', () =>
		expect(format.moment('2021-03-31T16:00:00Z', 'clock', 'en', 'Asia/Shanghai')).toBe('00:00:00'));
	test('have thin spaces between Chinese and digits', () =>
		expect(format.moment(lateEvening, 'date', 'zh-CN', 'UTC')).toBe(
			`2021${THIN}年${THIN}3${THIN}月${THIN}31${THIN}日`
		));

	const range = (from: string, to: string, locale: format.Locale) =>
		format.dates(Date.parse(from), Date.parse(to), locale, 'UTC').replaceAll(/\s/g, ' ');

	test.each([
		['2021-03-01T00:00Z', '2021-03-31T23:59Z', '1–31 March 2021', '2021 年 3 月 1 日 – 3 月 31 日'],
		[
			'2020-12-30T00:00Z',
			'2021-01-02T00:00Z',
			'30 December 2020 – 2 January 2021',
			'2020 年 12 月 30 日 – 2021 年 1 月 2 日'
		],
		['2021-03-01T00:00Z', '2021-03-01T23:59Z', '1 March 2021', '2021 年 3 月 1 日']
	])('from %s to %s say what they share once', (from, to, english, chinese) => {
		expect(range(from, to, 'en').replaceAll(/ ?– ?/g, '–')).toBe(english.replaceAll(' – ', '–'));
		expect(range(from, to, 'zh-CN')).toBe(chinese);
	});
});
