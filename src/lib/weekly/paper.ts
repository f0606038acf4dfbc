import { reviewHref } from './question.ts';

type Asked = Parameters<typeof reviewHref>[0] & { language: 'en' | 'zh-CN' };

/** The address of a review on paper. */
export function paperHref({ language, ...question }: Asked): string {
	const [, query] = reviewHref(question).split('?');
	return `/weekly/pdf?${[...(query ? [query] : []), `lang=${language}`].join('&')}`;
}

/** The name that an answer gives to its file. */
export function nameOfFile(disposition: string | null): string {
	const coded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
	return coded === undefined ? 'touchstone.pdf' : decodeURIComponent(coded);
}
