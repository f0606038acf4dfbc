type Row = { group: string | null; bucket: string | null };

/** Every number of a row by its path, so that rows compare field by field. */
function leaves(row: object, path = ''): [string, unknown][] {
	return Object.entries(row).flatMap(([name, value]): [string, unknown][] =>
		typeof value === 'object' && value !== null
			? leaves(value, `${path}${name}.`)
			: [[`${path}${name}`, value]]
	);
}

const KEYS = ['group', 'bucket'];

/** A row that says nothing: no items, and nothing beside but words and weights. It may as well be absent. */
const says = (row: Row) =>
	leaves(row).some(
		([name, value]) =>
			!KEYS.includes(name) && !name.endsWith('.weight') && typeof value === 'number' && value !== 0
	);

const same = (a: unknown, b: unknown) =>
	typeof a === 'number' && typeof b === 'number'
		? Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
		: a === b;

function byKey(rows: Row[]) {
	const found = new Map<string, Map<string, unknown>>();
	for (const row of rows.filter(says)) {
		const key = JSON.stringify([row.group, row.bucket]);
		if (found.has(key)) throw new Error(`two rows for ${key}`);
		found.set(key, new Map(leaves(row)));
	}
	return found;
}

/** Where two answers differ, one line each; counts exactly, shares and durations to 1e-9. */
export function differences(answered: Row[], expected: Row[]): string[] {
	const [left, right] = [byKey(answered), byKey(expected)];
	const lines: string[] = [];
	for (const key of new Set([...left.keys(), ...right.keys()])) {
		const [a, b] = [left.get(key), right.get(key)];
		if (!a || !b) {
			lines.push(`${key}: ${a ? 'answered, not expected' : 'expected, not answered'}`);
			continue;
		}
		for (const name of new Set([...a.keys(), ...b.keys()])) {
			if (!same(a.get(name), b.get(name)))
				lines.push(`${key} ${name}: ${a.get(name)}, expected ${b.get(name)}`);
		}
	}
	return lines;
}
