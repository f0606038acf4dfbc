/** What a wall's address may say of its language. */
export const LANGUAGES = ['zh-CN', 'en'] as const;

/** Where a language stands in an address: on walls, which nobody sets up twice. */
const WALL = /^\/wall\/[^/]+/;

/** The language an address says; undefined where it says none that there is. */
export function languageOf({
	pathname,
	searchParams
}: Pick<URL, 'pathname' | 'searchParams'>): string | undefined {
	const said = WALL.test(pathname) ? searchParams.get('lang') : null;
	return LANGUAGES.find((language) => language === said);
}

/** The name of this way to tell a language, beside cookie and browser. */
export const BY_ADDRESS = 'custom-address';
