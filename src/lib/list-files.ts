import { m } from './paraglide/messages.js';

/** A page's list as files: asked as the page is. */
export const listFiles = (path: string, asked: Record<string, string | readonly string[]> = {}) =>
	filesAsked(
		path,
		Object.entries(asked).flatMap(([name, value]) =>
			[value].flat().map((one): [string, string] => [name, one])
		)
	);

/** The same with a question of any spelling. */
export function filesAsked(path: string, query: Iterable<[string, string]>) {
	const hrefOf = (format: string) =>
		`${path}/export?${new URLSearchParams([...query, ['format', format]]).toString()}`;
	return [
		{ name: m.export_xlsx(), href: hrefOf('xlsx') },
		{ name: m.export_csv(), href: hrefOf('csv') }
	];
}
