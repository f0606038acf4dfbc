import { m } from './paraglide/messages.js';

/** A page's list as files: asked as the page is. */
export function listFiles(path: string, asked: Record<string, string | readonly string[]> = {}) {
	const query = Object.entries(asked).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
	const hrefOf = (format: string) =>
		`${path}/export?${new URLSearchParams([...query, ['format', format]]).toString()}`;
	return [
		{ name: m.export_xlsx(), href: hrefOf('xlsx') },
		{ name: m.export_csv(), href: hrefOf('csv') }
	];
}
