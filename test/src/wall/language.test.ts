import { expect, test } from 'vitest';
import { languageOf } from '../../../src/lib/wall/language.ts';

test.each([
	['/wall/complaints?lang=zh-CN', 'zh-CN'],
	['/wall/pair?lang=en', 'en'],
	['/wall/complaints/__data.json?lang=zh-CN', 'zh-CN'],
	['/wall/complaints?lang=de', undefined],
	['/wall/complaints', undefined],
	['/weekly?lang=zh-CN', undefined]
])('the language of %s is %s', (address, language) =>
	expect(languageOf(new URL(address, 'http://x'))).toBe(language)
);
