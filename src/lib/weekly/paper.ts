/** The address of a review on paper, by that of its page. */
export function paperHref(page: string, language: 'en' | 'zh-CN'): string {
	const [path, query] = page.split('?');
	return `${path}/pdf?${[...(query ? [query] : []), `lang=${language}`].join('&')}`;
}

/** The name that an answer gives to its file. */
export function nameOfFile(disposition: string | null): string {
	const coded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
	return coded === undefined ? 'touchstone.pdf' : decodeURIComponent(coded);
}
