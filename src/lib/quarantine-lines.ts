/** One line of an event as people read it. */
export type Line = {
	depth: number;
	text: string;
	/** `wrong`: the field that was refused; `missing`: where a field should be that is not there. */
	mark: 'wrong' | 'missing' | null;
};

type Fields = Record<string, unknown>;

const isNested = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** How far a path leads into a value: the names that are there, and the first that is not. */
function follow(value: unknown, path: string): { there: string; missing: string | null } {
	let inner = value;
	const there: string[] = [];
	for (const name of path === '' ? [] : path.split('.')) {
		if (!isNested(inner) || !Object.hasOwn(inner, name)) {
			// Only something with fields can miss one: otherwise it is itself what is wrong.
			const misses = isNested(inner) && !Array.isArray(inner);
			return { there: there.join('.'), missing: misses ? name : null };
		}
		inner = inner[name];
		there.push(name);
	}
	return { there: there.join('.'), missing: null };
}

/** An event as JSON, a field a line, with what was refused marked: the field at `path`, or where it is missing. */
export function linesOf(event: unknown, path: string): Line[] {
	const { there, missing } = follow(event, path);
	const lines: Line[] = [];

	function write(value: unknown, at: string, label: string, end: string, depth: number, inside: boolean) {
		const wrong = inside || (missing === null && path !== '' && at === there);
		const mark = wrong ? 'wrong' : null;
		const entries = isNested(value) ? Object.entries(value) : [];
		const here = missing !== null && at === there;
		if (!isNested(value) || (entries.length === 0 && !here)) {
			lines.push({ depth, text: `${label}${JSON.stringify(value)}${end}`, mark });
			return;
		}
		const [open, close] = Array.isArray(value) ? '[]' : '{}';
		lines.push({ depth, text: `${label}${open}`, mark });
		entries.forEach(([name, inner], index) => {
			const comma = index < entries.length - 1 ? ',' : '';
			const named = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
			write(inner, at === '' ? name : `${at}.${name}`, named, comma, depth + 1, wrong);
		});
		if (here) lines.push({ depth: depth + 1, text: JSON.stringify(missing), mark: 'missing' });
		lines.push({ depth, text: `${close}${end}`, mark });
	}

	write(event, '', '', '', 0, false);
	return lines;
}
