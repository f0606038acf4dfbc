import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const messages = (locale: string) =>
	z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(`src/lib/messages/${locale}.json`, 'utf8')));
const en = messages('en');
const zh = messages('zh-CN');
const blanks = (text: string | undefined) => (text?.match(/\{\w+\}/g) ?? []).sort();

describe('the messages', () => {
	test('exist in both languages, with the same blanks', () => {
		expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
		for (const [key, text] of Object.entries(en)) expect([key, blanks(zh[key])]).toEqual([key, blanks(text)]);
	});

	test('have full-width punctuation in Chinese', () => {
		const half = Object.entries(zh).filter(([, text]) =>
			/[\u4e00-\u9fff}][,;:!?()]|[,;:!?()][\u4e00-\u9fff{]/.test(text)
		);
		expect(half).toEqual([]);
	});

	test('have a thin space between Chinese and Latin or digits', () => {
		const tight = Object.entries(zh).filter(([, text]) =>
			/[\u4e00-\u9fff][A-Za-z\d]|[A-Za-z\d][\u4e00-\u9fff]/.test(text)
		);
		expect(tight).toEqual([]);
	});
});
